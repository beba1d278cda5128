package dev.penstock.simulator.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * Which data a metric alarm looks at, and when. Source: CloudWatch User Guide, "Alarm evaluation" and "Configuring how
 * CloudWatch alarms treat missing data".
 *
 * @param period seconds of one data point
 * @param wanted how many data points are evaluated
 * @param toAlarm how many of them must breach
 * @param range how many are looked at when some are missing: the guide's tables have two more than are wanted
 * @param every seconds from one evaluation to the next
 */
record AlarmWindow(int period, int wanted, int toAlarm, int range, int every) {

    /** From the end of a minute, or of ten seconds, to the evaluation of what was measured in it. */
    static final Duration DELAY = Duration.ofSeconds(5);

    private static final int MORE = 2;
    private static final int DAY = 86_400;

    static AlarmWindow of(MetricAlarm alarm) {
        int period = alarm.hasMetrics() && !alarm.metrics().isEmpty() ? longest(alarm.metrics()) : alarm.period();
        int wanted = alarm.evaluationPeriods();
        int toAlarm = alarm.datapointsToAlarm() == null ? wanted : alarm.datapointsToAlarm();
        int every = period < 60 ? 10 : (long) period * wanted > DAY ? 3600 : 60;
        return new AlarmWindow(period, wanted, toAlarm, wanted + MORE, every);
    }

    /** The metrics that an alarm watches, directly or in its expressions. */
    static List<MetricKey> metricsOf(MetricAlarm alarm) {
        List<MetricKey> keys = new ArrayList<>();
        if (alarm.metricName() != null) {
            keys.add(new MetricKey(alarm.namespace(), alarm.metricName(), dimensions(alarm.dimensions())));
        }
        for (MetricDataQuery query : alarm.metrics()) {
            if (query.metricStat() != null) {
                keys.add(MetricQueries.key(query.metricStat().metric()));
            }
        }
        return keys;
    }

    static TreeMap<String, String> dimensions(List<Dimension> dimensions) {
        Map<String, String> values = new TreeMap<>();
        dimensions.forEach(d -> values.put(d.name(), d.value()));
        return new TreeMap<>(values);
    }

    /** Where the latest data point that is evaluated at an instant ends. */
    Instant end(Instant now) {
        return Instant.ofEpochSecond(Math.floorDiv(now.minus(DELAY).getEpochSecond(), grain()) * grain());
    }

    /** Where the range that is evaluated at an instant begins. */
    Instant start(Instant now) {
        return end(now).minusSeconds((long) period * range);
    }

    /** The next occasion to evaluate, after {@code now}. */
    Instant nextEvaluation(Instant now) {
        long passed = Math.floorDiv(now.minus(DELAY).getEpochSecond(), every);
        return Instant.ofEpochSecond((passed + 1) * every).plus(DELAY);
    }

    private int grain() {
        return Math.min(every, 60);
    }

    private static int longest(List<MetricDataQuery> queries) {
        int longest = 1;
        for (MetricDataQuery query : queries) {
            if (query.metricStat() != null) {
                longest = Math.max(longest, query.metricStat().period());
            } else if (query.period() != null) {
                longest = Math.max(longest, query.period());
            }
        }
        return longest;
    }
}
