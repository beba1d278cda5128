package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.RollbackTrigger;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Alarms that take an operation back. Source: CloudFormation User Guide, "Use rollback triggers": only ALARM counts, an alarm
 * that is missing fails the operation, and nothing is watched while it is taken back.
 */
final class RollbackTriggers {

    private static final String LOOK = "cloudformation.triggers";

    private final StackStore store;
    private final Calendar calendar;
    private final Alarms alarms;
    private BiConsumer<String, String> alarm = (stackId, reason) -> {};

    RollbackTriggers(StackStore store, Calendar calendar, Alarms alarms) {
        this.store = store;
        this.calendar = calendar;
        this.alarms = alarms;
        calendar.on(LOOK, this::look);
        alarms.onChange(change -> store.stacks.all().stream()
                .filter(stack -> triggers(stack).stream()
                        .anyMatch(t -> t.arn()
                                .endsWith(":" + change.region() + ":" + change.account() + ":alarm:"
                                        + change.alarmName())))
                .map(StackRow::id)
                .toList()
                .forEach(this::look));
    }

    /** Says who is told that an operation has to be taken back: the stack's id, and why. */
    void onAlarm(BiConsumer<String, String> told) {
        alarm = told;
    }

    void watch(StackRow stack) {
        if (!triggers(stack).isEmpty()) {
            calendar.enter(LOOK, stack.id(), calendar.now());
        }
    }

    void forget(String stackId) {
        calendar.strike(LOOK, stackId);
    }

    /** How long alarms are watched after all resources are done. */
    Duration monitoring(StackRow stack) {
        RollbackConfiguration configuration = stack.model().rollbackConfiguration();
        Integer minutes = configuration == null ? null : configuration.monitoringTimeInMinutes();
        return minutes == null ? Duration.ZERO : Duration.ofMinutes(minutes);
    }

    private static List<RollbackTrigger> triggers(StackRow stack) {
        RollbackConfiguration configuration = stack.model().rollbackConfiguration();
        return configuration == null ? List.of() : configuration.rollbackTriggers();
    }

    private void look(String stackId) {
        boolean watched = store.operation(stackId)
                .filter(o -> o.kind() != StackOperation.Kind.DELETE)
                .filter(o -> o.phase() == StackOperation.Phase.FORWARD || o.phase() == StackOperation.Phase.MONITORING)
                .isPresent();
        if (watched) {
            triggers(store.stack(stackId)).stream()
                    .flatMap(trigger -> reason(trigger).stream())
                    .findFirst()
                    .ifPresent(reason -> alarm.accept(stackId, reason));
        }
    }

    private Optional<String> reason(RollbackTrigger trigger) {
        String[] arn = trigger.arn().split(":", 7);
        Optional<StateValue> state = arn.length < 7 ? Optional.empty() : alarms.state(arn[4], arn[3], arn[6]);
        if (state.isEmpty()) {
            return Optional.of("Rollback trigger " + trigger.arn() + " does not exist. ");
        }
        return state.get() == StateValue.ALARM
                ? Optional.of("Rollback trigger " + trigger.arn() + " is in ALARM state. ")
                : Optional.empty();
    }
}
