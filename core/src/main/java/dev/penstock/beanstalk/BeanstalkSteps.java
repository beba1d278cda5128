package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Baking;
import dev.penstock.beanstalk.BeanstalkDeployState.Begun;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Creating;
import dev.penstock.beanstalk.BeanstalkDeployState.Diagnosing;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Keeping;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Restoring;
import dev.penstock.beanstalk.BeanstalkDeployState.Retiring;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Shifting;
import dev.penstock.beanstalk.BeanstalkDeployState.Swapping;
import dev.penstock.beanstalk.BeanstalkDeployState.Updating;
import dev.penstock.beanstalk.BeanstalkDeployState.Versioning;
import dev.penstock.beanstalk.BeanstalkDeployState.Warming;
import java.io.IOException;
import java.util.Optional;

/** The steps of deployments to environments, whoever leads through them. */
final class BeanstalkSteps {

    private final Environments environments;
    private final BundleSteps bundles;
    private final EnvironmentApproach approach;
    private final VersionSteps versions;
    private final ChangeSteps changes;
    private final ChangeFollower follower;
    private final FailureSteps failures;
    private final WarmSteps warmth;
    private final PairSteps pairs;
    private final RampSteps ramps;

    BeanstalkSteps(BeanstalkPlatform platform, Housekeeping housekeeping) {
        this.environments = platform.environments();
        OptionChanges optionChanges = new OptionChanges(platform.stacks());
        SharedTraffic traffic = new SharedTraffic(environments, platform.rules(), optionChanges);
        this.bundles = new BundleSteps(platform.registry());
        this.approach = new EnvironmentApproach(environments, optionChanges, new PairFinder(environments, traffic));
        this.versions = new VersionSteps(environments, platform.bundles(), bundles);
        this.changes = new ChangeSteps(environments, optionChanges);
        this.follower = new ChangeFollower(environments, housekeeping);
        this.failures = new FailureSteps(environments, housekeeping);
        this.warmth = new WarmSteps(environments, platform.probe());
        this.pairs = new PairSteps(environments, housekeeping);
        this.ramps = new RampSteps(environments, platform.rules(), traffic, housekeeping);
    }

    /** Does what a state says. */
    StepResult<BeanstalkDeployState> step(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions chosen,
            BeanstalkDeployState state)
            throws IOException, InterruptedException {
        try {
            return switch (state) {
                case Begun() -> bundles.begin(context, chosen);
                case Looking looking -> approach.look(context, target, chosen, looking);
                case Versioning versioning -> versions.version(context, target, chosen, versioning);
                case Creating creating -> changes.create(context, target, chosen, creating);
                case Updating updating -> changes.update(context, target, chosen, updating);
                case Following following -> follower.follow(context, target, chosen, following);
                case Diagnosing diagnosing -> failures.diagnose(context, target, chosen, diagnosing);
                case Restoring restoring -> failures.restore(context, target, chosen, restoring);
                case Warming warming -> warmth.warm(context, chosen, warming);
                case Swapping swapping -> pairs.swap(context, chosen, swapping);
                case Keeping keeping -> pairs.keep(context, target, chosen, keeping);
                case Routing routing -> ramps.route(context, chosen, routing);
                case Shifting shifting -> ramps.shift(context, chosen, shifting);
                case Baking baking -> ramps.bake(context, chosen, baking);
                case Retiring retiring -> ramps.retire(context, target, chosen, retiring);
            };
        } catch (BeanstalkFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    /** Ends what is under way, because somebody abandons the deployment. */
    void abandon(ActionContext context, DeploymentOptions chosen, BeanstalkDeployState state) {
        if (chosen.whenStopped() == DeploymentOptions.WhenStopped.LEAVE) {
            return;
        }
        switch (state) {
            case Swapping swapping -> pairs.wayBack(context, chosen, swapping.plan());
            case Keeping keeping -> pairs.wayBack(context, chosen, keeping.plan());
            case Shifting shifting -> ramps.wayBack(context, shifting.ramp());
            case Baking baking -> ramps.wayBack(context, baking.ramp());
            case Begun ignored -> {}
            case Looking ignored -> {}
            case Versioning ignored -> {}
            case Creating ignored -> stop(context, state);
            case Updating ignored -> stop(context, state);
            case Following ignored -> stop(context, state);
            case Diagnosing ignored -> {}
            case Restoring ignored -> {}
            case Warming ignored -> {}
            case Routing ignored -> {}
            case Retiring ignored -> {}
        }
    }

    /** Ends a change of an environment that is under way: an update is aborted, one that is just being made is terminated. */
    void stop(ActionContext context, BeanstalkDeployState state) {
        switch (state) {
            case Begun ignored -> {}
            case Looking ignored -> {}
            case Versioning ignored -> {}
            case Creating creating ->
                environments
                        .find(context.scope(), creating.plan().environment())
                        .ifPresent(made -> stop(context, creating.plan().with(made.id()), Change.Kind.CREATE));
            case Updating updating -> {
                Change change = new Change(Change.Kind.DEPLOY, "", updating.since(), Optional.empty());
                environments
                        .get(context.scope(), updating.plan().environmentId())
                        .flatMap(environment -> new EarlierRequest(environments, context, environment)
                                .of(
                                        change,
                                        updating.plan().previousLabel(),
                                        updating.release().label()))
                        .ifPresent(asked -> stop(context, updating.plan(), asked.kind()));
            }
            case Following following ->
                stop(context, following.plan(), following.change().kind());
            case Diagnosing ignored -> {}
            case Restoring ignored -> {}
            case Warming ignored -> {}
            case Swapping ignored -> {}
            case Keeping ignored -> {}
            case Routing ignored -> {}
            case Shifting ignored -> {}
            case Baking ignored -> {}
            case Retiring ignored -> {}
        }
    }

    /** What still goes on, in words. */
    Optional<String> stopping(ActionContext context, DeploymentOptions chosen, BeanstalkDeployState state) {
        Optional<Plan> changing = switch (state) {
            case Begun ignored -> Optional.empty();
            case Looking ignored -> Optional.empty();
            case Versioning ignored -> Optional.empty();
            case Creating creating -> Optional.of(creating.plan());
            case Updating updating -> Optional.of(updating.plan());
            case Following following -> Optional.of(following.plan());
            case Diagnosing ignored -> Optional.empty();
            case Restoring ignored -> Optional.empty();
            case Warming ignored -> Optional.empty();
            case Swapping swapping -> Optional.of(swapping.plan());
            case Keeping keeping -> Optional.of(keeping.plan());
            case Routing ignored -> Optional.empty();
            case Shifting ignored -> Optional.empty();
            case Baking ignored -> Optional.empty();
            case Retiring ignored -> Optional.empty();
        };
        return chosen.whenStopped() == DeploymentOptions.WhenStopped.LEAVE
                ? Optional.empty()
                : changing.flatMap(plan -> plan.environmentId().isEmpty()
                                ? environments.find(context.scope(), plan.environment())
                                : environments.get(context.scope(), plan.environmentId()))
                        .filter(environment ->
                                !environment.status().isReady() && environment.status() != EnvironmentStatus.TERMINATED)
                        .map(environment -> "the " + environment.inWords() + " is " + environment.status());
    }

    private void stop(ActionContext context, Plan plan, Change.Kind kind) {
        Optional<Environment> environment = environments.get(context.scope(), plan.environmentId());
        switch (kind) {
            case DEPLOY, OPTIONS -> {
                if (environment.filter(Environment::abortable).isPresent()) {
                    environments.abort(context.scope(), plan.environmentId());
                    context.log("Asked the update of '" + plan.environment() + "' to be aborted.");
                }
            }
            case CREATE -> {
                if (environment
                        .filter(each -> each.status() == EnvironmentStatus.LAUNCHING)
                        .isPresent()) {
                    environments.terminate(context.scope(), plan.environmentId());
                    context.log("Terminates '" + plan.environment() + "', which was just being made.");
                }
            }
            case NOTHING, RESTORE, RESTORE_OPTIONS -> {}
        }
    }
}
