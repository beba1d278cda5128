package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.codedeploy.CodeDeployState.Condemned;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.Diagnosis;
import dev.penstock.release.TaskSetsSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a deployment to its end, and its rollback deployment, and looks into failed tasks on the way. */
final class DeploymentFollower {

    /** How long after the end of a deployment its rollback deployment may still become visible. */
    static final Duration UNTIL_VISIBLE = Duration.ofMinutes(2);

    private final CodeDeployments deployments;
    private final TaskFindings tasks;

    DeploymentFollower(CodeDeployments deployments, ContainerTasks tasks) {
        this.deployments = deployments;
        this.tasks = new TaskFindings(tasks);
    }

    StepResult<CodeDeployState> follow(ActionContext context, DeployTarget target, Following following) {
        Optional<CodeDeployment> observed =
                observed(context, following.rollout().deployment());
        if (observed.isEmpty()) {
            return await(context, following, following.rollout().deployment(), following.progress());
        }
        CodeDeployment seen = observed.get();
        Following told = tell(context, following, seen);
        return switch (seen.status()) {
            case SUCCEEDED -> {
                context.log("The deployment has ended.");
                yield new StepResult.Succeed<>(DeploymentEnd.succeeded(following.rollout(), seen));
            }
            case CREATED, QUEUED, IN_PROGRESS, BAKING, READY, UNKNOWN -> goOn(context, target, told, seen);
            case FAILED, STOPPED -> ended(context, told.rollout(), seen);
        };
    }

    /** Tells how far it is, and the instants at which traffic has moved and the wait for the original's end begins. */
    private static Following tell(ActionContext context, Following following, CodeDeployment seen) {
        boolean moved = seen.trafficMoved().isPresent();
        if (moved && !following.trafficTold()) {
            context.log("All production traffic is on the replacement since "
                    + seen.trafficMoved().get() + ".");
        }
        String progress = DeploymentProgress.of(seen);
        if (!progress.equals(following.progress()) && !seen.status().hasEnded()) {
            context.log(progress);
        }
        return new Following(following.rollout(), progress, moved || following.trafficTold());
    }

    private StepResult<CodeDeployState> goOn(
            ActionContext context, DeployTarget target, Following following, CodeDeployment seen) {
        Rollout rollout = following.rollout();
        boolean traffic = target.options().waitFor() == WaitFor.TRAFFIC && seen.hasPassedAllEvents();
        if (traffic) {
            return new StepResult.Succeed<>(DeploymentEnd.succeeded(rollout, seen));
        }
        boolean installing =
                seen.current().filter(event -> event.name().equals("Install")).isPresent();
        if (!installing) {
            return await(context, following, rollout.deployment(), following.progress());
        }
        TaskFindings.Found found = tasks.lookInto(context, rollout, seen);
        Optional<String> cause = Diagnosis.deterministicCause(found.stopped(), List.of());
        if (cause.isPresent()) {
            found.findings().forEach(context::log);
            context.log("Stopping the deployment: " + cause.get());
            return new StepResult.Next<>(
                    new Condemned(rollout, cause.get(), found.findings()), "taking it back: " + cause.get());
        }
        var wait = new Wait.ForAnyResource(
                List.of(resource(context, rollout.deployment())),
                Optional.of(context.now().plus(TaskFindings.BETWEEN_LOOKS)),
                Optional.empty(),
                List.of(TaskSetsSeen.resource(context.scope(), rollout.service())));
        return new StepResult.Await<>(following, wait, following.progress());
    }

    /** Asks for the end that was decided on. */
    StepResult<CodeDeployState> takeBack(ActionContext context, Condemned condemned) {
        Rollout rollout = condemned.rollout();
        try {
            deployments.stopAndRollBack(context.scope(), rollout.deployment());
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            context.log(e.getMessage() + " The deployment goes on by itself, and is followed.");
            return new StepResult.Next<>(new Following(rollout, "", false), "cannot be stopped");
        }
        var next = new TakingBack(
                rollout,
                Optional.empty(),
                condemned.cause(),
                condemned.findings(),
                context.now().plus(UNTIL_VISIBLE));
        return new StepResult.Next<>(next, "taking it back: " + condemned.cause());
    }

    /** It ended before it was done: what failed is looked into while its traces are there. */
    private StepResult<CodeDeployState> ended(ActionContext context, Rollout rollout, CodeDeployment seen) {
        String cause = DeploymentEnd.cause(seen);
        List<String> findings = new ArrayList<>(DeploymentEnd.diagnostics(seen));
        if (seen.hasBegun()) {
            findings.addAll(tasks.lookInto(context, rollout, seen).findings());
        }
        findings.forEach(context::log);
        context.log("The deployment ended as " + seen.status() + ": " + cause);
        TakingBack next = TakingBack.of(rollout, seen, context.now()).because(cause, findings);
        return new StepResult.Next<>(next, "ended: " + cause);
    }

    StepResult<CodeDeployState> follow(ActionContext context, DeployTarget target, TakingBack state) {
        if (state.rollback().isPresent()) {
            return followRollback(context, target, state, state.rollback().get());
        }
        String ours = state.rollout().deployment();
        Optional<CodeDeployment> observed = observed(context, ours);
        if (observed.isEmpty()) {
            return await(context, state, ours, "being taken back");
        }
        CodeDeployment seen = observed.get();
        if (seen.status() == CodeDeployment.Status.SUCCEEDED) {
            return new StepResult.Succeed<>(DeploymentEnd.succeeded(state.rollout(), seen));
        }
        if (seen.rollback().isPresent()) {
            var known =
                    new TakingBack(state.rollout(), seen.rollback(), state.cause(), state.findings(), state.giveUpAt());
            return new StepResult.Next<>(
                    known, "taken back by " + seen.rollback().get());
        }
        if (!seen.status().hasEnded()) {
            return await(context, state, ours, "being taken back");
        }
        boolean expected = seen.hasBegun() && isExpected(seen);
        if (expected && context.now().isBefore(state.giveUpAt())) {
            var wait = new Wait.ForAnyResource(List.of(resource(context, ours)), Optional.of(state.giveUpAt()));
            return new StepResult.Await<>(state, wait, "its rollback deployment is not visible yet");
        }
        return new StepResult.Fail<>(newest(context, target, seen)
                .map(other -> DeploymentEnd.superseded(target.group(), seen, other, state.cause()))
                .orElseGet(() -> DeploymentEnd.notTakenBack(target.group(), seen, state.cause(), state.findings())));
    }

    /** Whether CodeDeploy takes a deployment back that ended so. */
    private static boolean isExpected(CodeDeployment seen) {
        String trigger = switch (seen.error().map(CodeDeployment.Error::code).orElse("")) {
            case "ALARM_ACTIVE" -> "DEPLOYMENT_STOP_ON_ALARM";
            case "MANUAL_STOP" -> "DEPLOYMENT_STOP_ON_REQUEST";
            default -> "DEPLOYMENT_FAILURE";
        };
        return seen.rollbackTriggers().contains(trigger) || trigger.equals("DEPLOYMENT_STOP_ON_REQUEST");
    }

    /** The deployment that somebody made after ours; absent if ours is the newest. */
    private Optional<String> newest(ActionContext context, DeployTarget target, CodeDeployment seen) {
        return deployments
                .describe(context.scope(), target.group())
                .newest()
                .map(DeploymentGroup.Newest::id)
                .filter(id -> !id.equals(seen.id()));
    }

    private StepResult<CodeDeployState> followRollback(
            ActionContext context, DeployTarget target, TakingBack state, String rollback) {
        Optional<CodeDeployment> observed = observed(context, rollback);
        if (observed.isEmpty()) {
            return await(context, state, rollback, "taken back by " + rollback);
        }
        CodeDeployment seen = observed.get();
        return switch (seen.status()) {
            case SUCCEEDED ->
                new StepResult.Fail<>(
                        DeploymentEnd.rolledBack(target.group(), rollback, state.cause(), state.findings()));
            case FAILED, STOPPED ->
                new StepResult.Fail<>(
                        DeploymentEnd.rollbackFailed(target.group(), seen, state.cause(), state.findings()));
            case CREATED, QUEUED, IN_PROGRESS, BAKING, READY, UNKNOWN ->
                await(context, state, rollback, "taken back by " + rollback);
        };
    }

    private static Optional<CodeDeployment> observed(ActionContext context, String deployment) {
        return context.observation(resource(context, deployment))
                .filter(CodeDeployment.class::isInstance)
                .map(CodeDeployment.class::cast);
    }

    private static StepResult<CodeDeployState> await(
            ActionContext context, CodeDeployState next, String deployment, String progress) {
        return new StepResult.Await<>(next, new Wait.ForResource(resource(context, deployment)), progress);
    }

    private static ResourceId resource(ActionContext context, String deployment) {
        return new ResourceId(CodeDeployment.KIND, context.scope(), deployment);
    }
}
