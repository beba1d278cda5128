package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.CloudFormationState.Asking;
import dev.penstock.stack.CloudFormationState.Executing;
import dev.penstock.stack.CloudFormationState.Following;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Past;
import dev.penstock.stack.CloudFormationState.Proposal;
import dev.penstock.stack.CloudFormationState.Proposing;
import dev.penstock.stack.CloudFormationState.Weighing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps around a change set: making, judging, executing. */
final class ChangeSetSteps {

    private static final Duration UNTIL_DELETED = Duration.ofSeconds(2);
    private static final String EXECUTE = "execute";

    private final Stacks stacks;
    private final StackDefinitions definitions;
    private final StackInputs inputs;
    private final ChangeSetGate gate;
    private final StackRefusals refusals;
    private final ChangeSetFailures failures;

    ChangeSetSteps(Stacks stacks, StackFiles files, StackInputs inputs, ChangeSetGate gate) {
        this.definitions = new StackDefinitions(stacks, files, inputs);
        this.stacks = stacks;
        this.inputs = inputs;
        this.gate = gate;
        this.refusals = new StackRefusals(stacks);
        this.failures = new ChangeSetFailures(stacks);
    }

    /** Makes a change set under the name that the configuration gives it, or under one of its own. */
    StepResult<CloudFormationState> propose(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions options, Proposing proposing)
            throws IOException, StackFailure {
        String name = name(context, configuration);
        Optional<ChangeSet> existing = stacks.changeSet(context.scope(), configuration.stack(), name);
        if (existing.isPresent()) {
            if (isOurs(context, existing.get())) {
                return made(context, proposing, existing.get().id());
            }
            stacks.deleteChangeSet(
                    context.scope(), existing.get().stackId(), existing.get().id());
            return new StepResult.Await<>(
                    proposing,
                    new Wait.Until(context.now().plus(UNTIL_DELETED)),
                    "the change set '" + name + "' of before is deleted");
        }
        StackDefinition definition = definitions.of(context, configuration, options, proposing.type());
        var request = new ChangeSetRequest(
                configuration.stack(),
                name,
                proposing.type(),
                definition,
                description(context),
                true,
                false,
                ChangeSetRequest.OnStackFailure.ROLLBACK,
                context.token("change set"));
        try {
            return made(context, proposing, stacks.createChangeSet(context.scope(), request));
        } catch (RemoteCallException e) {
            throw refusals.of(context.scope(), definition, e);
        }
    }

    private static String name(ActionContext context, CloudFormationConfiguration configuration) {
        return configuration.goal() == StackGoal.PROPOSE
                ? configuration.changeSet().orElseThrow()
                : "penstock-" + context.token("change set");
    }

    /** By it a change set is known again that was made right before the runner died. */
    private static String description(ActionContext context) {
        return "Made by Penstock for execution " + context.execution() + ", intent " + context.token("change set");
    }

    private static boolean isOurs(ActionContext context, ChangeSet changes) {
        return changes.description().equals(description(context));
    }

    /** It was only just asked for: the observer sees soon enough when it is there. */
    private static StepResult<CloudFormationState> made(
            ActionContext context, Proposing proposing, String changeSetId) {
        var proposal = new Proposal(proposing.past(), proposing.type(), changeSetId, true);
        return whileMade(context, new Weighing(proposal));
    }

    private static StepResult<CloudFormationState> whileMade(ActionContext context, Weighing weighing) {
        var resource = new ResourceId(
                ChangeSetSighting.KIND, context.scope(), weighing.proposal().changeSetId());
        return new StepResult.Await<>(weighing, new Wait.ForResource(resource), "the change set is being made");
    }

    /** Waits until it is made, and lets the gate judge it. */
    StepResult<CloudFormationState> weigh(
            ActionContext context, CloudFormationConfiguration configuration, Weighing weighing)
            throws IOException, StackFailure {
        Proposal proposal = weighing.proposal();
        boolean isUnderWay = context.observation()
                .filter(ChangeSetSighting.class::isInstance)
                .filter(seen -> ((ChangeSetSighting) seen).status().isUnderWay())
                .isPresent();
        Optional<ChangeSet> found = isUnderWay ? Optional.empty() : changeSet(context, configuration, proposal);
        if (isUnderWay || found.filter(changes -> changes.status().isUnderWay()).isPresent()) {
            return whileMade(context, weighing);
        }
        ChangeSet changes = found.orElseThrow(() -> ChangeSetFailures.gone(configuration));
        if (changes.withoutChanges()) {
            return withoutChanges(context, configuration, proposal, changes);
        }
        if (changes.status() != ChangeSetStatus.CREATE_COMPLETE) {
            StackFailure failure = failures.notMade(context, configuration, changes, template(context, configuration));
            takeBack(context, configuration, proposal);
            throw failure;
        }
        if (configuration.goal() == StackGoal.PROPOSE) {
            return new StepResult.Succeed<>(
                    new StackResult(stacks, inputs).proposed(context, configuration, changes, proposal.past()));
        }
        return judge(context, configuration, proposal, changes);
    }

    private Optional<LocatedTemplate> template(ActionContext context, CloudFormationConfiguration configuration)
            throws IOException, StackFailure {
        return configuration.template().isPresent() && configuration.goal() != StackGoal.EXECUTE
                ? Optional.of(inputs.read(context, configuration).template())
                : Optional.empty();
    }

    private Optional<ChangeSet> changeSet(
            ActionContext context, CloudFormationConfiguration configuration, Proposal proposal) {
        return stacks.changeSet(context.scope(), configuration.stack(), proposal.changeSetId());
    }

    private StepResult<CloudFormationState> withoutChanges(
            ActionContext context, CloudFormationConfiguration configuration, Proposal proposal, ChangeSet changes)
            throws IOException, StackFailure {
        if (configuration.goal() != StackGoal.PROPOSE) {
            stacks.deleteChangeSet(context.scope(), changes.stackId(), changes.id());
        }
        return new StepResult.Succeed<>(
                new StackResult(stacks, inputs).unchanged(context, configuration, changes, proposal.past()));
    }

    private StepResult<CloudFormationState> judge(
            ActionContext context, CloudFormationConfiguration configuration, Proposal proposal, ChangeSet changes)
            throws StackFailure {
        String digest = changes.digest().value();
        if (!changes.isExecutable()) {
            // It may have been executed right before the runner died; what executes it knows.
            return new StepResult.Next<>(new Executing(proposal, digest), "looks at the change set");
        }
        return switch (gate.judge(context.scope(), context.declaration().name(), changes)) {
            case ChangeSetGate.Verdict.Pass(String summary) -> {
                summary.lines().forEach(context::log);
                yield new StepResult.Next<>(new Executing(proposal, digest), StackResult.counted(changes));
            }
            case ChangeSetGate.Verdict.Ask(String question) -> asking(context, new Asking(proposal, digest, question));
            case ChangeSetGate.Verdict.Refuse(String reason) -> {
                takeBack(context, configuration, proposal);
                throw new StackFailure("PEN-STACK-017", StackEnd.sentence(reason) + " Nothing was changed.");
            }
        };
    }

    private static StepResult<CloudFormationState> asking(ActionContext context, Asking asking) {
        // The answer is to this change set: another digest is another question.
        String token = context.token("approve " + asking.digest());
        return new StepResult.Await<>(
                asking, new Wait.ForApproval(token, asking.question(), ""), "waits for approval of the change set");
    }

    StepResult<CloudFormationState> ask(
            ActionContext context, CloudFormationConfiguration configuration, Asking asking) {
        Optional<ApprovalAnswer> answer = context.approvalAnswer();
        if (answer.isEmpty()) {
            return asking(context, asking);
        }
        if (!answer.get().approved()) {
            takeBack(context, configuration, asking.proposal());
            String why =
                    answer.get().summary().isEmpty() ? "." : ": " + answer.get().summary();
            return new StepResult.Fail<>(new ActionFailure(
                    Kind.REJECTED,
                    "PEN-STACK-017",
                    "The change set for stack " + configuration.stack() + " was rejected by "
                            + answer.get().by() + StackEnd.sentence(why) + " Nothing was changed.",
                    List.of()));
        }
        return new StepResult.Next<>(
                new Executing(asking.proposal(), asking.digest()),
                "approved by " + answer.get().by());
    }

    /** Executes exactly what was judged, once. */
    StepResult<CloudFormationState> execute(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions options, Executing executing)
            throws IOException, StackFailure {
        Proposal proposal = executing.proposal();
        Optional<ChangeSet> found = changeSet(context, configuration, proposal);
        if (found.isEmpty() || !found.get().isExecutable()) {
            return notExecutable(context, configuration, proposal, found);
        }
        ChangeSet changes = found.get();
        if (!changes.digest().value().equals(executing.digest())) {
            throw new StackFailure(
                    "PEN-STACK-015",
                    "The change set for stack " + configuration.stack()
                            + " is not the one that was reviewed. Nothing was changed. Review it again.");
        }
        Operation operation = operation(
                context, proposal, changes.stackId(), changes.changes().size());
        if (options.policyDuringUpdate().isPresent() && proposal.type() == ChangeSetType.UPDATE) {
            return update(context, configuration, options, proposal, operation);
        }
        try {
            stacks.executeChangeSet(context.scope(), changes.stackId(), changes.id(), operation.token());
        } catch (RemoteCallException e) {
            if (!e.code().startsWith("InvalidChangeSetStatus")) {
                throw e;
            }
            return notExecutable(context, configuration, proposal, changeSet(context, configuration, proposal));
        }
        return following(proposal.past(), operation);
    }

    /**
     * Does what was judged by an update, as a change set cannot be executed under another policy ({@code
     * StackPolicyDuringUpdateBody} is a member of {@code UpdateStack} alone). That the change set can still be executed says that
     * the stack is as it was when it was judged.
     */
    private StepResult<CloudFormationState> update(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackOptions options,
            Proposal proposal,
            Operation operation)
            throws IOException, StackFailure {
        StackDefinition definition = definitions.of(context, configuration, options, proposal.type());
        context.log("Another stack policy holds for this update.");
        try {
            stacks.update(
                    context.scope(), operation.stackId(), definition, options.policyDuringUpdate(), operation.token());
        } catch (RemoteCallException e) {
            throw refusals.of(context.scope(), definition, e);
        }
        stacks.deleteChangeSet(context.scope(), operation.stackId(), proposal.changeSetId());
        return following(proposal.past(), operation);
    }

    private static Operation operation(ActionContext context, Proposal proposal, String stackId, int resources) {
        Operation.Kind kind = switch (proposal.type()) {
            case CREATE -> Operation.Kind.CREATE;
            case UPDATE -> Operation.Kind.UPDATE;
        };
        return new Operation(kind, stackId, context.token(EXECUTE), proposal.changeSetId(), resources);
    }

    private static StepResult<CloudFormationState> following(Past past, Operation operation) {
        return new StepResult.Next<>(new Following(past, operation, List.of(), "", ""), "the change set is executed");
    }

    /** It was executed already, by this action before its runner died or by somebody else, or cannot be any more. */
    private StepResult<CloudFormationState> notExecutable(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Proposal proposal,
            Optional<ChangeSet> found)
            throws StackFailure {
        Optional<Operation> begun = begun(context, configuration, proposal);
        if (begun.isPresent()) {
            found.filter(changes -> proposal.ours() && changes.executionStatus() == ExecutionStatus.OBSOLETE)
                    .ifPresent(changes -> stacks.deleteChangeSet(context.scope(), changes.stackId(), changes.id()));
            return following(proposal.past(), begun.get());
        }
        ChangeSet changes = found.orElseThrow(() -> ChangeSetFailures.gone(configuration));
        return switch (changes.executionStatus()) {
            case EXECUTE_IN_PROGRESS, EXECUTE_COMPLETE, EXECUTE_FAILED ->
                new StepResult.Fail<>(
                        StackEnd.superseded(configuration, "its change set is " + changes.executionStatus()));
            case OBSOLETE, UNAVAILABLE, AVAILABLE, UNKNOWN ->
                throw new StackFailure(
                        "PEN-STACK-015",
                        "The change set '" + changes.name() + "' for stack " + configuration.stack() + " is "
                                + changes.status() + " and " + changes.executionStatus()
                                + ": the stack was changed after it was made, or it cannot be executed. Nothing was changed."
                                + " Make it anew.");
        };
    }

    /** The operation that executing it has begun; absent if none was begun by this action. */
    Optional<Operation> begun(ActionContext context, CloudFormationConfiguration configuration, Proposal proposal) {
        return stacks.find(context.scope(), configuration.stack())
                .filter(stack -> !stacks.events(context.scope(), stack.id(), context.token(EXECUTE))
                        .isEmpty())
                .map(stack -> operation(context, proposal, stack.id(), 0));
    }

    void takeBack(ActionContext context, CloudFormationConfiguration configuration, Proposing proposing) {
        stacks.changeSet(context.scope(), configuration.stack(), name(context, configuration))
                .filter(changes -> isOurs(context, changes))
                .ifPresent(changes -> takeBack(
                        context, configuration, new Proposal(proposing.past(), proposing.type(), changes.id(), true)));
    }

    /** Deletes a change set of ours, and the stack that exists only for it. */
    void takeBack(ActionContext context, CloudFormationConfiguration configuration, Proposal proposal) {
        if (!proposal.ours()) {
            return;
        }
        stacks.deleteChangeSet(context.scope(), configuration.stack(), proposal.changeSetId());
        if (proposal.type() == ChangeSetType.CREATE && configuration.goal() != StackGoal.PROPOSE) {
            stacks.find(context.scope(), configuration.stack())
                    .filter(stack -> stack.status() == StackStatus.REVIEW_IN_PROGRESS)
                    .ifPresent(stack -> stacks.delete(
                            context.scope(), stack.id(), Set.of(), Optional.empty(), context.token("take back")));
        }
    }
}
