package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.cloudwatch.AlarmEvaluation.Evidence;
import dev.penstock.simulator.cloudwatch.AlarmEvaluation.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Why an alarm is in its state, in CloudWatch's words and in its JSON. */
final class AlarmReasons {

    /** What a new alarm says. */
    static final String INITIAL = "Unchecked: Initial alarm creation";

    private static final DateTimeFormatter DAY_FIRST =
            DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AlarmReasons() {}

    /** An instant as alarms' JSON has it: {@code 2026-11-21T13:20:00.000+0000}. */
    static String stamp(Instant at) {
        return STAMP.format(at);
    }

    /** How an alarm treats missing data. */
    static String treatment(MetricAlarm alarm) {
        if (alarm.treatMissingData() != null) {
            return alarm.treatMissingData();
        }
        return "AWS/DynamoDB".equals(alarm.namespace()) ? "ignore" : "missing";
    }

    static AlarmRow.State state(StateValue value, MetricAlarm alarm, AlarmWindow window, Evidence evidence) {
        return new AlarmRow.State(value, reason(value, alarm, window, evidence), data(alarm, window, evidence));
    }

    private static String reason(StateValue value, MetricAlarm alarm, AlarmWindow window, Evidence evidence) {
        if (value == StateValue.INSUFFICIENT_DATA) {
            int unknown = window.wanted();
            return "Insufficient Data: " + counted(unknown, "datapoint") + verb(unknown) + "unknown.";
        }
        String filled = filled(alarm, evidence);
        if (evidence.points().isEmpty()) {
            return "Threshold Crossed: no datapoints were received for " + counted(window.wanted(), "period") + filled
                    + ".";
        }
        boolean alarming = value == StateValue.ALARM;
        List<Point> telling = evidence.points().stream()
                .filter(p -> p.breaching() == alarming)
                .toList();
        List<Point> shown = telling.isEmpty() ? evidence.points() : telling;
        String list = shown.stream()
                .map(p -> p.value() + " (" + DAY_FIRST.format(p.at()) + ")")
                .collect(Collectors.joining(", ", " [", "]"));
        boolean breaching = shown.getFirst().breaching();
        String crossed = list + verb(shown.size()) + (breaching ? "" : "not ") + comparison(alarm) + " the threshold ("
                + alarm.threshold() + ")";
        if (alarm.datapointsToAlarm() == null) {
            return "Threshold Crossed: " + counted(shown.size(), "datapoint") + crossed + filled + ".";
        }
        int least = alarming ? window.toAlarm() : window.wanted() - window.toAlarm() + 1;
        return "Threshold Crossed: " + shown.size() + " out of the last " + window.wanted() + " datapoints" + crossed
                + filled + " (minimum " + counted(least, "datapoint") + " for "
                + (alarming ? "OK -> ALARM" : "ALARM -> OK") + " transition).";
    }

    private static String filled(MetricAlarm alarm, Evidence evidence) {
        String as = switch (treatment(alarm)) {
            case "breaching" -> "Breaching";
            case "notBreaching" -> "NonBreaching";
            default -> "";
        };
        return evidence.filled() == 0 || as.isEmpty()
                ? ""
                : " and " + counted(evidence.filled(), "missing datapoint") + verb(evidence.filled()) + "treated as ["
                        + as + "]";
    }

    private static String comparison(MetricAlarm alarm) {
        return switch (alarm.comparisonOperator()) {
            case ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> "greater than or equal to";
            case ComparisonOperator.GREATER_THAN_THRESHOLD -> "greater than";
            case ComparisonOperator.LESS_THAN_THRESHOLD -> "less than";
            case ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD -> "less than or equal to";
            default -> throw new IllegalStateException(alarm.comparisonOperatorAsString());
        };
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String verb(int count) {
        return count == 1 ? " was " : " were ";
    }

    private static String data(MetricAlarm alarm, AlarmWindow window, Evidence evidence) {
        return JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringProperty("version", "1.0");
            out.writeStringProperty("queryDate", stamp(evidence.now()));
            if (!evidence.points().isEmpty()) {
                out.writeStringProperty(
                        "startDate", stamp(evidence.points().getLast().at()));
            }
            if (alarm.unitAsString() != null) {
                out.writeStringProperty("unit", alarm.unitAsString());
            }
            if (alarm.statisticAsString() != null) {
                out.writeStringProperty("statistic", alarm.statisticAsString());
            } else if (alarm.extendedStatistic() != null) {
                out.writeStringProperty("extendedStatistic", alarm.extendedStatistic());
            }
            out.writeNumberProperty("period", window.period());
            out.writeArrayPropertyStart("recentDatapoints");
            evidence.points().reversed().forEach(p -> out.writeNumber(p.value()));
            out.writeEndArray();
            out.writeNumberProperty("threshold", alarm.threshold());
            out.writeArrayPropertyStart("evaluatedDatapoints");
            evidence.points().forEach(p -> {
                out.writeStartObject();
                out.writeStringProperty("timestamp", stamp(p.at()));
                if (p.samples() > 0) {
                    out.writeNumberProperty("sampleCount", p.samples());
                }
                out.writeNumberProperty("value", p.value());
                out.writeEndObject();
            });
            Instant missing = window.end(evidence.now());
            for (int i = 0; evidence.points().isEmpty() && i < evidence.filled(); i++) {
                missing = missing.minusSeconds(window.period());
                out.writeStartObject();
                out.writeStringProperty("timestamp", stamp(missing));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
