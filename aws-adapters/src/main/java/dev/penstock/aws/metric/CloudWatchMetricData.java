package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.metric.MetricData;
import dev.penstock.metric.MetricQuery;
import dev.penstock.verdict.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Metrics of CloudWatch, 500 series with each {@code GetMetricData}, page by page. */
public final class CloudWatchMetricData implements MetricData {

    /** "GetMetricData": "can include as many as 500 MetricDataQuery structures". */
    private static final int MOST_QUERIES = 500;

    private static final String OPERATION = "cloudwatch:GetMetricData";

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public CloudWatchMetricData(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public List<SortedMap<Instant, Double>> read(AwsScope scope, List<MetricQuery> queries, Window span) {
        List<SortedMap<Instant, Double>> all = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += MOST_QUERIES) {
            List<MetricQuery> some = queries.subList(from, Math.min(queries.size(), from + MOST_QUERIES));
            all.addAll(some(scope, some, span));
        }
        return all;
    }

    private List<SortedMap<Instant, Double>> some(AwsScope scope, List<MetricQuery> queries, Window span) {
        Map<String, SortedMap<Instant, Double>> byId = new LinkedHashMap<>();
        List<MetricDataQuery> asked = new ArrayList<>();
        for (MetricQuery query : queries) {
            String id = "q" + byId.size();
            byId.put(id, new TreeMap<>());
            asked.add(query(id, query));
        }
        Optional<String> token = Optional.empty();
        do {
            GetMetricDataResponse page = page(scope, asked, span, token);
            page.metricDataResults().forEach(result -> take(result, byId));
            token = Optional.ofNullable(page.nextToken()).filter(next -> !next.isEmpty());
        } while (token.isPresent());
        return new ArrayList<>(byId.values());
    }

    private GetMetricDataResponse page(
            AwsScope scope, List<MetricDataQuery> queries, Window span, Optional<String> token) {
        GetMetricDataRequest.Builder request = GetMetricDataRequest.builder()
                .metricDataQueries(queries)
                .startTime(span.start())
                .endTime(span.end())
                .scanBy(ScanBy.TIMESTAMP_ASCENDING);
        token.ifPresent(request::nextToken);
        return clients.call(
                OPERATION,
                "read the metrics of the release",
                () -> clients.cloudWatch(scope, Use.READ).getMetricData(request.build()));
    }

    private static MetricDataQuery query(String id, MetricQuery query) {
        List<Dimension> dimensions = query.dimensions().entrySet().stream()
                .map(each -> Dimension.builder()
                        .name(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(MetricStat.builder()
                        .metric(Metric.builder()
                                .namespace(query.namespace())
                                .metricName(query.metric())
                                .dimensions(dimensions)
                                .build())
                        .period(Math.toIntExact(query.period().toSeconds()))
                        .stat(query.statistic())
                        .build())
                .returnData(true)
                .build();
    }

    /** One series may come on several pages, and fail by itself. */
    private static void take(MetricDataResult result, Map<String, SortedMap<Instant, Double>> byId) {
        SortedMap<Instant, Double> values = byId.get(result.id());
        if (values == null) {
            return;
        }
        if (result.statusCode() == StatusCode.INTERNAL_ERROR || result.statusCode() == StatusCode.FORBIDDEN) {
            boolean isDenied = result.statusCode() == StatusCode.FORBIDDEN;
            throw new RemoteCallException(
                    isDenied ? RemoteCallException.Kind.DENIED : RemoteCallException.Kind.TRANSIENT,
                    OPERATION,
                    result.statusCodeAsString(),
                    "Could not read the metrics of the release: CloudWatch answered " + result.statusCodeAsString()
                            + " for '" + result.label() + "'.",
                    new IllegalStateException(result.messages().toString()));
        }
        for (int i = 0; i < Math.min(result.timestamps().size(), result.values().size()); i++) {
            values.put(result.timestamps().get(i), result.values().get(i));
        }
    }
}
