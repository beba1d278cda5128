package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Makes stacks and begins their operations, whoever asks: a client, a change set, a stack that another is nested in. */
final class StackMaking {

    private static final String USER = "User Initiated";

    private final StackStore store;
    private final Calendar calendar;
    private final Ids ids;
    private final StackLife life;

    StackMaking(StackStore store, Calendar calendar, Ids ids, StackLife life) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        this.life = life;
    }

    /** The row of a stack that is not there yet. */
    StackRow fresh(Caller caller, String name) {
        String id = caller.arn("cloudformation", "stack/" + name + "/" + ids.uuid());
        Stack model = Stack.builder()
                .stackId(id)
                .stackName(name)
                .creationTime(calendar.now())
                .stackStatus(StackStatus.REVIEW_IN_PROGRESS)
                .disableRollback(false)
                .enableTerminationProtection(false)
                .notificationARNs(List.of())
                .rollbackConfiguration(RollbackConfiguration.builder().build())
                .tags(List.of())
                .driftInformation(d -> d.stackDriftStatus(StackDriftStatus.NOT_CHECKED))
                .build();
        return new StackRow(
                model, caller.account(), caller.region(), "", List.of(), "", List.of(), "", store.next("stacks"));
    }

    /** The row of a stack that is not there yet and is nested in another. */
    StackRow nested(Caller caller, StackRow parent, String name) {
        String root = parent.isNested() ? parent.model().rootId() : parent.id();
        return fresh(caller, name)
                .with(model -> model.parentId(parent.id()).rootId(root).disableRollback(true));
    }

    /** The row as a template with parameters makes it. */
    static StackRow with(StackRow stack, Prepared prepared, StackRequest request) {
        return stack.of(prepared.body(), prepared.values()).with(model -> {
            model.description(prepared.description().orElse(null))
                    .parameters(prepared.shown().isEmpty() ? null : prepared.shown())
                    .capabilities(prepared.capabilities().isEmpty() ? null : prepared.capabilities())
                    .changeSetId(null);
            request.roleArn().ifPresent(model::roleARN);
            request.rollback().ifPresent(model::rollbackConfiguration);
            request.topics().ifPresent(model::notificationARNs);
            request.tags().ifPresent(model::tags);
            return model;
        });
    }

    /**
     * Begins.
     *
     * @param before the stack as it is; empty when it is new
     * @param nested whether it is a part of another stack's operation
     */
    StackOperation begin(
            StackRow stack,
            Optional<StackRow> before,
            StackOperation.Kind kind,
            Caller asks,
            Caller works,
            String token,
            StackOperation.Options options,
            boolean nested) {
        StackOperation operation = new StackOperation(
                stack.id(),
                ids.uuid(),
                kind,
                StackOperation.Phase.FORWARD,
                token,
                asks,
                works,
                before,
                options,
                calendar.now(),
                nested,
                List.of());
        for (ChangeSetRow set : store.changeSetsOf(stack.id())) {
            boolean waits = set.model().executionStatus() == ExecutionStatus.AVAILABLE;
            if (waits && !set.id().equals(options.changeSetId())) {
                store.put(set.with(model -> model.executionStatus(ExecutionStatus.OBSOLETE)));
            }
        }
        StackRow dated = kind == StackOperation.Kind.DELETE
                ? stack.with(model -> model.deletionTime(calendar.now()))
                : kind == StackOperation.Kind.CREATE && options.changeSetId().isEmpty()
                        ? stack
                        : stack.with(model -> model.lastUpdatedTime(calendar.now()));
        life.begin(dated, operation, Statuses.begun(kind), USER);
        return operation;
    }

    /** What a stack goes back to when its next update fails: not to what an earlier update has left unfinished. */
    Optional<StackRow> lastWell(StackRow stack) {
        return store.operation(stack.id())
                .filter(operation -> operation.phase() == StackOperation.Phase.FAILED)
                .map(StackOperation::before)
                .orElse(Optional.of(stack));
    }

    /** The simulated time in whole milliseconds. */
    Instant now() {
        return calendar.now();
    }
}
