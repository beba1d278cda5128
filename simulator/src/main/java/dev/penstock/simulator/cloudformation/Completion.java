package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.state.Calendar;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** The end of operations: what a stack is afterwards. */
final class Completion {

    private static final String INCOMPLETE = "Update successful. One or more resources could not be deleted.";

    private final StackStore store;
    private final Calendar calendar;
    private final StackEvents events;
    private final Exports exports;
    private final Function<StackRow, Blueprint> blueprints;

    Completion(
            StackStore store,
            Calendar calendar,
            StackEvents events,
            Exports exports,
            Function<StackRow, Blueprint> blueprints) {
        this.store = store;
        this.calendar = calendar;
        this.events = events;
        this.exports = exports;
        this.blueprints = blueprints;
    }

    /**
     * The stack with the outputs that it has now.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when they cannot be had, or an export is taken or in use
     */
    StackRow outputs(StackOperation operation) {
        StackRow stack = store.stack(operation.stackId());
        Blueprint blueprint = blueprints.apply(stack);
        List<Output> outputs = blueprint.outputs();
        exports.check(stack, outputs);
        return stack.with(model -> model.outputs(outputs.isEmpty() ? null : outputs))
                .importing(blueprint.imports().stream().sorted().toList());
    }

    StackRow created(StackOperation operation) {
        settleResources(operation.stackId());
        executed(operation, ExecutionStatus.EXECUTE_COMPLETE);
        return events.status(store.stack(operation.stackId()), Statuses.complete(operation), "", calendar.now());
    }

    StackRow cleanedUp(StackOperation operation) {
        boolean left = store.workOn(operation.stackId()).stream()
                .anyMatch(work -> work.step() == Work.Step.FAILED || work.step() == Work.Step.CANCELLED);
        settleResources(operation.stackId());
        executed(operation, ExecutionStatus.EXECUTE_COMPLETE);
        return events.status(
                store.stack(operation.stackId()), StackStatus.UPDATE_COMPLETE, left ? INCOMPLETE : "", calendar.now());
    }

    StackRow rolledBack(StackOperation operation) {
        String stackId = operation.stackId();
        store.changeSetsIn(operation.options().changeSetId()).forEach(set -> forget(store.stack(set.stackId())));
        if (operation.kind() == Kind.CREATE) {
            executed(operation, ExecutionStatus.EXECUTE_FAILED);
            return events.status(
                    store.stack(stackId).with(m -> m.changeSetId(null).deletionTime(operation.began())),
                    Statuses.complete(operation),
                    "",
                    calendar.now());
        }
        if (operation.kind() == Kind.IMPORT) {
            restore(operation);
        }
        settleResources(stackId);
        store.clearLeftovers(stackId);
        executed(operation, ExecutionStatus.EXECUTE_FAILED);
        return events.status(store.stack(stackId), Statuses.complete(operation), "", calendar.now());
    }

    /** Gives the stack back what it was before. */
    void restore(StackOperation operation) {
        operation.before().ifPresent(before -> {
            StackRow now = store.stack(operation.stackId());
            Stack past = before.model();
            store.put(now.of(before.template(), before.parameters())
                    .processed(before.processed())
                    .importing(before.imports())
                    .with(model -> model.description(past.description())
                            .changeSetId(past.changeSetId())
                            .parameters(past.hasParameters() ? past.parameters() : null)
                            .capabilities(past.hasCapabilities() ? past.capabilities() : null)
                            .notificationARNs(past.notificationARNs())
                            .rollbackConfiguration(past.rollbackConfiguration())
                            .tags(past.tags())
                            .outputs(past.hasOutputs() ? past.outputs() : null)));
        });
    }

    /** Nested stacks that were made to be reviewed go with what they were made for. */
    private void forget(StackRow nested) {
        if (nested.status() == StackStatus.REVIEW_IN_PROGRESS) {
            events.status(
                    nested.with(model -> model.deletionTime(calendar.now())),
                    StackStatus.DELETE_COMPLETE,
                    "",
                    calendar.now());
            store.nestedIn(nested.id()).forEach(this::forget);
        }
    }

    StackRow deleted(StackOperation operation) {
        store.nestedIn(operation.stackId()).forEach(this::forget);
        store.clearLeftovers(operation.stackId());
        StackRow stack = store.stack(operation.stackId());
        Instant now = calendar.now();
        StackRow gone = events.status(
                stack.with(model -> model.outputs((List<Output>) null)
                                .changeSetId(null)
                                .enableTerminationProtection(null))
                        .importing(List.of()),
                StackStatus.DELETE_COMPLETE,
                "",
                now);
        for (ChangeSetRow set : store.changeSetsOf(stack.id())) {
            if (set.model().executionStatus() == ExecutionStatus.AVAILABLE) {
                store.put(set.with(model -> model.executionStatus(ExecutionStatus.OBSOLETE)));
            }
        }
        return gone;
    }

    /** Deletes a stack that could not be made. */
    void deleteInstead(StackOperation operation, String reason) {
        executed(operation, ExecutionStatus.EXECUTE_FAILED);
        store.clearWork(operation.stackId());
        store.put(new StackOperation(
                operation.stackId(),
                operation.id(),
                Kind.DELETE,
                StackOperation.Phase.FORWARD,
                operation.token(),
                operation.asks(),
                operation.works(),
                operation.before(),
                operation.options(),
                calendar.now(),
                operation.nestedIn(),
                List.of()));
        StackRow stack = store.stack(operation.stackId());
        events.status(
                stack.with(model -> model.deletionTime(calendar.now())),
                StackStatus.DELETE_IN_PROGRESS,
                reason,
                calendar.now());
    }

    /** The change set that was executed has ended so. */
    void executed(StackOperation operation, ExecutionStatus status) {
        String changeSet = operation.options().changeSetId();
        store.changeSets
                .get(operation.stackId() + " " + changeSet)
                .ifPresent(set -> store.put(set.with(model -> model.executionStatus(status))));
    }

    /** What is there now is what there was, from the next operation on; what is gone is forgotten. */
    private void settleResources(String stackId) {
        Map<String, Work> own = new HashMap<>();
        store.workOn(stackId).forEach(work -> own.put(work.id(), work));
        for (ResourceRow row : store.resourcesOf(stackId)) {
            Work work = own.get(row.logicalId());
            boolean removed = work != null && work.action() == Work.Action.DELETE;
            if (removed
                    || row.status().equals("DELETE_COMPLETE")
                    || row.status().equals("DELETE_SKIPPED")) {
                store.resources.remove(row.key());
            } else {
                store.put(row.was(Optional.empty()).made(false));
            }
            store.clearSignals(stackId, row.logicalId());
        }
    }
}
