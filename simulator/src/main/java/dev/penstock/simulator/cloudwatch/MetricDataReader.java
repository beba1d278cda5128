package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.service.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** {@code GetMetricData}: what queries are accepted, their order, and pages of their data points. */
final class MetricDataReader {

    private static final int MOST_QUERIES = 500;
    private static final int MOST_DATAPOINTS = 100_800;
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]*");

    private final MetricQueries queries;

    MetricDataReader(MetricQueries queries) {
        this.queries = queries;
    }

    GetMetricDataResponse read(Call call, GetMetricDataRequest request) {
        Instant start = required(request.startTime(), "StartTime");
        Instant end = required(request.endTime(), "EndTime");
        if (request.metricDataQueries().isEmpty()) {
            throw CloudWatchErrors.missing("MetricDataQueries");
        }
        if (!start.isBefore(end)) {
            throw CloudWatchErrors.validation("The parameter StartTime must be less than the parameter EndTime.");
        }
        check(request.metricDataQueries());
        int shortest = request.metricDataQueries().stream()
                .filter(q -> q.metricStat() != null)
                .mapToInt(q -> q.metricStat().period())
                .min()
                .orElse(60);
        Instant from = Periods.start(start, shortest, call.now());
        Map<String, MetricQueries.Answer> answers =
                queries.evaluate(call.account(), call.region(), request.metricDataQueries(), from, end);
        return page(request, answers);
    }

    /** Refuses queries that CloudWatch would not take, also those of an alarm. */
    static void check(List<MetricDataQuery> all) {
        if (all.size() > MOST_QUERIES) {
            throw CloudWatchErrors.validation(
                    "The collection MetricDataQueries must not have a size greater than " + MOST_QUERIES + ".");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            MetricDataQuery query = all.get(i);
            String at = "MetricDataQueries.member." + (i + 1) + ".";
            String id = required(query.id(), at + "Id");
            if (!ID.matcher(id).matches()) {
                throw CloudWatchErrors.validation("The value for parameter " + at
                        + "Id must begin with a lower-case letter and contain only letters, digits and underscores.");
            }
            if (!ids.add(id)) {
                throw CloudWatchErrors.validation("The values for parameter Id in MetricDataQueries are not unique.");
            }
            if ((query.metricStat() == null) == (query.expression() == null)) {
                throw CloudWatchErrors.validation(
                        "Exactly one of " + at + "Expression and " + at + "MetricStat must be specified.");
            }
            if (query.metricStat() != null) {
                check(query.metricStat(), at + "MetricStat.");
            } else {
                check(id, query.expression());
            }
        }
    }

    private static void check(String id, String expression) {
        try {
            MetricMath.check(MathParser.parse(expression));
        } catch (IllegalArgumentException e) {
            throw MetricQueries.wrong(id, String.valueOf(e.getMessage()));
        }
    }

    private static void check(MetricStat stat, String at) {
        required(stat.metric(), at + "Metric");
        required(stat.metric().namespace(), at + "Metric.Namespace");
        required(stat.metric().metricName(), at + "Metric.MetricName");
        MetricDatumRules.requirePeriod(at + "Period", stat.period());
        String name = required(stat.stat(), at + "Stat");
        if (PeriodStatistic.parse(name).isEmpty()) {
            throw CloudWatchErrors.value("The value " + name + " for parameter " + at + "Stat is not supported.");
        }
    }

    /** Data points are counted off over all results; the token says how many of each were given. */
    private static GetMetricDataResponse page(GetMetricDataRequest request, Map<String, MetricQueries.Answer> answers) {
        int most = request.maxDatapoints() == null
                ? MOST_DATAPOINTS
                : Math.clamp(request.maxDatapoints(), 1, MOST_DATAPOINTS);
        int given = position(request.nextToken());
        boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
        List<MetricDataResult> results = new ArrayList<>();
        int longest = 0;
        List<MetricDataQuery> returned = request.metricDataQueries().stream()
                .filter(q -> !Boolean.FALSE.equals(q.returnData()))
                .toList();
        int each = Math.max(1, most / Math.max(1, returned.size()));
        for (MetricDataQuery query : returned) {
            MetricQueries.Answer answer = Objects.requireNonNull(answers.get(query.id()));
            NavigableMap<Instant, Double> ordered =
                    ascending ? answer.values() : answer.values().descendingMap();
            longest = Math.max(longest, ordered.size());
            List<Instant> times =
                    ordered.keySet().stream().skip(given).limit(each).toList();
            results.add(MetricDataResult.builder()
                    .id(query.id())
                    .label(answer.label())
                    .statusCode(ordered.size() > given + each ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
                    .timestamps(times)
                    .values(times.stream().map(ordered::get).toList())
                    .messages(answer.messages().isEmpty() ? null : answer.messages())
                    .build());
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(results)
                .messages(List.of())
                .nextToken(longest > given + each ? "p/" + (given + each) : null)
                .build();
    }

    private static int position(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("p/[0-9]{1,9}")) {
            throw CloudWatchErrors.shape("InvalidNextToken", "The next token is invalid.", "InvalidNextToken");
        }
        return Integer.parseInt(token.substring(2));
    }
}
