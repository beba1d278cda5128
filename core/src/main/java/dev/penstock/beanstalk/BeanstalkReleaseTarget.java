package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Begun;
import dev.penstock.beanstalk.BeanstalkDeployState.Creating;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Keeping;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Swapping;
import dev.penstock.beanstalk.BeanstalkDeployState.Updating;
import dev.penstock.beanstalk.BeanstalkDeployState.Warming;
import dev.penstock.beanstalk.BeanstalkReleaseState.Bringing;
import dev.penstock.beanstalk.BeanstalkReleaseState.Divided;
import dev.penstock.beanstalk.BeanstalkReleaseState.Ending;
import dev.penstock.beanstalk.BeanstalkReleaseState.Live;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Environments of Elastic Beanstalk as a target of releases: one alone by the policies that Beanstalk has, or a pair, the second of
 * which takes the place of the first by its host name or by the weights of a rule. The steps are those of {@link
 * BeanstalkDeployAction}; what comes when is the release's plan.
 */
public final class BeanstalkReleaseTarget
        implements ReleaseTarget<BeanstalkDeployConfiguration, BeanstalkReleaseState> {

    private final Environments environments;
    private final Function<String, DeploymentOptions> options;
    private final BeanstalkSteps steps;
    private final PairFinder pairs;
    private final Retirement retirement;
    private final DividedSteps divided;
    private final ReleasePositions positions;
    private final ReleaseWayBack wayBack;
    private final Housekeeping housekeeping;

    /**
     * A target over a platform.
     *
     * @param options by the action's name
     */
    public BeanstalkReleaseTarget(BeanstalkPlatform platform, Function<String, DeploymentOptions> options) {
        this.environments = platform.environments();
        this.options = options;
        this.housekeeping = new Housekeeping(environments);
        // What ran before is kept until the release has ended: bakes come after the deployment.
        this.steps = new BeanstalkSteps(platform, Housekeeping.notYet(environments));
        SharedTraffic traffic = new SharedTraffic(environments, platform.rules(), new OptionChanges(platform.stacks()));
        this.pairs = new PairFinder(environments, traffic);
        this.retirement = new Retirement(environments, housekeeping);
        this.divided = new DividedSteps(environments, platform.rules(), traffic);
        this.positions = new ReleasePositions(environments, divided);
        this.wayBack = new ReleaseWayBack(environments, steps, divided, housekeeping);
    }

    @Override
    public ActionTypeId type() {
        return BeanstalkDeployAction.TYPE;
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
    public Class<BeanstalkReleaseState> stateType() {
        return BeanstalkReleaseState.class;
    }

    @Override
    public BeanstalkReleaseState begin(BeanstalkDeployConfiguration configuration) {
        return new Bringing(new Begun());
    }

    @Override
    public Duration timeout(BeanstalkDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public Optional<Refusal> refusal(BeanstalkDeployConfiguration configuration, ReleasePlan plan) {
        return cannotDo(options.apply(configuration.action()), plan);
    }

    /** Why environments with some options cannot be released to by a plan; absent if they can, as far as settings tell. Pure. */
    public static Optional<Refusal> cannotDo(DeploymentOptions options, ReleasePlan plan) {
        return ReleaseFit.refusal(options, plan);
    }

    @Override
    public TargetFacts facts(ActionContext context, BeanstalkDeployConfiguration configuration) {
        DeploymentOptions chosen = options.apply(configuration.action());
        boolean isLive;
        try {
            isLive = chosen.blueGreen().isPresent()
                    ? pairs.find(context, configuration, chosen).hasLive()
                    : environments
                            .find(context.scope(), configuration.environment())
                            .filter(found -> !found.status().isEnding())
                            .isPresent();
        } catch (BeanstalkFailure e) {
            // What stands in the way is told by the step that looks, with its id.
            return TargetFacts.UNKNOWN;
        }
        return isLive ? TargetFacts.live(OptionalInt.empty()) : TargetFacts.EMPTY;
    }

    @Override
    public TargetResult<BeanstalkReleaseState> carryOut(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            ReleaseStep.OfTarget step)
            throws IOException, InterruptedException {
        return switch (step) {
            case ReleaseStep.Prepare() -> prepare(context, configuration, state);
            case ReleaseStep.ScaleUp ignored ->
                ReleaseFit.isSplitting(fitted(context, configuration), context.plan())
                        ? drive(context, configuration, state, Following.class::isInstance)
                        : drive(context, configuration, state, Warming.class::isInstance);
            case ReleaseStep.Test() ->
                drive(context, configuration, state, at -> at instanceof Routing || at instanceof Swapping);
            case ReleaseStep.Replace ignored -> drive(context, configuration, state, at -> false);
            case ReleaseStep.Shift(Share share) -> shift(context, configuration, state, share);
            case ReleaseStep.Finish() -> finish(context, configuration, state);
        };
    }

    /** Up to where an environment would be made or changed. */
    private TargetResult<BeanstalkReleaseState> prepare(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state)
            throws IOException, InterruptedException {
        TargetResult<BeanstalkReleaseState> result = drive(
                context,
                configuration,
                state,
                at -> at instanceof Creating
                        || at instanceof Updating
                        || (at instanceof Following following
                                && following.plan().pair().isPresent()));
        if (result instanceof TargetResult.Done<BeanstalkReleaseState>(Live live, String summary)) {
            return new TargetResult.Nothing<>(live, summary);
        }
        return result instanceof TargetResult.Failed<BeanstalkReleaseState>(var at, var failure, Aftermath left)
                        && left == Aftermath.OUT_OF_HAND
                ? new TargetResult.Failed<>(at, failure, Aftermath.UNTOUCHED)
                : result;
    }

    /** One step of the deployment, unless it is where it shall be already. */
    private TargetResult<BeanstalkReleaseState> drive(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            Predicate<BeanstalkDeployState> isThere)
            throws IOException, InterruptedException {
        if (!(state instanceof Bringing(BeanstalkDeployState at)) || isThere.test(at)) {
            return new TargetResult.Done<>(state, "");
        }
        StepResult<BeanstalkDeployState> result =
                steps.step(context.action(), configuration, fitted(context, configuration), at);
        if (at instanceof Updating updating
                && result instanceof StepResult.Next<BeanstalkDeployState>(Looking anew, String why)) {
            return taken(context, updating, why);
        }
        return switch (result) {
            case StepResult.Next<BeanstalkDeployState>(BeanstalkDeployState next, String summary) ->
                isThere.test(next)
                        ? new TargetResult.Done<>(new Bringing(next), "")
                        : new TargetResult.Next<>(new Bringing(next), summary);
            case StepResult.Pass<BeanstalkDeployState>(var next, var ignored, String summary, var point) ->
                new TargetResult.Next<>(new Bringing(next), summary);
            case StepResult.Await<BeanstalkDeployState>(BeanstalkDeployState next, Wait until, String summary) ->
                new TargetResult.Await<>(new Bringing(next), until, summary);
            case StepResult.Succeed<BeanstalkDeployState>(ActionResult end) ->
                new TargetResult.Done<>(new Live(at.released(), at.planned(), end), end.summary());
            case StepResult.Fail<BeanstalkDeployState>(var failure) ->
                new TargetResult.Failed<>(
                        state,
                        failure,
                        // The deployment itself has brought back what it could.
                        failure.kind() == ActionFailure.Kind.ROLLED_BACK ? Aftermath.RESTORED : Aftermath.OUT_OF_HAND);
        };
    }

    /**
     * The environment is not as the release was planned for, and nothing was changed yet: what somebody else does there is waited for, and
     * what they have brought is theirs.
     */
    private TargetResult<BeanstalkReleaseState> taken(ReleaseContext context, Updating updating, String why) {
        Plan plan = updating.plan();
        var state = new Bringing(updating);
        Optional<Environment> now = environments.get(context.action().scope(), plan.environmentId());
        if (now.isEmpty() || now.get().status().isEnding()) {
            EnvironmentStatus status = now.map(Environment::status).orElse(EnvironmentStatus.TERMINATED);
            return new TargetResult.Failed<>(state, DeploymentEnd.gone(plan, status), Aftermath.UNTOUCHED);
        }
        if (!now.get().versionLabel().equals(plan.previousLabel())) {
            return new TargetResult.Failed<>(
                    state,
                    DeploymentEnd.superseded(updating.release(), plan, now.get().versionLabel()),
                    Aftermath.UNTOUCHED);
        }
        var resource = new ResourceId(EnvironmentSnapshot.KIND, context.action().scope(), plan.environmentId());
        return new TargetResult.Await<>(
                state,
                new Wait.ForAnyResource(
                        List.of(resource), Optional.of(context.action().now().plus(EnvironmentApproach.LOOK_AGAIN))),
                why + ": waits for its turn");
    }

    private TargetResult<BeanstalkReleaseState> shift(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            Share share)
            throws IOException, InterruptedException {
        return switch (state) {
            case Live live -> new TargetResult.Done<>(live, "");
            case Ending ending -> new TargetResult.Done<>(ending, "");
            case Divided at -> divided.shift(context, at, share);
            case Bringing(BeanstalkDeployState at) -> {
                Optional<BlueGreen.Route> route =
                        fitted(context, configuration).blueGreen().map(BlueGreen::route);
                if (route.isEmpty()) {
                    yield split(context, configuration, state, share);
                }
                yield route.get() instanceof Weights weights
                        ? divide(context, state, weights)
                        : swap(context, configuration, state, at);
            }
        };
    }

    private TargetResult<BeanstalkReleaseState> swap(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            BeanstalkDeployState at)
            throws IOException, InterruptedException {
        BeanstalkReleaseState from = at instanceof Warming(Release release, Plan plan, int attempts)
                ? new Bringing(new Swapping(release, plan, Optional.empty()))
                : state;
        TargetResult<BeanstalkReleaseState> result = drive(context, configuration, from, Keeping.class::isInstance);
        return result instanceof TargetResult.Done<BeanstalkReleaseState>(Bringing(Keeping now), String none)
                ? new TargetResult.Done<>(
                        new Bringing(now), "users have '" + now.plan().environment() + "'")
                : result;
    }

    /** The rule is looked at before the first share. */
    private TargetResult<BeanstalkReleaseState> divide(
            ReleaseContext context, BeanstalkReleaseState state, Weights weights) {
        BeanstalkDeployState at = ((Bringing) state).at();
        try {
            Divided begun = divided.begin(
                    context.action(),
                    weights,
                    at.released().orElseThrow(),
                    at.planned().orElseThrow());
            divided.check(context, begun);
            return new TargetResult.Next<>(begun, "moves requests");
        } catch (BeanstalkFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), Aftermath.CHANGED);
        }
    }

    /** Beanstalk itself divides requests, from when the new instances have the version until its evaluation is over. */
    private TargetResult<BeanstalkReleaseState> split(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            Share share)
            throws IOException, InterruptedException {
        boolean isDivided = !share.equals(Share.ALL)
                && state instanceof Bringing(Following following)
                && ChangeFollower.observed(context.action(), following.plan().environmentId())
                        .flatMap(EnvironmentSnapshot::instances)
                        .filter(all -> all.running(following.release().label()) > 0
                                && all.running(following.release().label()) * 2
                                        >= all.instances().size())
                        .isPresent();
        return isDivided
                ? new TargetResult.Done<>(state, share + " of requests go to the new instances")
                : drive(context, configuration, state, at -> false);
    }

    private TargetResult<BeanstalkReleaseState> finish(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state) {
        return switch (state) {
            case Divided at -> {
                TargetResult<BeanstalkReleaseState> ended = divided.finish(context, at);
                yield ended instanceof TargetResult.Done<BeanstalkReleaseState>
                        ? ending(at.release(), at.plan())
                        : ended;
            }
            case Bringing(Keeping at) -> {
                Position now = position(context, configuration, state);
                yield now.condition() instanceof Position.Condition.Overtaken(ActionFailure failure)
                        ? new TargetResult.Failed<>(state, failure, Aftermath.OUT_OF_HAND)
                        : ending(at.release(), at.plan());
            }
            case Ending(Release release, Plan plan) -> retire(context, configuration, state, release, plan);
            case Live live -> {
                live.plan().ifPresent(plan -> {
                    housekeeping.forget(context.action(), configuration, plan);
                    housekeeping.prune(
                            context.action(),
                            configuration,
                            fitted(context, configuration),
                            live.release().orElseThrow(),
                            plan);
                });
                yield new TargetResult.Done<>(live, "");
            }
            case Bringing ignored -> new TargetResult.Done<>(state, "");
        };
    }

    /** Durable before anything ends: whoever goes on after a runner that died in it must not go back to what is gone. */
    private static TargetResult<BeanstalkReleaseState> ending(Release release, Plan plan) {
        return new TargetResult.Next<>(
                new Ending(release, plan),
                "gives up '" + plan.pair().orElseThrow().liveName() + "'");
    }

    private TargetResult<BeanstalkReleaseState> retire(
            ReleaseContext context,
            BeanstalkDeployConfiguration configuration,
            BeanstalkReleaseState state,
            Release release,
            Plan plan) {
        try {
            ActionResult end =
                    retirement.retire(context.action(), configuration, fitted(context, configuration), release, plan);
            return new TargetResult.Done<>(new Live(Optional.of(release), Optional.of(plan), end), end.summary());
        } catch (BeanstalkFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), Aftermath.OUT_OF_HAND);
        }
    }

    @Override
    public Position position(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state) {
        return positions.of(context, fitted(context, configuration), state);
    }

    @Override
    public TargetResult<BeanstalkReleaseState> rollBack(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state)
            throws IOException, InterruptedException {
        return wayBack.goOn(context, configuration, fitted(context, configuration), state);
    }

    @Override
    public void abandon(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state) {
        wayBack.abandon(context, fitted(context, configuration), state);
    }

    @Override
    public Optional<String> stopping(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state) {
        return wayBack.stopping(context.action(), fitted(context, configuration), state);
    }

    @Override
    public ActionResult result(
            ReleaseContext context, BeanstalkDeployConfiguration configuration, BeanstalkReleaseState state) {
        return state instanceof Live live ? live.result() : ActionResult.NOTHING;
    }

    private DeploymentOptions fitted(ReleaseContext context, BeanstalkDeployConfiguration configuration) {
        return ReleaseFit.fitted(options.apply(configuration.action()), context);
    }
}
