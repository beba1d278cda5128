package dev.penstock.stack.set;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.execution.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stack set actions and stack instances actions have in common: beginning operations and following them. */
final class StackSetSteps {

    private static final Duration UNTIL_FREE = Duration.ofSeconds(30);
    private static final int TOLD = 20;

    private final StackSets sets;

    StackSetSteps(StackSets sets) {
        this.sets = sets;
    }

    /** The targets in which a stack set has no instance, of an account each in all of its missing Regions. */
    List<StackSetTargets> missing(ActionContext context, StackSetId set, StackSetTargets targets) {
        if (targets.isEmpty()) {
            return List.of();
        }
        if (!targets.organizationalUnits().isEmpty()) {
            return List.of(targets); // Which accounts are in them is the platform's to know; it leaves what is there.
        }
        List<StackInstance> instances = sets.instances(context.scope(), set);
        Map<List<String>, List<String>> byRegions = new LinkedHashMap<>();
        for (String account : targets.accounts()) {
            List<String> regions = targets.regions().stream()
                    .filter(region -> instances.stream()
                            .noneMatch(instance -> instance.account().equals(account)
                                    && instance.region().equals(region)))
                    .toList();
            if (!regions.isEmpty()) {
                byRegions.computeIfAbsent(regions, key -> new ArrayList<>()).add(account);
            }
        }
        return byRegions.entrySet().stream()
                .map(entry -> new StackSetTargets(entry.getValue(), List.of(), entry.getKey()))
                .toList();
    }

    /** Begins an operation, or waits until another one has ended. */
    StepResult<StackSetState> begin(
            ActionContext context, StackSetState now, String operation, boolean isLast, Runnable call) {
        try {
            call.run();
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.CONFLICT || !e.code().startsWith("OperationInProgress")) {
                throw e;
            }
            return new StepResult.Await<>(
                    now, new Wait.Until(context.now().plus(UNTIL_FREE)), "another operation is under way");
        }
        return new StepResult.Next<>(new StackSetState.Following(operation, isLast, ""), "the operation has begun");
    }

    StepResult<StackSetState> follow(
            ActionContext context, StackSetConfiguration configuration, StackSetState.Following following) {
        Optional<StackSetOperation> observed = context.observation()
                .filter(StackSetOperation.class::isInstance)
                .map(StackSetOperation.class::cast)
                .filter(seen -> seen.id().equals(following.operation()));
        if (observed.isEmpty()) {
            return await(context, configuration, following);
        }
        StackSetOperation seen = observed.get();
        if (!seen.status().hasEnded()) {
            String progress = progress(seen);
            if (!progress.equals(following.progress())) {
                context.log(progress);
            }
            return await(
                    context,
                    configuration,
                    new StackSetState.Following(following.operation(), following.isLast(), progress));
        }
        if (seen.status() != StackSetOperation.Status.SUCCEEDED) {
            return new StepResult.Fail<>(failed(configuration, seen));
        }
        return following.isLast()
                ? succeeded(context, configuration, seen.id(), progress(seen))
                : new StepResult.Next<>(new StackSetState.Updating(), progress(seen));
    }

    StepResult<StackSetState> succeeded(
            ActionContext context, StackSetConfiguration configuration, String operation, String summary) {
        String id = sets.find(context.scope(), configuration.set())
                .orElse(configuration.set().name());
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(),
                Map.of("StackSetId", id, "OperationId", operation),
                summary,
                Optional.of(new ExternalExecution(operation.isEmpty() ? id : operation, Optional.empty())),
                List.of(new ActionResult.Deployment(
                        "CloudFormation stack set " + configuration.set().name(), id, operation))));
    }

    private static String progress(StackSetOperation seen) {
        long done = seen.results().stream()
                .filter(result -> result.status().equals("SUCCEEDED"))
                .count();
        long failed = seen.results().stream()
                .filter(result -> result.status().equals("FAILED"))
                .count();
        return done + " of " + seen.results().size() + " stacks" + (failed == 0 ? "" : ", " + failed + " failed");
    }

    private static ActionFailure failed(StackSetConfiguration configuration, StackSetOperation seen) {
        List<String> details = seen.results().stream()
                .filter(result -> result.status().equals("FAILED"))
                .limit(TOLD)
                .map(result -> "account " + result.account() + " in " + result.region() + ": "
                        + (result.reason().isEmpty() ? "no reason was given" : result.reason()))
                .toList();
        String why = !details.isEmpty()
                ? details.getFirst()
                : seen.reason().isEmpty() ? "no reason was given" : seen.reason();
        return new ActionFailure(
                ActionFailure.Kind.FAILED,
                "PEN-STACK-021",
                "The operation of stack set " + configuration.set().name() + " ended as " + seen.status() + " with "
                        + progress(seen) + "; what is done stays done: " + (why.endsWith(".") ? why : why + "."),
                details);
    }

    private static StepResult<StackSetState> await(
            ActionContext context, StackSetConfiguration configuration, StackSetState.Following next) {
        var resource = StackSetOperation.resource(context.scope(), configuration.set(), next.operation());
        return new StepResult.Await<>(next, new Wait.ForResource(resource), next.progress());
    }

    /** Whether the operation that was asked to stop still brings to an end what it had begun. */
    Optional<String> stopping(ActionContext context, StackSetConfiguration configuration, StackSetState state) {
        return state instanceof StackSetState.Following following
                ? sets.operation(context.scope(), configuration.set(), following.operation())
                        .filter(seen -> !seen.status().hasEnded())
                        .map(seen -> "the operation of stack set "
                                + configuration.set().name() + " is " + seen.status())
                : Optional.empty();
    }

    void abandon(ActionContext context, StackSetConfiguration configuration, StackSetState state) {
        switch (state) {
            case StackSetState.Following following ->
                sets.stop(context.scope(), configuration.set(), following.operation());
            case StackSetState.Begun ignored -> {}
            case StackSetState.Adding ignored -> {}
            case StackSetState.Updating ignored -> {}
        }
    }
}
