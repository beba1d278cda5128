package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** What {@code DescribeAlarms} and its kin answer. */
final class AlarmListing {

    private static final int LISTED = 50;
    private static final int MOST = 100;

    private final Alarms alarms;
    private final AlarmHistory history;

    AlarmListing(Alarms alarms, AlarmHistory history) {
        this.alarms = alarms;
        this.history = history;
    }

    DescribeAlarmsResponse describe(Call call, DescribeAlarmsRequest request) {
        if (request.alarmNamePrefix() != null && !request.alarmNames().isEmpty()) {
            throw CloudWatchErrors.combination(
                    "The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified"
                            + " both.");
        }
        if (request.stateValue() == StateValue.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.notAMember(
                    request.stateValueAsString(), "stateValue", "INSUFFICIENT_DATA, ALARM, OK");
        }
        List<AlarmRow> found = candidates(call, request)
                .filter(row -> types(request).contains(row.type()))
                .filter(row -> request.stateValue() == null || row.state().value() == request.stateValue())
                .filter(row -> request.actionPrefix() == null || acts(row, request.actionPrefix()))
                .toList();
        int size = request.maxRecords() == null ? LISTED : Math.min(request.maxRecords(), MOST);
        Page<AlarmRow> page = Page.of(found, AlarmRow::name, request.nextToken(), size, MOST);
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page.items().stream()
                        .flatMap(row -> row.metric().stream())
                        .toList())
                .compositeAlarms(page.items().stream()
                        .flatMap(row -> row.composite().stream())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    DescribeAlarmsForMetricResponse describeForMetric(Call call, DescribeAlarmsForMetricRequest request) {
        MetricKey key = new MetricKey(
                required(request.namespace(), "Namespace"),
                required(request.metricName(), "MetricName"),
                AlarmWindow.dimensions(request.dimensions()));
        List<MetricAlarm> found = alarms.all(call.account(), call.region(), "").stream()
                .flatMap(row -> row.metric().stream())
                .filter(alarm -> AlarmWindow.metricsOf(alarm).contains(key))
                .filter(alarm -> request.statistic() == null || request.statistic() == alarm.statistic())
                .filter(alarm -> request.extendedStatistic() == null
                        || request.extendedStatistic().equals(alarm.extendedStatistic()))
                .filter(alarm -> request.period() == null || request.period().equals(alarm.period()))
                .filter(alarm -> request.unit() == null || request.unit() == alarm.unit())
                .toList();
        return DescribeAlarmsForMetricResponse.builder().metricAlarms(found).build();
    }

    DescribeAlarmHistoryResponse describeHistory(Call call, DescribeAlarmHistoryRequest request) {
        List<AlarmHistory.Row> found = new ArrayList<>(history.of(call.account(), call.region()).stream()
                .filter(row -> request.alarmName() == null
                        || request.alarmName().equals(row.item().alarmName()))
                .filter(row -> request.alarmName() != null || AlarmHistory.isOf(row, request.alarmTypes()))
                .filter(row -> request.historyItemType() == null
                        || request.historyItemType() == row.item().historyItemType())
                .filter(row ->
                        request.startDate() == null || !row.item().timestamp().isBefore(request.startDate()))
                .filter(row ->
                        request.endDate() == null || !row.item().timestamp().isAfter(request.endDate()))
                .toList());
        boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
        List<AlarmHistory.Row> ordered = ascending ? found : found.reversed();
        int size = request.maxRecords() == null ? MOST : Math.min(request.maxRecords(), MOST);
        Page<AlarmHistory.Row> page = Page.of(
                ordered,
                row -> String.format(Locale.ROOT, "%019d", ascending ? row.number() : Long.MAX_VALUE - row.number()),
                request.nextToken(),
                size,
                MOST);
        return DescribeAlarmHistoryResponse.builder()
                .alarmHistoryItems(
                        page.items().stream().map(AlarmHistory.Row::item).toList())
                .nextToken(page.next())
                .build();
    }

    private Stream<AlarmRow> candidates(Call call, DescribeAlarmsRequest request) {
        List<AlarmRow> all = alarms.all(
                call.account(), call.region(), request.alarmNamePrefix() == null ? "" : request.alarmNamePrefix());
        if (request.childrenOfAlarmName() != null) {
            return alarms.find(call.account(), call.region(), request.childrenOfAlarmName())
                    .filter(row -> row.composite().isPresent())
                    .map(CompositeRule::of)
                    .map(rule -> all.stream().filter(rule::mentions))
                    .orElseGet(Stream::empty);
        } else if (request.parentsOfAlarmName() != null) {
            return all.stream()
                    .filter(row -> row.composite().isPresent())
                    .filter(row -> CompositeRule.of(row).alarms().contains(request.parentsOfAlarmName()));
        }
        return request.alarmNames().isEmpty()
                ? all.stream()
                : all.stream().filter(row -> request.alarmNames().contains(row.name()));
    }

    private static List<AlarmType> types(DescribeAlarmsRequest request) {
        if (request.parentsOfAlarmName() != null || request.childrenOfAlarmName() != null) {
            return List.of(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM);
        }
        return request.alarmTypes().isEmpty() ? List.of(AlarmType.METRIC_ALARM) : request.alarmTypes();
    }

    private static boolean acts(AlarmRow row, String prefix) {
        return Stream.of(StateValue.OK, StateValue.ALARM, StateValue.INSUFFICIENT_DATA)
                .flatMap(state -> row.actions(state).stream())
                .anyMatch(action -> action.startsWith(prefix));
    }
}
