package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Keeping;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Restoring;
import dev.penstock.beanstalk.BeanstalkDeployState.Swapping;
import dev.penstock.beanstalk.BeanstalkReleaseState.Bringing;
import dev.penstock.beanstalk.BeanstalkReleaseState.Divided;
import dev.penstock.beanstalk.BeanstalkReleaseState.Ending;
import dev.penstock.beanstalk.BeanstalkReleaseState.Live;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings back what ran before a release. Requests go back first; then what was made for it ends. */
final class ReleaseWayBack {

    /** Why the release goes back is told by the release; this only names it where events are told. */
    private static final Cause TURNED_BACK = new Cause("the release goes back", "", List.of(), false);

    private final Environments environments;
    private final BeanstalkSteps steps;
    private final DividedSteps divided;
    private final Housekeeping housekeeping;

    ReleaseWayBack(Environments environments, BeanstalkSteps steps, DividedSteps divided, Housekeeping housekeeping) {
        this.environments = environments;
        this.steps = steps;
        this.divided = divided;
        this.housekeeping = housekeeping;
    }

    TargetResult<BeanstalkReleaseState> goOn(
            ReleaseContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            BeanstalkReleaseState state)
            throws IOException, InterruptedException {
        return switch (state) {
            case Divided at -> {
                TargetResult<BeanstalkReleaseState> back = divided.back(context, at);
                if (back instanceof TargetResult.Done<BeanstalkReleaseState>) {
                    drop(context.action(), at.plan());
                }
                yield back;
            }
            case Ending(Release release, Plan plan) ->
                new TargetResult.Failed<>(state, DeploymentEnd.noWayBack(plan), Aftermath.OUT_OF_HAND);
            case Live(Optional<Release> release, Optional<Plan> plan, var result) ->
                release.isPresent() && plan.isPresent()
                        ? restore(state, release.get(), plan.get())
                        : new TargetResult.Done<>(state, "");
            case Bringing(BeanstalkDeployState at) -> bringing(context, target, options, state, at);
        };
    }

    private TargetResult<BeanstalkReleaseState> bringing(
            ReleaseContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            BeanstalkReleaseState state,
            BeanstalkDeployState at)
            throws IOException, InterruptedException {
        boolean isGoingBack = at instanceof Restoring
                || (at instanceof Swapping(var release, var plan, var cause) && cause.isPresent())
                || (at instanceof Following following
                        && following.change().cause().isPresent());
        if (at instanceof Swapping
                && isGoingBack
                && isDropped(context.action(), at.planned().orElseThrow())) {
            return new TargetResult.Done<>(state, "");
        }
        if (isGoingBack) {
            return drive(context, target, options, state, at);
        }
        if (at.planned().isEmpty()) {
            return new TargetResult.Done<>(state, "");
        }
        Plan plan = at.planned().get();
        Release release = at.released().orElseThrow();
        if (at instanceof Swapping || at instanceof Keeping) {
            return new TargetResult.Next<>(
                    new Bringing(new Swapping(release, plan, Optional.of(TURNED_BACK))), "changes back");
        }
        steps.stop(context.action(), at);
        boolean isMade = plan.environmentId().isEmpty()
                || (at instanceof Following following && following.change().kind() == Change.Kind.CREATE);
        if (plan.pair().isPresent() || isMade) {
            drop(context.action(), plan);
            return new TargetResult.Done<>(state, "");
        }
        return restore(state, release, plan);
    }

    /** The version, and the options, that the environment had before. */
    private static TargetResult<BeanstalkReleaseState> restore(
            BeanstalkReleaseState state, Release release, Plan plan) {
        if (plan.previousLabel().equals(release.label()) && plan.options() == 0) {
            return new TargetResult.Done<>(state, "");
        }
        if (plan.previousLabel().isEmpty()) {
            return new TargetResult.Failed<>(
                    state, DeploymentEnd.failed(release, plan, nothingBefore()), Aftermath.OUT_OF_HAND);
        }
        return new TargetResult.Next<>(
                new Bringing(new Restoring(
                        release,
                        plan,
                        TURNED_BACK,
                        Optional.empty(),
                        plan.template().isEmpty())),
                "brings back version " + plan.previousLabel());
    }

    private static Cause nothingBefore() {
        return new Cause("there is no version before it that could be brought back", "", List.of(), false);
    }

    private TargetResult<BeanstalkReleaseState> drive(
            ReleaseContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            BeanstalkReleaseState state,
            BeanstalkDeployState at)
            throws IOException, InterruptedException {
        return switch (steps.step(context.action(), target, options, at)) {
            case StepResult.Next<BeanstalkDeployState>(BeanstalkDeployState next, String summary) ->
                new TargetResult.Next<>(new Bringing(next), summary);
            case StepResult.Pass<BeanstalkDeployState>(var next, var ignored, String summary, var point) ->
                new TargetResult.Next<>(new Bringing(next), summary);
            case StepResult.Await<BeanstalkDeployState>(BeanstalkDeployState next, Wait until, String summary) ->
                new TargetResult.Await<>(new Bringing(next), until, summary);
            case StepResult.Succeed<BeanstalkDeployState> ignored -> new TargetResult.Done<>(state, "");
            case StepResult.Fail<BeanstalkDeployState>(ActionFailure failure) -> {
                if (failure.kind() != ActionFailure.Kind.ROLLED_BACK) {
                    yield new TargetResult.Failed<>(state, failure, Aftermath.OUT_OF_HAND);
                }
                at.planned().ifPresent(plan -> {
                    drop(context.action(), plan);
                    housekeeping.forget(context.action(), target, plan);
                });
                yield new TargetResult.Done<>(state, "");
            }
        };
    }

    /** What was made ends only once users have what they had: a runner may have died right after that. */
    private boolean isDropped(ActionContext context, Plan plan) {
        return plan.pair().filter(BeanstalkDeployState.Pair::made).isPresent()
                && environments
                        .get(context.scope(), plan.environmentId())
                        .filter(found -> !found.status().isEnding())
                        .isEmpty();
    }

    /** Ends an environment that this release has made beside the one that is live. */
    private void drop(ActionContext context, Plan plan) {
        if (plan.pair().filter(BeanstalkDeployState.Pair::made).isEmpty()) {
            return;
        }
        Optional<Environment> made = plan.environmentId().isEmpty()
                ? environments.find(context.scope(), plan.environment())
                : environments.get(context.scope(), plan.environmentId());
        made.filter(environment -> !environment.status().isEnding()).ifPresent(environment -> {
            environments.terminate(context.scope(), environment.id());
            context.log("Terminates '" + plan.environment() + "', which was made for this release.");
        });
    }

    /** Begins to bring back what ran before, because somebody abandons the release. */
    void abandon(ReleaseContext context, DeploymentOptions options, BeanstalkReleaseState state) {
        if (options.whenStopped() == DeploymentOptions.WhenStopped.LEAVE) {
            return;
        }
        ActionContext action = context.action();
        switch (state) {
            case Divided at -> {
                switch (divided.back(context, at)) {
                    case TargetResult.Done<BeanstalkReleaseState> ignored -> drop(action, at.plan());
                    case TargetResult.Failed<BeanstalkReleaseState>(var left, ActionFailure failure, var aftermath) ->
                        action.log(failure.message());
                    case TargetResult.Await<BeanstalkReleaseState>(var left, Wait until, String words) ->
                        action.log("Requests go back: " + words + ".");
                    case TargetResult.Next<BeanstalkReleaseState> ignored -> {}
                    case TargetResult.Nothing<BeanstalkReleaseState> ignored -> {}
                }
            }
            case Bringing(BeanstalkDeployState at) -> {
                steps.abandon(action, options, at);
                boolean changesHostNames = at instanceof Swapping || at instanceof Keeping;
                if (!changesHostNames && at.planned().isPresent()) {
                    drop(action, at.planned().get());
                    redeploy(action, at.released().orElseThrow(), at.planned().get());
                }
            }
            case Ending(Release release, Plan plan) ->
                action.log(DeploymentEnd.noWayBack(plan).message());
            case Live(Optional<Release> release, Optional<Plan> plan, var result) -> {
                if (release.isPresent() && plan.isPresent()) {
                    redeploy(action, release.get(), plan.get());
                }
            }
        }
    }

    /** Asks for the previous version where ours is deployed already, in place; {@link #stopping} tells how long that goes on. */
    private void redeploy(ActionContext context, Release release, Plan plan) {
        if (plan.previousLabel().isEmpty()
                || plan.pair().isPresent()
                || plan.previousLabel().equals(release.label())) {
            return;
        }
        environments
                .get(context.scope(), plan.environmentId())
                .filter(found ->
                        found.status().isReady() && found.versionLabel().equals(release.label()))
                .ifPresent(found -> {
                    environments.update(
                            context.scope(),
                            new EnvironmentUpdate(
                                    found.id(), Optional.of(plan.previousLabel()), Map.of(), Optional.empty()));
                    context.log("Brings back version " + plan.previousLabel() + ".");
                });
    }

    Optional<String> stopping(ActionContext context, DeploymentOptions options, BeanstalkReleaseState state) {
        return switch (state) {
            case Divided ignored -> Optional.empty();
            case Ending ignored -> Optional.empty();
            case Bringing(BeanstalkDeployState at) -> steps.stopping(context, options, at);
            case Live live ->
                live.plan()
                        .flatMap(plan -> environments.get(context.scope(), plan.environmentId()))
                        .filter(found -> options.whenStopped() != DeploymentOptions.WhenStopped.LEAVE)
                        .filter(found ->
                                !found.status().isReady() && !found.status().isEnding())
                        .map(found -> "the " + found.inWords() + " is " + found.status());
        };
    }
}
