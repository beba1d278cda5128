package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
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
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.stack.Stacks;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.WebProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Deploy/AWS/ElasticBeanstalk/1}: brings an artifact to an environment of Elastic Beanstalk as a version.
 *
 * <ol>
 *   <li>Says what becomes the version: its label has the digest of the bundle's contents, so that the same contents are the
 *       same version, and are neither uploaded nor deployed twice.
 *   <li>Looks how the environment is, waits for its turn, and says what is to be changed.
 *   <li>Uploads the bundle, makes the version and has it processed.
 *   <li>Changes the environment, or the other one of a pair, and follows that change, and no other, to its end.
 * </ol>
 *
 * <p>It has succeeded if its label runs on every instance, the environment has that label, is ready and well, and no event of its
 * own request tells of a failure ({@link DeploymentCheck}); that the environment is ready proves nothing. What fails is looked
 * into, and by policy what was there before is brought back.
 */
public final class BeanstalkDeployAction implements ActionProvider<BeanstalkDeployConfiguration, BeanstalkDeployState> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ElasticBeanstalk", "1");

    private final Environments environments;
    private final Function<String, DeploymentOptions> options;
    private final BundleSteps bundles;
    private final EnvironmentApproach approach;
    private final VersionSteps versions;
    private final ChangeSteps changes;
    private final ChangeFollower follower;
    private final FailureSteps failures;
    private final WarmSteps warmth;
    private final PairSteps pairs;
    private final RampSteps ramps;

    /**
     * An action over a platform.
     *
     * @param places where bundles are put
     * @param registry the registries that hold images
     * @param stacks put out values of options
     * @param rules divide requests among environments that share a load balancer
     * @param probe asks environments for pages before users do
     * @param options by the action's name
     */
    public BeanstalkDeployAction(
            Environments environments,
            Bundles places,
            ImageRegistry registry,
            Stacks stacks,
            ListenerRules rules,
            WebProbe probe,
            Function<String, DeploymentOptions> options) {
        this.environments = environments;
        this.options = options;
        OptionChanges optionChanges = new OptionChanges(stacks);
        Housekeeping housekeeping = new Housekeeping(environments);
        this.bundles = new BundleSteps(registry);
        SharedTraffic traffic = new SharedTraffic(environments, rules, optionChanges);
        this.approach = new EnvironmentApproach(environments, optionChanges, new PairFinder(environments, traffic));
        this.versions = new VersionSteps(environments, places, bundles);
        this.changes = new ChangeSteps(environments, optionChanges);
        this.follower = new ChangeFollower(environments, housekeeping);
        this.failures = new FailureSteps(environments, housekeeping);
        this.warmth = new WarmSteps(environments, probe);
        this.pairs = new PairSteps(environments, housekeeping);
        this.ramps = new RampSteps(environments, rules, traffic, housekeeping);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(1, 0);
    }

    @Override
    public BeanstalkDeployConfiguration configure(ConfigurationReader configuration) {
        return BeanstalkDeployConfiguration.read(
                configuration, options.apply(configuration.declaration().name()));
    }

    @Override
    public Class<BeanstalkDeployState> stateType() {
        return BeanstalkDeployState.class;
    }

    @Override
    public BeanstalkDeployState begin(BeanstalkDeployConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Duration timeout(BeanstalkDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public StepResult<BeanstalkDeployState> step(
            ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state)
            throws IOException, InterruptedException {
        DeploymentOptions chosen = options.apply(context.declaration().name());
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

    @Override
    public void abandon(ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state) {
        DeploymentOptions chosen = options.apply(context.declaration().name());
        if (chosen.whenStopped() == DeploymentOptions.WhenStopped.LEAVE) {
            return;
        }
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
            case Swapping swapping -> pairs.wayBack(context, chosen, swapping.plan());
            case Keeping keeping -> pairs.wayBack(context, chosen, keeping.plan());
            case Routing ignored -> {}
            case Shifting shifting -> ramps.wayBack(context, shifting.ramp());
            case Baking baking -> ramps.wayBack(context, baking.ramp());
            case Retiring ignored -> {}
        }
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state) {
        DeploymentOptions chosen = options.apply(context.declaration().name());
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
