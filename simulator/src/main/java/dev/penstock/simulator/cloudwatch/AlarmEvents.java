package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * The events that CloudWatch sends to EventBridge when alarms change their state. Source: CloudWatch User Guide, "Alarm events and
 * EventBridge".
 */
final class AlarmEvents {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AlarmEvents() {}

    /** Tells of all that changes from now on. */
    static void tell(Alarms alarms, ServiceEvents told) {
        alarms.watch((key, before, after) -> after.ifPresent(row -> {
            boolean same = before.filter(
                            known -> known.state().value() == row.state().value())
                    .isPresent();
            if (!same && before.isPresent() && told.isHeard(row.account(), row.region())) {
                told.tell(new ServiceEvents.Told(
                        row.account(),
                        row.region(),
                        "aws.cloudwatch",
                        "CloudWatch Alarm State Change",
                        List.of(row.arn()),
                        detail(before.get(), row)));
            }
        }));
    }

    private static JsonValue.Structure detail(AlarmRow before, AlarmRow after) {
        Map<String, JsonValue> detail = new LinkedHashMap<>();
        detail.put("alarmName", new JsonValue.Text(after.name()));
        detail.put("state", state(after));
        detail.put("previousState", state(before));
        detail.put("configuration", configuration(after));
        return new JsonValue.Structure(detail);
    }

    private static JsonValue.Structure state(AlarmRow row) {
        AlarmRow.State state = row.state();
        JsonValue.Structure said =
                ModelJson.texts("value", state.value().toString(), "reason", String.valueOf(state.reason()));
        JsonValue.Structure shown =
                state.data() == null ? said : ModelJson.with(said, "reasonData", new JsonValue.Text(state.data()));
        Instant at = row.stateUpdated();
        return ModelJson.with(shown, "timestamp", new JsonValue.Text(TIME.format(at)));
    }

    private static JsonValue.Structure configuration(AlarmRow row) {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        row.metric().ifPresent(alarm -> {
            all.put("metrics", new JsonValue.Array(List.of(metric(alarm))));
            all.put("description", new JsonValue.Text(text(alarm.alarmDescription())));
        });
        row.composite().ifPresent(alarm -> {
            all.put("alarmRule", new JsonValue.Text(text(alarm.alarmRule())));
            all.put("description", new JsonValue.Text(text(alarm.alarmDescription())));
        });
        return new JsonValue.Structure(all);
    }

    private static JsonValue metric(MetricAlarm alarm) {
        if (!alarm.metrics().isEmpty()) {
            return new JsonValue.Array(alarm.metrics().stream()
                    .map(query -> (JsonValue) ModelJson.of(query))
                    .toList());
        }
        Map<String, JsonValue> dimensions = new LinkedHashMap<>();
        alarm.dimensions()
                .forEach(dimension -> dimensions.put(dimension.name(), new JsonValue.Text(text(dimension.value()))));
        Map<String, JsonValue> metric = new LinkedHashMap<>();
        metric.put("namespace", new JsonValue.Text(text(alarm.namespace())));
        metric.put("name", new JsonValue.Text(text(alarm.metricName())));
        metric.put("dimensions", new JsonValue.Structure(dimensions));
        Map<String, JsonValue> stat = new LinkedHashMap<>();
        stat.put("metric", new JsonValue.Structure(metric));
        Optional.ofNullable(alarm.period())
                .ifPresent(period -> stat.put("period", new JsonValue.Number(java.math.BigDecimal.valueOf(period))));
        stat.put("stat", new JsonValue.Text(text(alarm.statisticAsString())));
        return new JsonValue.Structure(Map.of(
                "id", new JsonValue.Text("m1"),
                "metricStat", new JsonValue.Structure(stat),
                "returnData", new JsonValue.Truth(true)));
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
