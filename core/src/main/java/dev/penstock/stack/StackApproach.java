package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.stack.CloudFormationState.Beginning;
import dev.penstock.stack.CloudFormationState.Comparing;
import dev.penstock.stack.CloudFormationState.Following;
import dev.penstock.stack.CloudFormationState.Looking;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Past;
import dev.penstock.stack.CloudFormationState.Proposal;
import dev.penstock.stack.CloudFormationState.Proposing;
import dev.penstock.stack.CloudFormationState.Weighing;
import dev.penstock.stack.Road.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** From whatever a stack is to where what is wanted can be asked for. */
final class StackApproach {

    private static final Duration BETWEEN_LOOKS_AT_DRIFT = Duration.ofSeconds(5);
    private static final String SKIPPED = "DELETE_SKIPPED";

    private final Stacks stacks;
    private final Predicate<String> stateful;

    StackApproach(Stacks stacks, Predicate<String> stateful) {
        this.stacks = stacks;
        this.stateful = stateful;
    }

    StepResult<CloudFormationState> look(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions options, Looking looking)
            throws StackFailure {
        Optional<Stack> found = stack(context, configuration, looking);
        Past past = looking.past();
        Road road = found.map(stack -> StackRoads.from(
                        stack, configuration.goal(), options.recovery(), remains(context, stack), past.tried()))
                .orElseGet(() -> StackRoads.absent(configuration.goal()));
        return switch (road) {
            case Road.Go(ChangeSetType type) ->
                go(context, configuration, options, withDebt(context, past, type, found), type, found);
            case Road.Delete() -> {
                new ExportsInUse(stacks).check(context.scope(), found.orElseThrow(), Set.of());
                var operation =
                        new Operation(Operation.Kind.DELETE, found.orElseThrow().id(), context.token("delete"), "", 0);
                yield new StepResult.Next<>(new Beginning(past, operation, List.of()), "deletes the stack");
            }
            case Road.Done(String why) ->
                new StepResult.Succeed<>(new ActionResult(Map.of(), Map.of(), why, Optional.empty(), List.of()));
            case Road.Wait(String why) -> {
                if (!why.equals(looking.waiting())) {
                    context.log("Stack " + configuration.stack() + ": " + why + "; waits for that.");
                }
                yield new StepResult.Await<>(
                        new Looking(past, why),
                        OperationFollower.stackWait(context, found.orElseThrow().id()),
                        why);
            }
            case Road.Recover(Recovery recovery, List<String> skip, String why) -> {
                context.log("Stack " + configuration.stack() + " is "
                        + found.orElseThrow().status() + ". " + why);
                var operation = new Operation(
                        Operation.Kind.RECOVER, found.orElseThrow().id(), token(context, recovery), "", 0);
                yield new StepResult.Next<>(
                        new Beginning(OperationFollower.tried(past, recovery), operation, skip), why);
            }
            case Road.Stop stop ->
                throw new StackFailure(found.map(stack -> StackEnd.stopped(configuration, stack, stop, past))
                        .orElseGet(() -> StackEnd.missing(configuration, stop)));
        };
    }

    private static String token(ActionContext context, Recovery recovery) {
        String token = context.token("recover " + recovery);
        return recovery == Recovery.SKIP_IN_ROLLBACK ? SkippedResources.TOKEN + token : token;
    }

    /** What an earlier rollback left out is told again and again until it is reconciled. */
    private Past withDebt(ActionContext context, Past past, ChangeSetType type, Optional<Stack> found) {
        if (type != ChangeSetType.UPDATE) {
            return past;
        }
        Set<String> skipped = new LinkedHashSet<>(past.skipped());
        for (SkippedResources.Skipped each : new SkippedResources(stacks, context.scope())
                .of(found.orElseThrow().id())) {
            each.lines().forEach(context::log);
            skipped.add(each.path());
        }
        return new Past(past.tried(), List.copyOf(skipped));
    }

    /** While it waits, what was observed is as good as what could be asked. */
    private Optional<Stack> stack(ActionContext context, CloudFormationConfiguration configuration, Looking looking) {
        Optional<Stack> observed = context.observation()
                .filter(StackSnapshot.class::isInstance)
                .map(seen -> ((StackSnapshot) seen).stack())
                .filter(stack -> stack.name().equals(configuration.stack()));
        boolean stillWaits = !looking.waiting().isEmpty()
                && observed.filter(stack -> !stack.status().endsAnOperation()).isPresent();
        return stillWaits ? observed : stacks.find(context.scope(), configuration.stack());
    }

    private Remains remains(ActionContext context, Stack stack) {
        if (!StackRoads.needsRemains(stack.status())) {
            return Remains.NONE;
        }
        Set<String> holding = new LinkedHashSet<>();
        Set<String> fresh = new LinkedHashSet<>();
        Set<String> retained = new LinkedHashSet<>();
        List<String> failed = new ArrayList<>();
        Instant since = stack.lastUpdatedAt().orElse(stack.createdAt());
        for (StackResource resource : stacks.resources(context.scope(), stack.id())) {
            boolean exists = !resource.isGone() && !resource.physicalId().isEmpty();
            if (resource.status().equals(SKIPPED)) {
                retained.add(resource.logicalId());
            } else if (exists && stateful.test(resource.type())) {
                holding.add(resource.logicalId());
                if (resource.status().startsWith("CREATE_")
                        && !resource.changedAt().isBefore(since)) {
                    fresh.add(resource.logicalId());
                }
            }
            if (resource.status().equals("DELETE_FAILED") && stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
                failed.add(resource.logicalId());
            }
        }
        if (stack.status() == StackStatus.UPDATE_ROLLBACK_FAILED) {
            failed.addAll(new FailedInRollback(stacks, context.scope()).of(stack.id()));
        }
        return new Remains(holding, fresh, retained, failed);
    }

    private StepResult<CloudFormationState> go(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackOptions options,
            Past past,
            ChangeSetType type,
            Optional<Stack> found)
            throws StackFailure {
        if (configuration.goal() == StackGoal.EXECUTE) {
            return pin(context, configuration, past, type);
        }
        if (options.drift() != StackOptions.Drift.OFF && type == ChangeSetType.UPDATE) {
            String stackId = found.orElseThrow().id();
            String detection = stacks.detectDrift(context.scope(), stackId);
            return new StepResult.Next<>(new Comparing(past, stackId, detection), "looks for drift");
        }
        return new StepResult.Next<>(new Proposing(past, type), "asks for a change set");
    }

    /** From here on it is this change set and no other of its name. */
    private StepResult<CloudFormationState> pin(
            ActionContext context, CloudFormationConfiguration configuration, Past past, ChangeSetType type)
            throws StackFailure {
        String name = configuration.changeSet().orElseThrow();
        Optional<ChangeSet> changeSet = stacks.changeSet(context.scope(), configuration.stack(), name);
        if (changeSet.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-015",
                    "Stack " + configuration.stack() + " has no change set '" + name
                            + "'. An action with CHANGE_SET_REPLACE"
                            + " makes it; it has to run before. Nothing was changed.");
        }
        return new StepResult.Next<>(
                new Weighing(new Proposal(past, type, changeSet.get().id(), false)), "looks at the change set");
    }

    StepResult<CloudFormationState> compare(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions options, Comparing comparing)
            throws StackFailure {
        DriftDetection detection = stacks.driftDetection(context.scope(), comparing.detection());
        if (detection.status() == DriftDetection.Status.IN_PROGRESS) {
            return new StepResult.Await<>(
                    comparing, new Wait.Until(context.now().plus(BETWEEN_LOOKS_AT_DRIFT)), "looks for drift");
        }
        if (detection.status() == DriftDetection.Status.FAILED) {
            context.log("Drift of some resources could not be told: " + detection.reason());
        }
        if (detection.driftedResources() > 0) {
            List<String> lines = lines(stacks.drift(context.scope(), comparing.stackId()));
            lines.forEach(context::log);
            if (options.drift() == StackOptions.Drift.STOP) {
                throw new StackFailure(
                        "PEN-STACK-018",
                        detection.driftedResources() + " resources of stack " + configuration.stack()
                                + " differ from its template. Bring them back or into the template. Nothing was changed.",
                        lines);
            }
        }
        return new StepResult.Next<>(
                new Proposing(comparing.past(), ChangeSetType.UPDATE),
                detection.driftedResources() == 0 ? "no drift" : detection.driftedResources() + " resources drifted");
    }

    private static List<String> lines(List<ResourceDrift> drifts) {
        List<String> lines = new ArrayList<>();
        for (ResourceDrift drift : drifts) {
            lines.add("Drift: " + drift.logicalId() + " (" + drift.type() + ") is " + drift.status());
            drift.differences()
                    .forEach(difference -> lines.add("  " + difference.path() + ": " + difference.actual()
                            + " in place of " + difference.expected()));
        }
        return lines;
    }

    /** Asks for an operation that needs no change set. */
    StepResult<CloudFormationState> begin(
            ActionContext context, CloudFormationConfiguration configuration, Beginning beginning) {
        Operation operation = beginning.operation();
        String stack = operation.stackId();
        Optional<String> role = configuration.roleArn();
        if (operation.kind() == Operation.Kind.DELETE) {
            stacks.delete(context.scope(), stack, Set.of(), role, operation.token());
        } else {
            switch (beginning.past().tried().getLast()) {
                case DELETE -> stacks.delete(context.scope(), stack, Set.of(), role, operation.token());
                case CONTINUE_ROLLBACK ->
                    stacks.continueUpdateRollback(context.scope(), stack, Set.of(), role, operation.token());
                case SKIP_IN_ROLLBACK -> {
                    context.log(
                            "Left out of the rollback, and to be reconciled: " + String.join(", ", beginning.skip()));
                    stacks.continueUpdateRollback(
                            context.scope(), stack, Set.copyOf(beginning.skip()), role, operation.token());
                }
                case ROLL_BACK -> stacks.rollBack(context.scope(), stack, role, operation.token());
            }
        }
        return new StepResult.Next<>(
                new Following(beginning.past(), operation, beginning.skip(), "", ""), "waits for the stack");
    }
}
