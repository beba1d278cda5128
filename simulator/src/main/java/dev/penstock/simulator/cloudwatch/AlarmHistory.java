package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import tools.jackson.core.JsonGenerator;

/** What happened to alarms, kept for 30 days ({@code DescribeAlarmHistory}), also of alarms that were deleted. */
final class AlarmHistory {

    private static final Duration KEPT = Duration.ofDays(30);

    /** One item; {@code number} orders what happened at one instant. */
    record Row(String account, String region, long number, AlarmHistoryItem item) {}

    private final Table<Row> rows;

    AlarmHistory(Store store) {
        rows = store.table("cloudwatch.history", Row.class);
    }

    /** All items of an account, the oldest first. */
    List<Row> of(String account, String region) {
        return List.copyOf(rows.under(account + "/" + region + "/").values());
    }

    void stateChanged(AlarmRow now, AlarmRow.State before, Instant beforeSince, Instant at) {
        AlarmRow.State after = now.state();
        String data = JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringProperty("version", "1.0");
            state(out, "oldState", before);
            state(out, "newState", after);
            out.writeEndObject();
        });
        add(
                now,
                at,
                HistoryItemType.STATE_UPDATE,
                "Alarm updated from " + before.value() + " to " + after.value(),
                data);
    }

    /**
     * Notes that an alarm was made, changed or deleted.
     *
     * @param what {@code created}, {@code updated} or {@code deleted}
     */
    void configured(AlarmRow alarm, String what, Instant at) {
        String data = JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringProperty("version", "1.0");
            out.writeStringProperty(
                    "type",
                    switch (what) {
                        case "created" -> "Create";
                        case "deleted" -> "Delete";
                        default -> "Update";
                    });
            out.writeEndObject();
        });
        add(alarm, at, HistoryItemType.CONFIGURATION_UPDATE, "Alarm \"" + alarm.name() + "\" " + what, data);
    }

    /** Notes that an action was carried out. */
    void acted(AlarmRow alarm, String action, Instant at) {
        String data = JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringProperty("actionState", "Succeeded");
            out.writeStringProperty("notificationResource", action);
            out.writeStringProperty("stateUpdateTimestamp", AlarmReasons.stamp(at));
            out.writeEndObject();
        });
        add(alarm, at, HistoryItemType.ACTION, "Successfully executed action " + action, data);
    }

    private void add(AlarmRow alarm, Instant at, HistoryItemType type, String summary, String data) {
        var own = rows.under(alarm.account() + "/" + alarm.region() + "/");
        long number = own.isEmpty() ? 0 : own.lastEntry().getValue().number() + 1;
        Instant since = at.minus(KEPT);
        for (Map.Entry<String, Row> old : List.copyOf(own.entrySet())) {
            if (!old.getValue().item().timestamp().isBefore(since)) {
                break;
            }
            rows.remove(old.getKey());
        }
        String key = String.format(Locale.ROOT, "%s/%s/%012d", alarm.account(), alarm.region(), number);
        rows.put(
                key,
                new Row(
                        alarm.account(),
                        alarm.region(),
                        number,
                        AlarmHistoryItem.builder()
                                .alarmName(alarm.name())
                                .alarmType(alarm.type())
                                .timestamp(at)
                                .historyItemType(type)
                                .historySummary(summary)
                                .historyData(data)
                                .build()));
    }

    /** Whether an item is of one of the types that a request asks for; none asked means metric alarms only. */
    static boolean isOf(Row row, List<AlarmType> types) {
        return types.isEmpty()
                ? row.item().alarmType() == AlarmType.METRIC_ALARM
                : types.contains(row.item().alarmType());
    }

    private static void state(JsonGenerator out, String name, AlarmRow.State state) {
        out.writeObjectPropertyStart(name);
        out.writeStringProperty("stateValue", state.value().toString());
        out.writeStringProperty("stateReason", state.reason());
        String data = state.data();
        if (data != null) {
            out.writeName("stateReasonData");
            out.writeRawValue(data);
        }
        out.writeEndObject();
    }
}
