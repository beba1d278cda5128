package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.codedeploy.CodeDeployment.TaskSet;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.Diagnosis;
import dev.penstock.release.ReleaseFailure;
import dev.penstock.release.TaskSetsSeen;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leads a release along a deployment whose traffic moves by timers, and back. */
final class TimedRelease {

    private final CodeDeployments deployments;
    private final TaskFindings tasks;

    TimedRelease(CodeDeployments deployments, ContainerTasks tasks) {
        this.deployments = deployments;
        this.tasks = new TaskFindings(tasks);
    }

    /** Refuses a group whose waits are not those that a plan needs: what is not waited for cannot be taken back. */
    static void check(DeploymentGroup group, ReleasePlan plan) throws ReleaseFailure {
        if (TimedTraffic.holdsBeforeTraffic(plan) && group.readyWait().isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-013",
                    "The plan asks somebody before requests come, but the " + group.id()
                            + " does not wait then. Set its deploymentReadyOption to STOP_DEPLOYMENT, with a"
                            + " waitTimeInMinutes in which people can answer. Nothing was changed.");
        }
        Duration keep = TimedTraffic.keep(plan);
        if (!keep.isZero()
                && group.terminationWait()
                        .filter(wait -> wait.compareTo(keep) >= 0)
                        .isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-013",
                    "The old version is to be kept for " + keep.toMinutes()
                            + " minutes after all requests have moved, but the "
                            + group.id()
                            + (group.terminationWait().isEmpty()
                                    ? " ends its deployment at once and keeps it for ever"
                                    : " terminates it after "
                                            + group.terminationWait().get().toMinutes() + " minutes")
                            + ": it could not be gone back to. Set terminateBlueInstancesOnDeploymentSuccess to"
                            + " TERMINATE with a terminationWaitTimeInMinutes of at least that, or lower 'keep'."
                            + " Nothing was changed.");
        }
    }

    TargetResult<CodeDeployState> carryOut(
            ReleaseContext context, DeploymentGroupId group, Following following, ReleaseStep.OfTarget step) {
        Rollout rollout = following.rollout();
        Optional<CodeDeployment> observed = observed(context.action(), rollout.deployment());
        if (observed.isEmpty()) {
            return await(context, following, "waits for CodeDeploy");
        }
        CodeDeployment seen = observed.get();
        if (seen.status() == CodeDeployment.Status.FAILED || seen.status() == CodeDeployment.Status.STOPPED) {
            if (isForeign(seen)) {
                return new TargetResult.Failed<>(following, DeploymentEnd.stopped(group, seen), Aftermath.OUT_OF_HAND);
            }
            return new TargetResult.Failed<>(
                    TakingBack.of(rollout, seen, context.action().now()),
                    DeploymentEnd.ended(group, seen, findings(context, rollout, seen)),
                    seen.hasBegun() ? Aftermath.CHANGED : Aftermath.UNTOUCHED);
        }
        return switch (step) {
            case ReleaseStep.Prepare() -> new TargetResult.Done<>(following, "");
            case ReleaseStep.ScaleUp up -> scaleUp(context, group, following, seen);
            case ReleaseStep.Shift(Share share) -> shift(context, following, seen, share);
            case ReleaseStep.Finish() -> finish(context, following, seen);
            // Refused before anything starts.
            case ReleaseStep.Test() -> new TargetResult.Done<>(following, "");
            case ReleaseStep.Replace replace -> new TargetResult.Done<>(following, "");
        };
    }

    private TargetResult<CodeDeployState> scaleUp(
            ReleaseContext context, DeploymentGroupId group, Following following, CodeDeployment seen) {
        boolean ready = seen.status() == CodeDeployment.Status.READY;
        if (ready || (seen.isInstalled() && !TimedTraffic.holdsBeforeTraffic(context.plan()))) {
            return new TargetResult.Done<>(following, "the replacement runs");
        }
        String progress = DeploymentProgress.of(seen);
        if (seen.isInstalled()) {
            return await(context, following, progress);
        }
        TaskFindings.Found found = tasks.lookInto(context.action(), following.rollout(), seen);
        Optional<String> cause = Diagnosis.deterministicCause(found.stopped(), List.of());
        if (cause.isPresent()) {
            ActionFailure failure = DeploymentEnd.hopeless(group, seen, cause.get(), found.findings());
            return new TargetResult.Failed<>(following, failure, Aftermath.CHANGED);
        }
        var wait = new Wait.ForAnyResource(
                List.of(resource(context.action(), following.rollout().deployment())),
                Optional.of(context.action().now().plus(TaskFindings.BETWEEN_LOOKS)),
                Optional.empty(),
                List.of(TaskSetsSeen.resource(
                        context.action().scope(), following.rollout().service())));
        return new TargetResult.Await<>(following, wait, progress);
    }

    private TargetResult<CodeDeployState> shift(
            ReleaseContext context, Following following, CodeDeployment seen, Share share) {
        if (seen.status() == CodeDeployment.Status.READY) {
            deployments.goOn(context.action().scope(), seen.id(), DeploymentWait.READY);
            return await(context, following, "goes on");
        }
        double weight = seen.replacement().map(TaskSet::trafficWeight).orElse(0.0);
        boolean there = seen.trafficMoved().isPresent() || weight * 10 >= share.permille();
        return there
                ? new TargetResult.Done<>(following, share + " of requests go to the replacement")
                : await(context, following, DeploymentProgress.of(seen));
    }

    private TargetResult<CodeDeployState> finish(ReleaseContext context, Following following, CodeDeployment seen) {
        if (seen.status() == CodeDeployment.Status.SUCCEEDED) {
            return new TargetResult.Done<>(following, "the original has ended");
        }
        if (seen.waitsForTermination()) {
            deployments.goOn(context.action().scope(), seen.id(), DeploymentWait.TERMINATION);
        }
        return await(context, following, "the original ends");
    }

    /** Where it is. The share is left out: CodeDeploy's timers move it, a little ahead of the plan at times. */
    Position position(ReleaseContext context, DeploymentGroupId group, CodeDeployState state) {
        if (!(state instanceof Following following)) {
            return new Position(new Condition.Well(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
        Rollout rollout = following.rollout();
        ResourceId resource = resource(context.action(), rollout.deployment());
        Optional<CodeDeployment> seen = observed(context.action(), rollout.deployment());
        Condition condition = seen.filter(now ->
                        now.status() == CodeDeployment.Status.FAILED || now.status() == CodeDeployment.Status.STOPPED)
                .<Condition>map(now -> broken(context, group, now, rollout))
                .orElseGet(Condition.Well::new);
        return new Position(
                condition,
                Optional.empty(),
                seen.flatMap(TimedRelease::capacity),
                seen.flatMap(now -> arms(context.action(), rollout, now)),
                List.of(resource));
    }

    private Condition broken(ReleaseContext context, DeploymentGroupId group, CodeDeployment seen, Rollout rollout) {
        return isForeign(seen)
                ? new Condition.Overtaken(DeploymentEnd.stopped(group, seen))
                : new Condition.Broken(DeploymentEnd.ended(group, seen, findings(context, rollout, seen)));
    }

    /** A release that is under way has asked nobody to stop it. */
    private static boolean isForeign(CodeDeployment seen) {
        return seen.error().filter(error -> error.code().equals("MANUAL_STOP")).isPresent();
    }

    private static Optional<Position.Capacity> capacity(CodeDeployment seen) {
        return seen.replacement()
                .map(set -> new Position.Capacity(
                        set.running(),
                        set.desired(),
                        seen.original().map(TaskSet::running).orElse(0)));
    }

    private Optional<Arms> arms(ActionContext context, Rollout rollout, CodeDeployment seen) {
        Optional<TaskSet> replacement = seen.replacement();
        Optional<TaskSet> original = seen.original();
        if (replacement.isEmpty() || original.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> groups = deployments.targetGroups(
                context.scope(),
                List.of(replacement.get().targetGroup(), original.get().targetGroup()));
        Arm canary = arm("the replacement", rollout, replacement.get(), groups)
                .with(Arm.TASK_DEFINITION, rollout.taskDefinition());
        return Optional.of(new Arms(canary, arm("the original", rollout, original.get(), groups)));
    }

    private static Arm arm(String name, Rollout rollout, TaskSet set, Map<String, String> groups) {
        Arm arm = new Arm(
                name,
                Map.of(
                        Arm.CLUSTER,
                        rollout.service().cluster(),
                        Arm.SERVICE,
                        rollout.service().service()));
        return Optional.ofNullable(groups.get(set.targetGroup()))
                .map(arn -> arm.with(Arm.TARGET_GROUP, arn))
                .orElse(arm);
    }

    /** Requests go back first: CodeDeploy's rollback deployment does that. */
    TargetResult<CodeDeployState> stop(ReleaseContext context, Rollout rollout) {
        deployments.stopAndRollBack(context.action().scope(), rollout.deployment());
        return new TargetResult.Next<>(
                new TakingBack(
                        rollout,
                        Optional.empty(),
                        "",
                        List.of(),
                        context.action().now().plus(DeploymentFollower.UNTIL_VISIBLE)),
                "asked " + rollout.deployment() + " to be taken back");
    }

    TargetResult<CodeDeployState> followBack(ReleaseContext context, DeploymentGroupId group, TakingBack state) {
        String watched = state.rollback().orElse(state.rollout().deployment());
        Optional<CodeDeployment> observed = observed(context.action(), watched);
        if (observed.isEmpty()) {
            return await(context, state, watched, Optional.empty());
        }
        CodeDeployment seen = observed.get();
        if (state.rollback().isPresent()) {
            return switch (seen.status()) {
                case SUCCEEDED -> new TargetResult.Done<>(state, "the original has all requests again");
                case FAILED, STOPPED ->
                    new TargetResult.Failed<>(
                            state, DeploymentEnd.rollbackFailed(group, seen, "", List.of()), Aftermath.OUT_OF_HAND);
                case CREATED, QUEUED, IN_PROGRESS, BAKING, READY, UNKNOWN ->
                    await(context, state, watched, Optional.empty());
            };
        }
        if (seen.rollback().isPresent()) {
            return new TargetResult.Next<>(
                    state.by(seen.rollback().get()),
                    "taken back by " + seen.rollback().get());
        }
        if (seen.status().hasEnded() && !seen.hasBegun()) {
            return new TargetResult.Done<>(state, "nothing was begun");
        }
        if (seen.status() == CodeDeployment.Status.SUCCEEDED
                || !context.action().now().isBefore(state.giveUpAt())) {
            return new TargetResult.Failed<>(state, DeploymentEnd.notGoneBack(group, seen), Aftermath.OUT_OF_HAND);
        }
        return await(context, state, watched, Optional.of(state));
    }

    private static TargetResult<CodeDeployState> await(
            ReleaseContext context, TakingBack state, String watched, Optional<TakingBack> until) {
        List<ResourceId> resources = List.of(resource(context.action(), watched));
        return new TargetResult.Await<>(
                state,
                new Wait.ForAnyResource(resources, until.map(TakingBack::giveUpAt)),
                "being taken back" + state.rollback().map(id -> " by " + id).orElse(""));
    }

    private static TargetResult<CodeDeployState> await(ReleaseContext context, Following state, String summary) {
        ResourceId resource = resource(context.action(), state.rollout().deployment());
        return new TargetResult.Await<>(state, new Wait.ForResource(resource), summary);
    }

    private List<String> findings(ReleaseContext context, Rollout rollout, CodeDeployment seen) {
        List<String> findings = new ArrayList<>(DeploymentEnd.diagnostics(seen));
        if (seen.hasBegun()) {
            findings.addAll(tasks.lookInto(context.action(), rollout, seen).findings());
        }
        return findings;
    }

    private static Optional<CodeDeployment> observed(ActionContext context, String deployment) {
        return context.observation(resource(context, deployment))
                .filter(CodeDeployment.class::isInstance)
                .map(CodeDeployment.class::cast);
    }

    private static ResourceId resource(ActionContext context, String deployment) {
        return new ResourceId(CodeDeployment.KIND, context.scope(), deployment);
    }
}
