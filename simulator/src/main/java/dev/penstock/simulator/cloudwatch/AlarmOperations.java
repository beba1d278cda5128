package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** The operations on alarms. Source: CloudWatch API Reference. */
final class AlarmOperations {

    private final Alarms alarms;
    private final AlarmHistory history;
    private final AlarmListing listing;
    private final Tags tags;

    AlarmOperations(Alarms alarms, AlarmHistory history, Tags tags) {
        this.alarms = alarms;
        this.history = history;
        this.listing = new AlarmListing(alarms, history);
        this.tags = tags;
    }

    PutMetricAlarmResponse putMetricAlarm(Call call, PutMetricAlarmRequest request) {
        AlarmRules.check(request);
        String name = request.alarmName();
        Optional<AlarmRow> known = alarms.find(call.account(), call.region(), name);
        Optional<MetricAlarm> before = known.flatMap(AlarmRow::metric);
        if (known.isPresent() && before.isEmpty()) {
            throw CloudWatchErrors.validation("A composite alarm of the name " + name + " exists already");
        }
        MetricAlarm alarm = MetricAlarm.builder()
                .alarmName(name)
                .alarmArn(arn(call, name))
                .alarmDescription(request.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(call.now())
                .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
                .okActions(List.copyOf(request.okActions()))
                .alarmActions(List.copyOf(request.alarmActions()))
                .insufficientDataActions(List.copyOf(request.insufficientDataActions()))
                .stateValue(before.map(MetricAlarm::stateValue).orElse(StateValue.INSUFFICIENT_DATA))
                .stateReason(before.map(MetricAlarm::stateReason).orElse(AlarmReasons.INITIAL))
                .stateReasonData(before.map(MetricAlarm::stateReasonData).orElse(null))
                .stateUpdatedTimestamp(
                        before.map(MetricAlarm::stateUpdatedTimestamp).orElse(call.now()))
                .stateTransitionedTimestamp(
                        before.map(MetricAlarm::stateTransitionedTimestamp).orElse(call.now()))
                .metricName(request.metricName())
                .namespace(request.namespace())
                .statistic(request.statisticAsString())
                .extendedStatistic(request.extendedStatistic())
                .dimensions(List.copyOf(request.dimensions()))
                .period(request.period())
                .unit(request.unitAsString())
                .evaluationPeriods(request.evaluationPeriods())
                .datapointsToAlarm(request.datapointsToAlarm())
                .threshold(request.threshold())
                .comparisonOperator(request.comparisonOperatorAsString())
                .treatMissingData(request.treatMissingData())
                .evaluateLowSampleCountPercentile(request.evaluateLowSampleCountPercentile())
                .metrics(request.hasMetrics() ? request.metrics() : null)
                .build();
        alarms.put(call.account(), call.region(), alarm);
        tagNew(known, alarm.alarmArn(), request.tags());
        noteConfigured(call, name, known);
        return PutMetricAlarmResponse.builder().build();
    }

    PutCompositeAlarmResponse putCompositeAlarm(Call call, PutCompositeAlarmRequest request) {
        String name = required(request.alarmName(), "AlarmName");
        if (request.actionsSuppressor() != null) {
            throw ServiceError.notSimulated("the ActionsSuppressor of a composite alarm", "its rule and its actions");
        }
        checkRule(call, required(request.alarmRule(), "AlarmRule"), name);
        Optional<AlarmRow> known = alarms.find(call.account(), call.region(), name);
        Optional<CompositeAlarm> before = known.flatMap(AlarmRow::composite);
        CompositeAlarm alarm = CompositeAlarm.builder()
                .alarmName(name)
                .alarmArn(arn(call, name))
                .alarmDescription(request.alarmDescription())
                .alarmRule(request.alarmRule())
                .alarmConfigurationUpdatedTimestamp(call.now())
                .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
                .okActions(List.copyOf(request.okActions()))
                .alarmActions(List.copyOf(request.alarmActions()))
                .insufficientDataActions(List.copyOf(request.insufficientDataActions()))
                .stateValue(before.map(CompositeAlarm::stateValue).orElse(StateValue.INSUFFICIENT_DATA))
                .stateReason(before.map(CompositeAlarm::stateReason).orElse(AlarmReasons.INITIAL))
                .stateReasonData(before.map(CompositeAlarm::stateReasonData).orElse(null))
                .stateUpdatedTimestamp(
                        before.map(CompositeAlarm::stateUpdatedTimestamp).orElse(call.now()))
                .stateTransitionedTimestamp(
                        before.map(CompositeAlarm::stateTransitionedTimestamp).orElse(call.now()))
                .build();
        alarms.put(call.account(), call.region(), alarm);
        tagNew(known, alarm.alarmArn(), request.tags());
        noteConfigured(call, name, known);
        return PutCompositeAlarmResponse.builder().build();
    }

    DescribeAlarmsResponse describe(Call call, DescribeAlarmsRequest request) {
        return listing.describe(call, request);
    }

    DescribeAlarmsForMetricResponse describeForMetric(Call call, DescribeAlarmsForMetricRequest request) {
        return listing.describeForMetric(call, request);
    }

    DescribeAlarmHistoryResponse describeHistory(Call call, DescribeAlarmHistoryRequest request) {
        return listing.describeHistory(call, request);
    }

    DeleteAlarmsResponse delete(Call call, DeleteAlarmsRequest request) {
        List<Optional<AlarmRow>> found = request.alarmNames().stream()
                .map(name -> alarms.find(call.account(), call.region(), name))
                .toList();
        if (found.size() == 1 && found.getFirst().isEmpty()) {
            throw CloudWatchErrors.noSuchAlarm();
        }
        found.stream().flatMap(Optional::stream).forEach(row -> {
            alarms.delete(row);
            tags.forget(row.arn());
            history.configured(row, "deleted", call.now());
            call.effect(row.arn());
        });
        return DeleteAlarmsResponse.builder().build();
    }

    SetAlarmStateResponse setState(Call call, SetAlarmStateRequest request) {
        String name = required(request.alarmName(), "AlarmName");
        StateValue value = request.stateValue();
        if (value == null || value == StateValue.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.notAMember(
                    request.stateValueAsString(), "stateValue", "INSUFFICIENT_DATA, ALARM, OK");
        }
        String data = request.stateReasonData();
        if (data != null) {
            requireJson(data);
        }
        AlarmRow row = alarms.find(call.account(), call.region(), name).orElseThrow(CloudWatchErrors::noSuchAlarm);
        alarms.set(row, new AlarmRow.State(value, required(request.stateReason(), "StateReason"), data));
        call.effect(row.arn());
        return SetAlarmStateResponse.builder().build();
    }

    EnableAlarmActionsResponse enableActions(Call call, EnableAlarmActionsRequest request) {
        actions(call, request.alarmNames(), true);
        return EnableAlarmActionsResponse.builder().build();
    }

    DisableAlarmActionsResponse disableActions(Call call, DisableAlarmActionsRequest request) {
        actions(call, request.alarmNames(), false);
        return DisableAlarmActionsResponse.builder().build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        String arn = existing(call, required(request.resourceARN(), "ResourceARN"));
        tags.add(arn, request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        call.effect(arn);
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        String arn = existing(call, required(request.resourceARN(), "ResourceARN"));
        tags.remove(arn, request.tagKeys());
        call.effect(arn);
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(required(request.resourceARN(), "ResourceARN")).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }

    private void actions(Call call, List<String> names, boolean enabled) {
        for (String name : names) {
            alarms.find(call.account(), call.region(), name).ifPresent(row -> {
                alarms.replace(row.withActionsEnabled(enabled, call.now()));
                history.configured(row, "updated", call.now());
                call.effect(row.arn());
            });
        }
    }

    private void noteConfigured(Call call, String name, Optional<AlarmRow> before) {
        AlarmRow now = alarms.find(call.account(), call.region(), name).orElseThrow();
        history.configured(now, before.isPresent() ? "updated" : "created", call.now());
        call.effect(now.arn());
    }

    /** Tags of a request count only when they come with a new alarm, as the API Reference says. */
    private void tagNew(Optional<AlarmRow> known, String arn, List<Tag> given) {
        if (known.isEmpty()) {
            tags.add(arn, given.stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        }
    }

    private void checkRule(Call call, String text, String name) {
        CompositeRule rule;
        try {
            rule = CompositeRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw CloudWatchErrors.validation("Invalid AlarmRule: " + e.getMessage());
        }
        List<String> missing = rule.alarms().stream()
                .filter(alarm -> !alarm.equals(name))
                .filter(alarm ->
                        alarms.find(call.account(), call.region(), alarm).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw CloudWatchErrors.validation("Could not save the composite alarm as alarms ["
                    + String.join(", ", missing) + "] in the alarm rule do not exist");
        }
        if (rule.alarms().contains(name) || reaches(call, rule, name, 0)) {
            throw CloudWatchErrors.validation("Could not save the composite alarm as its rule would form a cycle");
        }
    }

    private boolean reaches(Call call, CompositeRule rule, String name, int depth) {
        return depth > 50
                || rule.alarms().stream()
                        .flatMap(alarm -> alarms.find(call.account(), call.region(), alarm).stream())
                        .filter(row -> row.composite().isPresent())
                        .map(CompositeRule::of)
                        .anyMatch(inner -> inner.alarms().contains(name) || reaches(call, inner, name, depth + 1));
    }

    private String existing(Call call, String arn) {
        String name = arn.substring(arn.lastIndexOf(":alarm:") + (arn.contains(":alarm:") ? ":alarm:".length() : 1));
        return alarms.find(call.account(), call.region(), name)
                .map(AlarmRow::arn)
                .filter(arn::equals)
                .orElseThrow(() -> ServiceError.of(404, "ResourceNotFoundException", "Unknown"));
    }

    private static void requireJson(String text) {
        try {
            Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw CloudWatchErrors.shape("InvalidFormatFault", "StateReasonData must be JSON", "InvalidFormat");
        }
    }

    private static String arn(Call call, String name) {
        return call.caller().arn("cloudwatch", "alarm:" + name);
    }
}
