package dev.penstock.simulator.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** What data CloudWatch accepts. Source: CloudWatch API Reference, {@code PutMetricData} and {@code MetricDatum}. */
final class MetricDatumRules {

    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;
    private static final double GREATEST = Math.pow(2, 360);

    private final Instant now;

    MetricDatumRules(Instant now) {
        this.now = now;
    }

    /** Checks a request's data; all of it before any is recorded. */
    void check(String namespace, List<MetricDatum> data) {
        if (namespace.startsWith("AWS/")) {
            throw CloudWatchErrors.value(
                    "The value AWS/ for parameter Namespace is invalid. Namespaces must not begin with 'AWS/'.");
        }
        if (data.size() > MOST_DATA) {
            throw CloudWatchErrors.value(
                    "The collection MetricData must not have a size greater than " + MOST_DATA + ".");
        }
        for (int i = 0; i < data.size(); i++) {
            check(data.get(i), "MetricData.member." + (i + 1) + ".");
        }
    }

    /**
     * What a datum says, one statistic set for each value that it has. CloudWatch takes Values beside StatisticValues
     * (recorded); the statistic set counts here.
     */
    static List<Statistics> statistics(MetricDatum datum) {
        StatisticSet set = datum.statisticValues();
        if (set != null) {
            return List.of(new Statistics(set.sampleCount(), set.sum(), set.minimum(), set.maximum()));
        } else if (datum.value() != null) {
            return List.of(Statistics.of(datum.value()));
        }
        List<Statistics> all = new ArrayList<>();
        for (int i = 0; i < datum.values().size(); i++) {
            double count = datum.counts().isEmpty() ? 1 : datum.counts().get(i);
            if (count > 0) {
                all.add(Statistics.of(datum.values().get(i), count));
            }
        }
        return all;
    }

    /** Refuses a period that is none of CloudWatch's. */
    static void requirePeriod(String parameter, @Nullable Integer period) {
        int seconds = CloudWatchErrors.required(period, parameter);
        boolean allowed = seconds == 1
                || seconds == 5
                || seconds == 10
                || seconds == 20
                || seconds == 30
                || (seconds > 0 && seconds % 60 == 0);
        if (!allowed) {
            throw CloudWatchErrors.value(
                    "The parameter " + parameter + " must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
    }

    private void check(MetricDatum datum, String at) {
        if (datum.metricName() == null || datum.metricName().isEmpty()) {
            throw CloudWatchErrors.missing(at + "MetricName");
        }
        boolean values = !datum.values().isEmpty();
        if (datum.value() != null && values) {
            throw exclusive(at + "Value", at + "Values");
        } else if (datum.value() != null && datum.statisticValues() != null) {
            throw exclusive(at + "Value", at + "StatisticValues");
        } else if (datum.value() == null && !values && datum.statisticValues() == null) {
            throw CloudWatchErrors.combination("At least one of the parameters " + at + "Value, " + at + "Values or "
                    + at + "StatisticValues must be specified.");
        }
        if (!datum.counts().isEmpty() && datum.counts().size() != datum.values().size()) {
            throw CloudWatchErrors.value(
                    "The parameters " + at + "Values and " + at + "Counts must be of the same size.");
        }
        if (datum.values().size() > MOST_VALUES) {
            throw CloudWatchErrors.value(
                    "The collection " + at + "Values must not have a size greater than " + MOST_VALUES + ".");
        }
        statistics(datum, at).forEach(value -> requireFinite(value, at));
        if (datum.unitAsString() != null && !Units.isKnown(datum.unitAsString())) {
            throw CloudWatchErrors.value(
                    "The value " + datum.unitAsString() + " for parameter " + at + "Unit is not supported.");
        }
        if (datum.dimensions().size() > 30) {
            throw CloudWatchErrors.value("The collection " + at + "Dimensions must not have a size greater than 30.");
        }
        Instant stamp = datum.timestamp();
        if (stamp != null
                && (stamp.isBefore(now.minus(Duration.ofDays(14))) || stamp.isAfter(now.plus(Duration.ofHours(2))))) {
            throw CloudWatchErrors.value("The parameter " + at
                    + "Timestamp must specify a time no more than two weeks in the past and no more than two hours in"
                    + " the future.");
        }
    }

    private static List<Double> statistics(MetricDatum datum, String at) {
        StatisticSet set = datum.statisticValues();
        if (set == null) {
            return datum.value() == null ? datum.values() : List.of(datum.value());
        }
        return List.of(
                CloudWatchErrors.required(set.sampleCount(), at + "StatisticValues.SampleCount"),
                CloudWatchErrors.required(set.sum(), at + "StatisticValues.Sum"),
                CloudWatchErrors.required(set.minimum(), at + "StatisticValues.Minimum"),
                CloudWatchErrors.required(set.maximum(), at + "StatisticValues.Maximum"));
    }

    private static void requireFinite(double value, String at) {
        if (!Double.isFinite(value) || Math.abs(value) > GREATEST) {
            throw CloudWatchErrors.value("The value " + value + " for parameter " + at + "Value is invalid.");
        }
    }

    private static RuntimeException exclusive(String one, String other) {
        return CloudWatchErrors.combination(
                "The parameters " + one + " and " + other + " are mutually exclusive and you have specified both.");
    }
}
