package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.ResourceRow.State;
import dev.penstock.simulator.cloudformation.StackOperation.Failure;
import dev.penstock.simulator.cloudformation.Work.Action;
import dev.penstock.simulator.cloudformation.Work.Step;
import dev.penstock.simulator.cloudformation.types.Progress;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.ResourceHandler;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What follows for a resource while an operation works on it: announced, asked for, waited for, done. */
final class ResourceLife {

    /** Types whose service goes on with what it has taken on, whoever looks. */
    private static final Set<String> GOES_ON_BY_ITSELF = Set.of(
            "AWS::ECS::Service",
            "AWS::ElasticBeanstalk::Environment",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "AWS::DynamoDB::Table",
            "AWS::Lambda::Function");

    private static final String STEP = "cloudformation.resource";

    private final StackStore store;
    private final Calendar calendar;
    private final StackEvents events;
    private final Handlers handlers;
    private final ResourceStart starts;
    private final Signals signals;
    private Consumer<String> changed = stackId -> {};
    private Consumer<String> nestedCancelled = stackId -> {};

    ResourceLife(
            StackStore store,
            Calendar calendar,
            StackEvents events,
            Handlers handlers,
            ResourceStart starts,
            Signals signals) {
        this.store = store;
        this.calendar = calendar;
        this.events = events;
        this.handlers = handlers;
        this.starts = starts;
        this.signals = signals;
        calendar.on(STEP, key -> store.work.get(key).filter(Work::isOpen).ifPresent(this::step));
        signals.whenSent((stackId, logicalId) -> store.workOn(stackId).stream()
                .filter(work -> isWoken(work, logicalId))
                .forEach(this::step));
    }

    /** Whether a signal to a resource or a handle is perhaps what work waits for. */
    private static boolean isWoken(Work work, String signalled) {
        return switch (work.step()) {
            case WORKING -> work.type().equals(WaitConditions.TYPE);
            case SETTLING -> work.logicalId().equals(signalled);
            case WAITING, STARTED, DONE, FAILED, CANCELLED -> false;
        };
    }

    /** Says who is told when work on a nested stack is cancelled: the nested stack's id. */
    void whenNestedCancelled(Consumer<String> told) {
        nestedCancelled = told;
    }

    /** Says who is told when work on a stack's resource has ended. */
    void whenChanged(Consumer<String> told) {
        changed = told;
    }

    /** Starts the work that waits for nothing any more; whether there was any. */
    boolean startReady(StackOperation operation, List<Work> all) {
        Map<String, Step> steps = all.stream().collect(Collectors.toMap(Work::id, Work::step));
        boolean any = false;
        for (Work work : all) {
            if (work.step() != Step.WAITING) {
                continue;
            }
            Set<Step> before = work.after().stream()
                    .filter(steps::containsKey)
                    .map(steps::get)
                    .collect(Collectors.toSet());
            if (before.contains(Step.FAILED) || before.contains(Step.CANCELLED)) {
                store.put(work.at(Step.CANCELLED));
                any = true;
            } else if (before.isEmpty() || before.equals(Set.of(Step.DONE))) {
                start(operation, work);
                any = true;
            }
        }
        return any;
    }

    private void start(StackOperation operation, Work work) {
        switch (starts.start(operation, work)) {
            case ResourceStart.Result.Started(Work started, Duration in) -> {
                store.put(started);
                calendar.enter(STEP, started.key(), calendar.now().plus(in));
            }
            case ResourceStart.Result.Nothing n -> store.put(work.at(Step.DONE));
            case ResourceStart.Result.Refused(Work refused, String reason) -> fail(refused, reason);
        }
    }

    /** Breaks off what is being worked on; the failures that this makes. */
    List<Failure> cancel(StackOperation operation) {
        List<Failure> cancelled = new ArrayList<>();
        for (Work work : store.workOn(operation.stackId())) {
            if (!work.isOpen()) {
                continue;
            }
            calendar.strike(STEP, work.key());
            store.put(work.at(Step.CANCELLED));
            if (work.type().equals(StackEvents.STACK) && work.subject().isThere()) {
                nestedCancelled.accept(work.subject().physicalId());
            }
            ResourceRow row = row(work);
            boolean creates = work.action() == Action.CREATE;
            String verb = creates ? "create" : work.action() == Action.IMPORT ? "import" : "update";
            String status =
                    creates ? "CREATE_FAILED" : work.action() == Action.IMPORT ? "IMPORT_FAILED" : "UPDATE_FAILED";
            String reason = "Resource " + (creates ? "creation" : verb) + " cancelled";
            events.status(row, row.state(), status, reason, calendar.now());
            cancelled.add(new Failure(work.logicalId(), verb));
        }
        return cancelled;
    }

    /** What the stack policy does not let go; the failures that this makes. */
    List<Failure> refuseRemovals(StackOperation operation, List<ResourceRow> removed) {
        List<Failure> kept = new ArrayList<>();
        for (ResourceRow row : removed) {
            starts.denial(operation, "Update:Delete", row).ifPresent(reason -> {
                events.status(row.remembering(), row.state(), "UPDATE_FAILED", reason, calendar.now());
                kept.add(new Failure(row.logicalId(), "update"));
            });
        }
        return kept;
    }

    private void step(Work work) {
        StackOperation operation = store.operation(work.stackId()).orElseThrow();
        switch (work.step()) {
            case STARTED -> answered(operation, work.takenAt(calendar.now()), ask(operation, work));
            case WORKING ->
                answered(
                        operation,
                        work,
                        handlers.check(
                                work,
                                starts.context(operation, work),
                                work.subject().deployed(work.type()),
                                of(work)));
            case SETTLING -> settled(work);
            case WAITING, DONE, FAILED, CANCELLED -> {}
        }
    }

    /** Whether the change set that is carried out says that nothing waits for resources to be ready. */
    private boolean isExpress(StackOperation operation) {
        return store.changeSet(operation.options().changeSetId())
                .filter(set -> set.mode().isExpress())
                .isPresent();
    }

    /**
     * What a service has taken on is done; it goes on with it by itself. What CloudFormation itself carries out, and what signals, is
     * waited for all the same.
     */
    private static Handlers.Outcome hurried(Work work, Handlers.Outcome outcome) {
        boolean goesOnByItself = GOES_ON_BY_ITSELF.contains(work.type())
                && (work.action() == Action.CREATE
                        || work.action() == Action.UPDATE
                        || work.action() == Action.REPLACE);
        return goesOnByItself
                        && outcome instanceof Handlers.Outcome.Went(Progress.Working working)
                        && !working.physicalId().isEmpty()
                ? new Handlers.Outcome.Went(new Progress.Done(working.physicalId(), working.attributes()))
                : outcome;
    }

    private Handlers.Outcome ask(StackOperation operation, Work work) {
        ResourceContext context = starts.context(operation, work);
        JsonValue.Structure properties = JsonTexts.structure(work.subject().properties());
        return switch (work.action()) {
            case CREATE, REPLACE -> handlers.create(work, context, properties);
            case UPDATE -> handlers.update(work, context, row(work).deployed(), properties);
            case RESTORE ->
                operation.kind() == StackOperation.Kind.IMPORT
                        ? handlers.disown(work, context, work.subject().deployed(work.type()))
                        : handlers.update(work, context, row(work).deployed(), properties);
            case DELETE -> handlers.delete(work, context, work.subject().deployed(work.type()));
            case IMPORT -> handlers.adopt(work, context, work.subject().deployed(work.type()));
            case APPLY -> throw new IllegalStateException(work + " was started without knowing what is to be done");
        };
    }

    private void answered(StackOperation operation, Work work, Handlers.Outcome answer) {
        boolean isExpress = isExpress(operation);
        Handlers.Outcome outcome = isExpress ? hurried(work, answer) : answer;
        switch (outcome) {
            case Handlers.Outcome.Failed(String reason, String code, String physicalId) -> {
                boolean needsAnother = work.action() == Action.UPDATE && code.equals("NotUpdatable");
                if (needsAnother) {
                    start(operation, starts.replacing(work));
                } else {
                    Work failed = physicalId.isEmpty()
                            ? work
                            : with(work, physicalId, work.subject().attributes());
                    if (!physicalId.isEmpty()) {
                        note(failed);
                    }
                    fail(failed, reason);
                }
            }
            case Handlers.Outcome.Went(Progress.Done(String id, JsonValue.Structure attributes)) -> {
                Work next = with(work, id, JsonTexts.of(attributes)).at(Step.SETTLING);
                note(next);
                announce(work, next);
                store.put(next);
                Duration takes = Durations.of(work.type(), of(work)).minus(Durations.INITIATE);
                boolean worked = work.step() == Step.WORKING;
                calendar.enter(
                        STEP,
                        next.key(),
                        calendar.now().plus(takes.isNegative() || worked || isExpress ? Duration.ZERO : takes));
            }
            case Handlers.Outcome.Went(
                    Progress.Working(String id, JsonValue.Structure attributes, Duration in, List<String> told)) -> {
                Work next = with(work, id, JsonTexts.of(attributes)).at(Step.WORKING);
                note(next);
                announce(work, next);
                String status = next.action() == Action.CREATE ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
                told.forEach(reason -> events.status(row(next), next.subject(), status, reason, calendar.now()));
                store.put(next);
                calendar.enter(STEP, next.key(), calendar.now().plus(in));
            }
            case Handlers.Outcome.Went(Progress.Failed f) -> throw new IllegalStateException(f + " is a failure");
        }
    }

    private static Work with(Work work, String physicalId, String attributes) {
        return work.action() == Action.DELETE
                ? work
                : work.with(new State(physicalId, work.subject().properties(), attributes));
    }

    /** What a resource has become is known as soon as its service has been asked. */
    private void note(Work work) {
        switch (work.action()) {
            case CREATE, IMPORT -> store.put(row(work).with(work.subject()).made(true));
            case UPDATE, REPLACE -> store.put(row(work).remembering().with(work.subject()));
            case RESTORE, DELETE, APPLY -> {}
        }
    }

    private void announce(Work before, Work next) {
        boolean first = before.step() == Step.STARTED;
        if (first && next.action() == Action.CREATE) {
            events.status(
                    row(next), next.subject(), "CREATE_IN_PROGRESS", "Resource creation Initiated", calendar.now());
        } else if (first && next.action() == Action.REPLACE) {
            events.status(
                    row(next), next.subject(), "UPDATE_IN_PROGRESS", "Resource creation Initiated", calendar.now());
        }
    }

    /** The service is done with it. */
    private void settled(Work work) {
        if (work.action() == Action.CREATE || work.action() == Action.REPLACE) {
            switch (signals.wait(work, starts.declared(work), calendar.now())) {
                case Signals.Wait.Enough e -> {}
                case Signals.Wait.Until(Instant end) -> {
                    calendar.enter(STEP, work.key(), end);
                    return;
                }
                case Signals.Wait.Failed(String reason) -> {
                    fail(work, reason);
                    return;
                }
            }
        }
        finish(work);
    }

    private void finish(Work work) {
        Instant now = calendar.now();
        calendar.strike(STEP, work.key());
        switch (work.action()) {
            case CREATE -> events.status(row(work), work.subject(), "CREATE_COMPLETE", "", now);
            case UPDATE, REPLACE -> events.status(row(work), work.subject(), "UPDATE_COMPLETE", "", now);
            case IMPORT ->
                events.status(row(work), work.subject(), "IMPORT_COMPLETE", "Resource import completed.", now);
            case RESTORE -> restored(work, now);
            case DELETE -> deleted(work, now);
            case APPLY -> {}
        }
        store.put(work.at(Step.DONE));
        changed.accept(work.stackId());
    }

    private void restored(Work work, Instant now) {
        boolean imported = store.operation(work.stackId())
                .filter(o -> o.kind() == StackOperation.Kind.IMPORT)
                .isPresent();
        if (imported) {
            events.status(row(work), work.subject(), "IMPORT_ROLLBACK_COMPLETE", "", now);
            store.resources.remove(row(work).key());
        } else {
            ResourceRow back = row(work).with(work.subject());
            events.status(back, work.subject(), "UPDATE_COMPLETE", "", now);
        }
    }

    private void deleted(Work work, Instant now) {
        if (work.id().equals(work.logicalId())) {
            events.status(row(work), work.subject(), "DELETE_COMPLETE", "", now);
        } else {
            events.about(work.stackId(), work.logicalId(), work.type(), work.subject(), "DELETE_COMPLETE", "", now);
        }
    }

    /** The resource failed: its status, the operation's list of failures, and what follows. */
    private void fail(Work work, String reason) {
        calendar.strike(STEP, work.key());
        String verb = switch (work.action()) {
            case CREATE -> "create";
            case UPDATE, REPLACE, RESTORE, APPLY -> "update";
            case DELETE -> "delete";
            case IMPORT -> "import";
        };
        StackOperation operation = store.operation(work.stackId()).orElseThrow();
        boolean letsGo = work.action() == Action.RESTORE && operation.kind() == StackOperation.Kind.IMPORT;
        String status = letsGo
                ? "IMPORT_ROLLBACK_FAILED"
                : switch (verb) {
                    case "create" -> "CREATE_FAILED";
                    case "delete" -> "DELETE_FAILED";
                    case "import" -> "IMPORT_FAILED";
                    default -> "UPDATE_FAILED";
                };
        if (work.id().equals(work.logicalId())) {
            ResourceRow row = work.action() == Action.CREATE ? row(work).made(true) : row(work);
            State shown = work.action() == Action.UPDATE ? row.state() : work.subject();
            events.status(row, shown, status, reason, calendar.now());
        } else {
            events.about(work.stackId(), work.logicalId(), work.type(), work.subject(), status, reason, calendar.now());
        }
        store.put(work.at(Step.FAILED));
        boolean counts = !(work.action() == Action.DELETE && operation.options().force())
                && operation.phase() != StackOperation.Phase.CLEANUP
                && operation.phase() != StackOperation.Phase.ROLLBACK_CLEANUP;
        if (counts) {
            List<Failure> failures = new ArrayList<>(operation.failures());
            failures.add(new Failure(work.logicalId(), letsGo ? "import" : verb));
            store.put(operation.failing(failures));
        }
        changed.accept(work.stackId());
    }

    private ResourceRow row(Work work) {
        return store.resource(work.stackId(), work.logicalId())
                .orElseGet(() -> ResourceRow.expected(work.stackId(), work.logicalId(), work.type(), calendar.now()));
    }

    private static ResourceHandler.Operation of(Work work) {
        return switch (work.action()) {
            case CREATE, REPLACE, IMPORT, APPLY -> ResourceHandler.Operation.CREATE;
            case UPDATE, RESTORE -> ResourceHandler.Operation.UPDATE;
            case DELETE -> ResourceHandler.Operation.DELETE;
        };
    }
}
