package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The operations on metrics. Source: CloudWatch API Reference. */
final class MetricOperations {

    private static final int LISTED = 500;
    private static final int MOST_DATAPOINTS = 1440;

    private final Metrics metrics;
    private final MetricDataReader reader;

    MetricOperations(Metrics metrics) {
        this.metrics = metrics;
        this.reader = new MetricDataReader(new MetricQueries(metrics));
    }

    PutMetricDataResponse put(Call call, PutMetricDataRequest request) {
        String namespace = required(request.namespace(), "Namespace");
        if (request.metricData().isEmpty() && request.entityMetricData().isEmpty()) {
            throw CloudWatchErrors.missing("MetricData");
        }
        new MetricDatumRules(call.now()).check(namespace, request.metricData());
        request.metricData().forEach(datum -> {
            MetricKey key = new MetricKey(namespace, datum.metricName(), AlarmWindow.dimensions(datum.dimensions()));
            Instant at = datum.timestamp() == null ? call.now() : datum.timestamp();
            String unit = datum.unitAsString() == null ? Metrics.NO_UNIT : datum.unitAsString();
            int resolution = datum.storageResolution() != null && datum.storageResolution() == 1 ? 1 : 60;
            List<Statistics> data = MetricDatumRules.statistics(datum);
            if (!data.isEmpty()) {
                metrics.record(call.account(), call.region(), key, at, data, unit, resolution);
            }
        });
        call.effect(call.caller().arn("cloudwatch", "metric/" + namespace));
        return PutMetricDataResponse.builder().build();
    }

    GetMetricDataResponse data(Call call, GetMetricDataRequest request) {
        return reader.read(call, request);
    }

    GetMetricStatisticsResponse statistics(Call call, GetMetricStatisticsRequest request) {
        String name = required(request.metricName(), "MetricName");
        String namespace = required(request.namespace(), "Namespace");
        Instant start = required(request.startTime(), "StartTime");
        Instant end = required(request.endTime(), "EndTime");
        int period = required(request.period(), "Period");
        if (!start.isBefore(end)) {
            throw CloudWatchErrors.value("The parameter StartTime must be less than the parameter EndTime.");
        }
        MetricDatumRules.requirePeriod("Period", period);
        if (request.statistics().isEmpty() && request.extendedStatistics().isEmpty()) {
            throw CloudWatchErrors.combination(
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        long points = Math.ceilDiv(Duration.between(start, end).toSeconds(), period);
        if (points > MOST_DATAPOINTS) {
            throw CloudWatchErrors.combination("You have requested up to " + points
                    + " datapoints, which exceeds the limit of " + MOST_DATAPOINTS
                    + ". You may reduce the datapoints requested by increasing Period, or decreasing the time range.");
        }
        MetricKey key = new MetricKey(namespace, name, AlarmWindow.dimensions(request.dimensions()));
        Instant from = Periods.start(start, period, call.now());
        Collection<String> units = request.unitAsString() == null
                ? metrics.units(call.account(), call.region(), key, from, end)
                : List.of(request.unitAsString());
        List<Datapoint> datapoints = new ArrayList<>();
        for (String unit : Units.ordered(units).reversed()) {
            metrics.read(call.account(), call.region(), key, unit, from, end, period)
                    .forEach(
                            (at, sample) -> datapoint(request, at, unit, sample).ifPresent(datapoints::add));
        }
        return GetMetricStatisticsResponse.builder()
                .label(name)
                .datapoints(datapoints)
                .build();
    }

    ListMetricsResponse list(Call call, ListMetricsRequest request) {
        Instant since =
                "PT3H".equals(request.recentlyActiveAsString()) ? call.now().minus(Duration.ofHours(3)) : Instant.MIN;
        List<Metrics.Series> found = metrics.listed(call.account(), call.region()).stream()
                .filter(s -> request.namespace() == null || s.namespace().equals(request.namespace()))
                .filter(s -> request.metricName() == null || s.name().equals(request.metricName()))
                .filter(s -> s.newest().isAfter(since))
                .filter(s -> request.dimensions().stream().allMatch(d -> has(s, d)))
                .toList();
        Page<Metrics.Series> page = Page.of(found, s -> s.key().text(), request.nextToken(), null, LISTED);
        return ListMetricsResponse.builder()
                .metrics(page.items().stream().map(s -> metric(s.key())).toList())
                .nextToken(page.next())
                .build();
    }

    private static boolean has(Metrics.Series series, DimensionFilter filter) {
        String value = series.dimensions().get(filter.name() == null ? "" : filter.name());
        return value != null && (filter.value() == null || filter.value().equals(value));
    }

    private static Metric metric(MetricKey key) {
        return Metric.builder()
                .namespace(key.namespace())
                .metricName(key.name())
                .dimensions(key.dimensions().entrySet().stream()
                        .map(d -> Dimension.builder()
                                .name(d.getKey())
                                .value(d.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static Optional<Datapoint> datapoint(
            GetMetricStatisticsRequest request, Instant at, String unit, Sample sample) {
        Statistics sums = sample.statistics();
        NavigableMap<String, Double> extended = new TreeMap<>(Comparator.naturalOrder());
        for (String name : request.extendedStatistics()) {
            PeriodStatistic.parse(name)
                    .orElseThrow(() -> CloudWatchErrors.value(
                            "The value " + name + " for parameter ExtendedStatistics is not supported."))
                    .of(sample)
                    .ifPresent(value -> extended.put(name, value));
        }
        if (request.statistics().isEmpty() && extended.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Datapoint.builder()
                .timestamp(at)
                .unit(unit)
                .average(wanted(request, Statistic.AVERAGE, sums.average()))
                .sum(wanted(request, Statistic.SUM, sums.sum()))
                .minimum(wanted(request, Statistic.MINIMUM, sums.min()))
                .maximum(wanted(request, Statistic.MAXIMUM, sums.max()))
                .sampleCount(wanted(request, Statistic.SAMPLE_COUNT, sums.count()))
                .extendedStatistics(extended.isEmpty() ? null : extended)
                .build());
    }

    private static @Nullable Double wanted(GetMetricStatisticsRequest request, Statistic statistic, double value) {
        return request.statistics().contains(statistic) ? value : null;
    }
}
