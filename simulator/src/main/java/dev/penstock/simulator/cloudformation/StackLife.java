package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Failure;
import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.OnFailure;
import dev.penstock.simulator.cloudformation.StackOperation.Phase;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * What follows for a stack: phase after phase until its operation has ended. Sources: CloudFormation User Guide, "Stack
 * statuses", "Stack failure options", "Continue rolling back an update"; recorded events.
 */
final class StackLife {

    private static final String NEXT_PHASE = "cloudformation.stack";
    private static final String TIMEOUT = "cloudformation.timeout";

    private final StackStore store;
    private final Calendar calendar;
    private final StackEvents events;
    private final Planning planning;
    private final ResourceLife resources;
    private final Completion completion;
    private final RollbackTriggers triggers;

    StackLife(
            StackStore store,
            Calendar calendar,
            StackEvents events,
            Planning planning,
            ResourceLife resources,
            Completion completion,
            RollbackTriggers triggers) {
        this.store = store;
        this.calendar = calendar;
        this.events = events;
        this.planning = planning;
        this.resources = resources;
        this.completion = completion;
        this.triggers = triggers;
        calendar.on(NEXT_PHASE, this::plan);
        calendar.on(TIMEOUT, this::timeOut);
        resources.whenChanged(this::advance);
        resources.whenNestedCancelled(stackId -> running(stackId, operation -> breakOff(operation, "")));
        triggers.onAlarm((stackId, reason) -> running(stackId, operation -> breakOff(operation, reason)));
    }

    /** Begins an operation on a stack, whose row is as it is to become. */
    void begin(StackRow stack, StackOperation operation, StackStatus status, String reason) {
        Optional<StackOperation> cancelled =
                store.operation(stack.id()).filter(before -> before.phase() == Phase.FORWARD);
        store.put(operation);
        StackRow begun = events.status(stack, status, reason, calendar.now());
        cancelled.ifPresent(resources::cancel);
        store.clearWork(stack.id());
        calendar.strike(TIMEOUT, stack.id());
        triggers.forget(stack.id());
        calendar.enter(NEXT_PHASE, stack.id(), calendar.now().plus(Durations.BEGIN));
        if (operation.kind() != Kind.DELETE) {
            Integer minutes = begun.model().timeoutInMinutes();
            if (minutes != null && operation.kind() == Kind.CREATE) {
                calendar.enter(TIMEOUT, stack.id(), calendar.now().plus(Duration.ofMinutes(minutes)));
            }
            triggers.watch(begun);
        }
    }

    /** Takes back what a failed operation has left, or goes on with taking it back. */
    void rollBack(StackOperation operation, String reason) {
        enter(operation, Phase.ROLLBACK, Statuses.rollingBack(operation), reason);
    }

    /** The same where nobody asked for it: to clients it is an operation of its own. */
    void rollBackItself(StackOperation operation, String reason) {
        rollBack(operation.identified(events.newId()), reason);
    }

    /** Lets a nested stack that has waited for its parent clean up. */
    void release(String stackId) {
        store.operation(stackId).filter(held -> held.phase() == Phase.HELD).ifPresent(held -> {
            store.put(held.in(Phase.CLEANUP));
            calendar.enter(NEXT_PHASE, stackId, calendar.now().plus(Durations.END));
        });
    }

    /** Stops what goes forward and takes it back, because somebody or something asks for it. */
    void breakOff(StackOperation operation, String reason) {
        List<Failure> cancelled = resources.cancel(operation);
        fail(operation.failing(cancelled), reason);
    }

    private void timeOut(String stackId) {
        running(stackId, operation -> breakOff(operation, "Stack creation time exceeded the specified timeout. "));
    }

    private void running(String stackId, Consumer<StackOperation> act) {
        store.operation(stackId)
                .filter(o -> o.phase() == Phase.FORWARD || o.phase() == Phase.MONITORING)
                .ifPresent(act);
    }

    private void enter(StackOperation operation, Phase phase, StackStatus status, String reason) {
        String stackId = operation.stackId();
        store.clearWork(stackId);
        store.put(operation.in(phase));
        events.status(store.stack(stackId), status, reason, calendar.now());
        calendar.enter(NEXT_PHASE, stackId, calendar.now().plus(Durations.END));
    }

    private void plan(String stackId) {
        StackOperation operation =
                store.operation(stackId).filter(StackOperation::isUnderWay).orElse(null);
        if (operation == null) {
            return;
        }
        if (operation.phase() == Phase.MONITORING) {
            finishForward(operation);
            return;
        }
        if (operation.phase() == Phase.CLEANUP || operation.phase() == Phase.ROLLBACK_CLEANUP) {
            store.nestedIn(stackId).forEach(child -> release(child.id()));
        }
        try {
            planning.plan(operation).forEach(store::put);
        } catch (ServiceError e) {
            fail(operation, e.message() + ". ");
            return;
        }
        advance(stackId);
    }

    /** Starts what can start now, and ends the phase when nothing is left to do. */
    void advance(String stackId) {
        while (true) {
            StackOperation operation =
                    store.operation(stackId).filter(StackOperation::isUnderWay).orElse(null);
            if (operation == null || operation.phase() == Phase.MONITORING || operation.phase() == Phase.HELD) {
                return;
            }
            List<Work> all = store.workOn(stackId);
            boolean failed = all.stream().anyMatch(w -> w.step() == Work.Step.FAILED);
            if (failed && stopsAtFailure(operation)) {
                List<Failure> failures = new ArrayList<>(operation.failures());
                failures.addAll(resources.cancel(operation));
                fail(operation.failing(failures), "");
                return;
            }
            if (!resources.startReady(operation, all)) {
                boolean over =
                        store.workOn(stackId).stream().noneMatch(w -> w.isOpen() || w.step() == Work.Step.WAITING);
                if (over) {
                    end(operation);
                }
                return;
            }
        }
    }

    private static boolean stopsAtFailure(StackOperation operation) {
        return operation.phase() == Phase.FORWARD
                && operation.kind() != Kind.DELETE
                && (operation.nestedIn() || operation.options().onFailure() != OnFailure.DO_NOTHING);
    }

    private void end(StackOperation operation) {
        switch (operation.phase()) {
            case FORWARD -> {
                if (!operation.failures().isEmpty()) {
                    fail(operation, "");
                } else if (operation.kind() == Kind.DELETE) {
                    over(operation, completion.deleted(operation));
                } else if (triggers.monitoring(store.stack(operation.stackId())).isPositive()) {
                    store.put(operation.in(Phase.MONITORING));
                    calendar.enter(
                            NEXT_PHASE,
                            operation.stackId(),
                            calendar.now().plus(triggers.monitoring(store.stack(operation.stackId()))));
                } else {
                    finishForward(operation);
                }
            }
            case CLEANUP -> over(operation, completion.cleanedUp(operation));
            case ROLLBACK -> endRollback(operation);
            case ROLLBACK_CLEANUP -> over(operation, completion.rolledBack(operation));
            case MONITORING, HELD, FAILED, OVER -> {}
        }
    }

    private void over(StackOperation operation, StackRow stack) {
        calendar.strike(TIMEOUT, stack.id());
        triggers.forget(stack.id());
        store.clearWork(stack.id());
        store.operation(operation.stackId()).ifPresent(o -> store.put(o.in(Phase.OVER)));
    }

    /** All resources are as they should be. */
    private void finishForward(StackOperation operation) {
        if (operation.kind() == Kind.UPDATE) {
            List<Failure> kept = resources.refuseRemovals(operation, planning.removed(operation.stackId()));
            if (!kept.isEmpty()) {
                fail(operation.failing(kept), "");
                return;
            }
        }
        StackRow complete;
        try {
            complete = completion.outputs(operation);
        } catch (ServiceError e) {
            fail(operation, e.message() + ". ");
            return;
        }
        store.put(complete);
        if (operation.kind() == Kind.UPDATE) {
            enter(operation, Phase.CLEANUP, StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "");
            if (operation.nestedIn()) {
                calendar.strike(NEXT_PHASE, complete.id());
                store.operation(complete.id()).ifPresent(o -> store.put(o.in(Phase.HELD)));
            }
        } else {
            over(operation, completion.created(operation));
        }
    }

    /** Forward failed: what becomes of it depends on what was asked for. */
    private void fail(StackOperation operation, String why) {
        String stackId = operation.stackId();
        calendar.strike(TIMEOUT, stackId);
        calendar.strike(NEXT_PHASE, stackId);
        triggers.forget(stackId);
        String reason = operation.options().cancelled() ? why : why + failures(operation);
        if (operation.kind() == Kind.DELETE || operation.isRollingBack()) {
            settle(operation, Statuses.failed(operation), reason);
        } else if (operation.nestedIn()) {
            settle(operation, Statuses.failed(operation), reason);
        } else if (operation.kind() == Kind.CREATE && operation.options().onFailure() == OnFailure.DELETE) {
            completion.deleteInstead(operation, reason + "Delete requested by user.");
            calendar.enter(NEXT_PHASE, stackId, calendar.now().plus(Durations.END));
        } else if (operation.options().onFailure() == OnFailure.DO_NOTHING) {
            settle(operation, Statuses.failed(operation), reason);
        } else {
            rollBackItself(
                    operation, operation.kind() == Kind.CREATE ? reason + "Rollback requested by user." : reason);
        }
    }

    /** Leaves the stack in a status that somebody has to get it out of. */
    private void settle(StackOperation operation, StackStatus status, String reason) {
        store.clearWork(operation.stackId());
        completion.executed(operation, ExecutionStatus.EXECUTE_FAILED);
        events.status(store.stack(operation.stackId()), status, reason, calendar.now());
        store.put(operation.in(Phase.FAILED));
    }

    private void endRollback(StackOperation operation) {
        if (!operation.failures().isEmpty()) {
            settle(operation, Statuses.failed(operation), failures(operation));
        } else if (operation.kind() == Kind.UPDATE) {
            completion.restore(operation);
            enter(operation, Phase.ROLLBACK_CLEANUP, StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, "");
        } else {
            over(operation, completion.rolledBack(operation));
        }
    }

    private static String failures(StackOperation operation) {
        StringBuilder text = new StringBuilder();
        for (String verb : List.of("create", "update", "delete", "import")) {
            String names = operation.failures().stream()
                    .filter(failure -> failure.verb().equals(verb))
                    .map(Failure::logicalId)
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                text.append("The following resource(s) failed to ")
                        .append(verb)
                        .append(": [")
                        .append(names)
                        .append("]. ");
            }
        }
        return text.toString();
    }
}
