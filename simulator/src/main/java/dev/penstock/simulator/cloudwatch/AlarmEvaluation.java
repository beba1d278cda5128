package dev.penstock.simulator.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What the data say about a metric alarm. Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat
 * missing data", with its tables.
 */
final class AlarmEvaluation {

    /**
     * One data point of the range.
     *
     * @param at where its period begins
     * @param samples how many measurements it is made of; 0 when that is not known
     */
    record Point(Instant at, double value, double samples, boolean breaching) {}

    /**
     * What was looked at.
     *
     * @param points the real data points that count, the latest first
     * @param filled how many missing ones were filled in
     */
    record Evidence(Instant now, List<Point> points, int filled) {

        long breaching() {
            return points.stream().filter(Point::breaching).count();
        }
    }

    private final Metrics metrics;
    private final MetricQueries queries;

    AlarmEvaluation(Metrics metrics, MetricQueries queries) {
        this.metrics = metrics;
        this.queries = queries;
    }

    /** The state that the data ask for; empty when the alarm keeps the one that it has. */
    Optional<AlarmRow.State> evaluate(AlarmRow row, MetricAlarm alarm, AlarmWindow window, Instant now) {
        List<Point> real = points(row, alarm, window, now);
        if (tooFewSamples(alarm, real)) {
            return Optional.empty();
        }
        List<Point> counted = real.size() > window.wanted() ? real.subList(0, window.wanted()) : real;
        Evidence evidence = new Evidence(now, List.copyOf(counted), window.wanted() - counted.size());
        return verdict(alarm, window, evidence, now).map(value -> AlarmReasons.state(value, alarm, window, evidence));
    }

    private static Optional<StateValue> verdict(MetricAlarm alarm, AlarmWindow window, Evidence evidence, Instant now) {
        boolean enough = evidence.breaching() >= window.toAlarm();
        if (evidence.filled() == 0) {
            return Optional.of(enough ? StateValue.ALARM : StateValue.OK);
        }
        return switch (AlarmReasons.treatment(alarm)) {
            case "breaching" ->
                Optional.of(
                        evidence.breaching() + evidence.filled() >= window.toAlarm()
                                ? StateValue.ALARM
                                : StateValue.OK);
            case "notBreaching" -> Optional.of(enough ? StateValue.ALARM : StateValue.OK);
            case "ignore" -> sparse(window, evidence, now, enough, Optional.empty());
            default -> sparse(window, evidence, now, enough, Optional.of(StateValue.INSUFFICIENT_DATA));
        };
    }

    /** Fewer points than wanted, and none is filled in. */
    private static Optional<StateValue> sparse(
            AlarmWindow window, Evidence evidence, Instant now, boolean enough, Optional<StateValue> whenMissing) {
        if (evidence.points().isEmpty()) {
            return whenMissing;
        } else if (enough) {
            return Optional.of(StateValue.ALARM);
        } else if (evidence.breaching() < evidence.points().size()) {
            return Optional.of(StateValue.OK);
        }
        // The guide's premature alarm: all that there is breaches, and the next point could not undo it.
        Instant oldest = evidence.points().getLast().at();
        boolean old = !oldest.isAfter(window.end(now).minusSeconds((long) window.period() * window.toAlarm()));
        return old && whenMissing.isPresent() ? Optional.of(StateValue.ALARM) : Optional.empty();
    }

    private List<Point> points(AlarmRow row, MetricAlarm alarm, AlarmWindow window, Instant now) {
        Instant from = window.start(now);
        Instant to = window.end(now);
        List<Point> points = new ArrayList<>();
        if (alarm.metricName() != null) {
            MetricKey key = AlarmWindow.metricsOf(alarm).getFirst();
            String unit = alarm.unitAsString() == null
                    ? Units.first(metrics.units(row.account(), row.region(), key, from, to))
                    : alarm.unitAsString();
            PeriodStatistic statistic = PeriodStatistic.of(alarm);
            NavigableMap<Instant, Sample> samples =
                    metrics.read(row.account(), row.region(), key, unit, from, to, window.period());
            samples.forEach((at, sample) -> statistic
                    .of(sample)
                    .ifPresent(value -> points.addFirst(
                            new Point(at, value, sample.statistics().count(), breaches(alarm, value)))));
        } else {
            String returned = alarm.metrics().stream()
                    .filter(q -> !Boolean.FALSE.equals(q.returnData()))
                    .map(MetricDataQuery::id)
                    .findFirst()
                    .orElse("");
            Map<String, MetricQueries.Answer> answers =
                    queries.evaluate(row.account(), row.region(), alarm.metrics(), from, to);
            Objects.requireNonNull(answers.get(returned))
                    .values()
                    .forEach((at, value) -> points.addFirst(new Point(at, value, 0, breaches(alarm, value))));
        }
        return points;
    }

    private static boolean breaches(MetricAlarm alarm, double value) {
        double threshold = alarm.threshold();
        return switch (alarm.comparisonOperator()) {
            case ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
            case ComparisonOperator.GREATER_THAN_THRESHOLD -> value > threshold;
            case ComparisonOperator.LESS_THAN_THRESHOLD -> value < threshold;
            case ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
            default -> throw new IllegalStateException(alarm.comparisonOperatorAsString());
        };
    }

    /** Whether a percentile has too few measurements to mean something, and the alarm asks to be left alone then. */
    private static boolean tooFewSamples(MetricAlarm alarm, List<Point> points) {
        if (!"ignore".equals(alarm.evaluateLowSampleCountPercentile()) || alarm.extendedStatistic() == null) {
            return false;
        }
        double share = PeriodStatistic.percentile(alarm.extendedStatistic()) / 100;
        double least = share > 0.5 ? 10 / (1 - share) : 10 / share;
        return points.stream().anyMatch(p -> p.samples() < least - 1e-9);
    }
}
