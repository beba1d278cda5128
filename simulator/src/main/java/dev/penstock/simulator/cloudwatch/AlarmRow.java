package dev.penstock.simulator.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** An alarm of either kind: exactly one of them is there. */
record AlarmRow(String account, String region, Optional<MetricAlarm> metric, Optional<CompositeAlarm> composite) {

    /**
     * A state and how it came about.
     *
     * @param data JSON, or null when there is none, as the model classes want it
     */
    record State(StateValue value, String reason, @Nullable String data) {}

    AlarmRow {
        if (metric.isPresent() == composite.isPresent()) {
            throw new IllegalArgumentException("an alarm is of one kind");
        }
    }

    static AlarmRow of(String account, String region, MetricAlarm alarm) {
        return new AlarmRow(account, region, Optional.of(alarm), Optional.empty());
    }

    static AlarmRow of(String account, String region, CompositeAlarm alarm) {
        return new AlarmRow(account, region, Optional.empty(), Optional.of(alarm));
    }

    static String id(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }

    String id() {
        return id(account, region, name());
    }

    AlarmType type() {
        return metric.isPresent() ? AlarmType.METRIC_ALARM : AlarmType.COMPOSITE_ALARM;
    }

    String name() {
        return metric.map(MetricAlarm::alarmName)
                .or(() -> composite.map(CompositeAlarm::alarmName))
                .orElseThrow();
    }

    String arn() {
        return metric.map(MetricAlarm::alarmArn)
                .or(() -> composite.map(CompositeAlarm::alarmArn))
                .orElseThrow();
    }

    State state() {
        return metric.map(m -> new State(m.stateValue(), m.stateReason(), m.stateReasonData()))
                .or(() -> composite.map(c -> new State(c.stateValue(), c.stateReason(), c.stateReasonData())))
                .orElseThrow();
    }

    Instant stateUpdated() {
        return metric.map(MetricAlarm::stateUpdatedTimestamp)
                .or(() -> composite.map(CompositeAlarm::stateUpdatedTimestamp))
                .orElseThrow();
    }

    boolean actionsEnabled() {
        return metric.map(MetricAlarm::actionsEnabled)
                .or(() -> composite.map(CompositeAlarm::actionsEnabled))
                .orElse(true);
    }

    /** What is done when the alarm goes into a state: ARNs. */
    List<String> actions(StateValue entered) {
        return switch (entered) {
            case OK ->
                metric.map(MetricAlarm::okActions)
                        .orElseGet(() -> composite.orElseThrow().okActions());
            case ALARM ->
                metric.map(MetricAlarm::alarmActions)
                        .orElseGet(() -> composite.orElseThrow().alarmActions());
            case INSUFFICIENT_DATA ->
                metric.map(MetricAlarm::insufficientDataActions)
                        .orElseGet(() -> composite.orElseThrow().insufficientDataActions());
            case UNKNOWN_TO_SDK_VERSION -> List.of();
        };
    }

    AlarmRow withState(State next, Instant now) {
        boolean moved = next.value() != state().value();
        return new AlarmRow(
                account,
                region,
                metric.map(m -> m.toBuilder()
                        .stateValue(next.value())
                        .stateReason(next.reason())
                        .stateReasonData(next.data())
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(moved ? now : m.stateTransitionedTimestamp())
                        .build()),
                composite.map(c -> c.toBuilder()
                        .stateValue(next.value())
                        .stateReason(next.reason())
                        .stateReasonData(next.data())
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(moved ? now : c.stateTransitionedTimestamp())
                        .build()));
    }

    AlarmRow withActionsEnabled(boolean enabled, Instant now) {
        return new AlarmRow(
                account,
                region,
                metric.map(m -> m.toBuilder()
                        .actionsEnabled(enabled)
                        .alarmConfigurationUpdatedTimestamp(now)
                        .build()),
                composite.map(c -> c.toBuilder()
                        .actionsEnabled(enabled)
                        .alarmConfigurationUpdatedTimestamp(now)
                        .build()));
    }
}
