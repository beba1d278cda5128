package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.CloudFormationState.Following;
import dev.penstock.stack.CloudFormationState.Looking;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Past;
import dev.penstock.stack.Road.Recovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows one operation of a stack to its end, and tells its events on the way. */
final class OperationFollower {

    private static final String CALLED_OFF = "Delete canceled.";

    private final Stacks stacks;
    private final StackInputs inputs;
    private final StackExperience experience;

    OperationFollower(Stacks stacks, StackInputs inputs, StackExperience experience) {
        this.experience = experience;
        this.stacks = stacks;
        this.inputs = inputs;
    }

    /** What a succeeded operation makes the action put out. */
    @FunctionalInterface
    interface Success {
        ActionResult result(Stack stack) throws IOException, StackFailure;
    }

    StepResult<CloudFormationState> follow(
            ActionContext context, CloudFormationConfiguration configuration, Following following, Success success)
            throws IOException, StackFailure {
        Optional<StackSnapshot> observed =
                snapshot(context, following.operation().stackId());
        if (observed.isEmpty()) {
            return await(context, following);
        }
        StackSnapshot seen = observed.get();
        if (isCalledOff(following.operation(), seen.stack())) {
            return calledOff(configuration, following, seen.stack());
        }
        return switch (view(context, following.operation(), seen)) {
            case OperationView.NotVisible() -> await(context, following);
            case OperationView.Replaced(String token) -> replaced(context, configuration, following, seen, token);
            case OperationView.Running(List<StackEvent> events) -> goOn(context, following, events);
            case OperationView.Ended(StackStatus status, List<StackEvent> events) -> {
                new EventTeller(following.operation(), events, experience).tell(context, following.told());
                yield ended(context, configuration, following, status, events, seen.stack(), success);
            }
        };
    }

    /**
     * A deletion that another stack stands in the way of, which uses an export, never begins: the stack has its old status again,
     * with the reason "Delete canceled. Cannot delete export … as it is in use by …".
     */
    private static boolean isCalledOff(Operation operation, Stack stack) {
        boolean mayDelete = operation.kind() == Operation.Kind.DELETE || operation.kind() == Operation.Kind.RECOVER;
        return mayDelete
                && stack.status().endsAnOperation()
                && stack.statusReason().startsWith(CALLED_OFF);
    }

    private static StepResult<CloudFormationState> calledOff(
            CloudFormationConfiguration configuration, Following following, Stack stack) {
        String why = stack.statusReason().substring(CALLED_OFF.length()).strip();
        if (following.operation().kind() == Operation.Kind.RECOVER) {
            return new StepResult.Next<>(new Looking(after(following), ""), "the stack was not deleted: " + why);
        }
        return new StepResult.Fail<>(StackEnd.notDeleted(configuration, why));
    }

    /** What is not to be seen among the latest events is looked for by its token: others may have come after it. */
    private OperationView view(ActionContext context, Operation operation, StackSnapshot seen) {
        OperationView view = OperationView.of(operation, seen);
        if (view instanceof OperationView.Running || view instanceof OperationView.Ended) {
            return view;
        }
        OperationView own =
                OperationView.of(operation, stacks.events(context.scope(), operation.stackId(), operation.token()));
        if (own instanceof OperationView.Running(List<StackEvent> events) && view instanceof OperationView.Replaced) {
            // One operation at a time: what came after it has taken it back, or has ended by now.
            StackStatus now = seen.stack().status();
            return now.endsAnOperation() ? new OperationView.Ended(now, events) : own;
        }
        return own instanceof OperationView.NotVisible ? view : own;
    }

    private StepResult<CloudFormationState> goOn(ActionContext context, Following following, List<StackEvent> events) {
        EventTeller teller = new EventTeller(following.operation(), events, experience);
        String told = teller.tell(context, following.told());
        return await(
                context,
                new Following(
                        following.past(), following.operation(), following.skip(), told, teller.progress(context)));
    }

    /** Somebody began something before ours began. */
    private StepResult<CloudFormationState> replaced(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Following following,
            StackSnapshot seen,
            String token) {
        Operation operation = following.operation();
        if (operation.kind() == Operation.Kind.RECOVER) {
            return new StepResult.Next<>(new Looking(after(following), ""), "somebody else changes the stack");
        }
        Optional<ChangeSet> changeSet = operation.changeSetId().isEmpty()
                ? Optional.empty()
                : stacks.changeSet(context.scope(), operation.stackId(), operation.changeSetId());
        boolean mayStillBegin = changeSet
                .filter(changes -> changes.executionStatus() == ExecutionStatus.EXECUTE_IN_PROGRESS)
                .isPresent();
        if (mayStillBegin || !seen.stack().status().endsAnOperation()) {
            return await(context, following);
        }
        return new StepResult.Fail<>(StackEnd.superseded(
                configuration,
                "the stack is " + seen.stack().status() + (token.isEmpty() ? "" : " by the operation " + token)));
    }

    private StepResult<CloudFormationState> ended(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Following following,
            StackStatus status,
            List<StackEvent> events,
            Stack stack,
            Success success)
            throws IOException, StackFailure {
        Operation operation = following.operation();
        if (operation.kind() == Operation.Kind.RECOVER) {
            return new StepResult.Next<>(new Looking(after(following), ""), "the stack is " + status);
        }
        if (isWanted(operation.kind(), status)) {
            return new StepResult.Succeed<>(success.result(stack));
        }
        FailureReport report = new FailureReport(stacks, context, template(context, configuration));
        Optional<FailureReport.Cause> cause = report.of(events, operation.stackId());
        cause.ifPresent(found -> found.details().forEach(context::log));
        return new StepResult.Fail<>(StackEnd.failed(configuration, operation, status, cause, events));
    }

    private Optional<LocatedTemplate> template(ActionContext context, CloudFormationConfiguration configuration)
            throws IOException {
        if (configuration.template().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(inputs.read(context, configuration).template());
        } catch (StackFailure e) {
            return Optional.empty(); // It could be read before; without it the cause has no line.
        }
    }

    private static boolean isWanted(Operation.Kind kind, StackStatus status) {
        return switch (kind) {
            case CREATE -> status == StackStatus.CREATE_COMPLETE;
            case UPDATE ->
                status == StackStatus.UPDATE_COMPLETE
                        || status == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
                        || status == StackStatus.IMPORT_COMPLETE;
            case DELETE -> status == StackStatus.DELETE_COMPLETE;
            case RECOVER -> true;
        };
    }

    private static Past after(Following following) {
        List<String> skipped = new ArrayList<>(following.past().skipped());
        skipped.addAll(following.skip());
        return new Past(following.past().tried(), skipped);
    }

    /** The past once something more was tried. */
    static Past tried(Past past, Recovery recovery) {
        List<Recovery> tried = new ArrayList<>(past.tried());
        tried.add(recovery);
        return new Past(tried, past.skipped());
    }

    static Optional<StackSnapshot> snapshot(ActionContext context, String stackId) {
        return context.observation()
                .filter(StackSnapshot.class::isInstance)
                .map(StackSnapshot.class::cast)
                .filter(seen -> seen.stack().id().equals(stackId));
    }

    private static StepResult<CloudFormationState> await(ActionContext context, Following next) {
        return new StepResult.Await<>(next, stackWait(context, next.operation().stackId()), next.progress());
    }

    static Wait stackWait(ActionContext context, String stackId) {
        return new Wait.ForResource(new ResourceId(StackSnapshot.KIND, context.scope(), stackId));
    }
}
