package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.EcsDeployState.Rollout;
import dev.penstock.release.EcsReleaseState.Begun;
import dev.penstock.release.EcsReleaseState.BySets;
import dev.penstock.release.EcsReleaseState.Pinned;
import dev.penstock.release.EcsReleaseState.Ready;
import dev.penstock.release.EcsReleaseState.Returning;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.There;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WebProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Releases to ECS services by the deployments that ECS makes itself: {@code Deploy/AWS/ECS/1} where settings say how to release.
 * ECS starts and stops tasks and moves the traffic; before each step it pauses until the release lets it go on or takes it back.
 * What the service's deployment configuration was is put back in the end, whichever end it is. Where settings name a listener rule
 * between task sets, it is {@link TaskSetReleases} that carry the steps out.
 */
public final class EcsReleaseTarget implements ReleaseTarget<EcsDeployConfiguration, EcsReleaseState> {

    private final EcsDeployAction plain;
    private final ContainerServices services;
    private final EcsPreparation preparation;
    private final NativeRelease release;
    private final NativeReturn back;
    private final NativePosition position;
    private final Optional<TaskSetReleases> sets;

    /**
     * A target over a platform, the registries that hold its images, and the load balancers before it, without task sets.
     *
     * @param probe asks for pages before users do
     */
    public EcsReleaseTarget(
            ContainerServices services,
            ImageRegistry registry,
            ListenerRules rules,
            LoadBalancers balancers,
            WebProbe probe) {
        this(services, registry, rules, balancers, probe, Optional.empty());
    }

    /**
     * The same, with task sets.
     *
     * @param sets for services whose deployments ECS does not make
     */
    public EcsReleaseTarget(
            ContainerServices services,
            ImageRegistry registry,
            ListenerRules rules,
            LoadBalancers balancers,
            WebProbe probe,
            TaskSetReleases sets) {
        this(services, registry, rules, balancers, probe, Optional.of(sets));
    }

    private EcsReleaseTarget(
            ContainerServices services,
            ImageRegistry registry,
            ListenerRules rules,
            LoadBalancers balancers,
            WebProbe probe,
            Optional<TaskSetReleases> sets) {
        this.sets = sets;
        this.plain = new EcsDeployAction(services, registry);
        this.services = services;
        this.preparation = new EcsPreparation(
                services, new ImagePins(registry), new ServicePreflight(rules, balancers), balancers);
        this.release = new NativeRelease(services, new ReleaseTest(balancers, probe));
        this.back = new NativeReturn(services, release);
        this.position = new NativePosition(services, rules);
    }

    @Override
    public ActionTypeId type() {
        return plain.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return plain.artifacts();
    }

    @Override
    public EcsDeployConfiguration configure(ConfigurationReader configuration) {
        String action = configuration.declaration().name();
        return plain.configure(configuration).with(sets.flatMap(each -> each.route(action)));
    }

    @Override
    public Class<EcsReleaseState> stateType() {
        return EcsReleaseState.class;
    }

    @Override
    public EcsReleaseState begin(EcsDeployConfiguration configuration) {
        return configuration.route().isPresent() ? new BySets(new TaskSetState.Begun()) : new Begun();
    }

    @Override
    public Duration timeout(EcsDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public Optional<Refusal> refusal(EcsDeployConfiguration configuration, ReleasePlan plan) {
        return plan.otherPlatform(ComputePlatform.ECS)
                .or(() -> configuration.route().isPresent() ? cannotDoBySets(plan) : cannotDo(plan));
    }

    @Override
    public Optional<Refusal> twinRefusal(EcsDeployConfiguration configuration) {
        if (configuration.route().flatMap(TaskSetRoute::baseline).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                configuration.route().isPresent()
                        ? new Refusal(
                                "For 'baseline: equalAge', a task set of the old version is started beside the new one, and"
                                        + " 'taskSets' names no target group for it.",
                                "Name a third one by 'taskSets.baselineTargetGroup', or leave 'baseline' away.")
                        : new Refusal(
                                "A deployment that ECS makes has two service revisions, and 'baseline: equalAge' needs a third"
                                        + " one, of the old version.",
                                "Task sets can ('taskSets', for a service whose deploymentController is EXTERNAL). Leave"
                                        + " 'baseline' away, and say by 'warmUp' of the verdict how long the new version is"
                                        + " not judged."));
    }

    /** Why no service can be released to by a plan; absent if one can, with load balancers that fit. */
    public static Optional<Refusal> cannotDo(ReleasePlan plan) {
        return NativePlans.refusal(plan);
    }

    /** Why no service can be released to by a plan and by task sets; absent if one can. */
    public static Optional<Refusal> cannotDoBySets(ReleasePlan plan) {
        return TaskSetReleases.refusal(plan);
    }

    /** A service that shall have no tasks has no users that anything could be tried on. */
    @Override
    public TargetFacts facts(ActionContext context, EcsDeployConfiguration configuration) {
        if (configuration.route().isPresent()) {
            // What there is of task sets is looked at while preparing, and told with its id.
            return TargetFacts.live(OptionalInt.empty());
        }
        ServiceSetup setup = services.setup(context.scope(), configuration.service());
        return setup.desiredCount() == 0 && !setup.daemon()
                ? TargetFacts.EMPTY
                : TargetFacts.live(OptionalInt.of(setup.desiredCount()));
    }

    @Override
    public TargetResult<EcsReleaseState> carryOut(
            ReleaseContext context,
            EcsDeployConfiguration configuration,
            EcsReleaseState state,
            ReleaseStep.OfTarget step)
            throws IOException, InterruptedException {
        try {
            return switch (state) {
                case Begun() -> preparation.pin(context.action(), configuration);
                case Pinned pinned -> preparation.register(context, configuration, pinned);
                case There there -> preparation.join(context, configuration, there);
                case Ready ready -> release.begin(context, configuration, ready);
                case Running running -> release.goOn(context, configuration, running, step);
                case Returning returning -> back.goOn(context, configuration, returning);
                case BySets(TaskSetState at) -> wrapped(sets().carryOut(context, configuration, at, step));
            };
        } catch (ReleaseFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), Aftermath.UNTOUCHED);
        }
    }

    private TaskSetReleases sets() {
        return sets.orElseThrow();
    }

    private static TargetResult<EcsReleaseState> wrapped(TargetResult<TaskSetState> result) {
        return switch (result) {
            case TargetResult.Next<TaskSetState>(TaskSetState at, String summary) ->
                new TargetResult.Next<>(new BySets(at), summary);
            case TargetResult.Await<TaskSetState>(TaskSetState at, Wait until, String summary) ->
                new TargetResult.Await<>(new BySets(at), until, summary);
            case TargetResult.Done<TaskSetState>(TaskSetState at, String summary) ->
                new TargetResult.Done<>(new BySets(at), summary);
            case TargetResult.Nothing<TaskSetState>(TaskSetState at, String summary) ->
                new TargetResult.Nothing<>(new BySets(at), summary);
            case TargetResult.Failed<TaskSetState>(TaskSetState at, ActionFailure failure, Aftermath aftermath) ->
                new TargetResult.Failed<>(new BySets(at), failure, aftermath);
        };
    }

    @Override
    public Position position(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        if (state instanceof BySets(TaskSetState at)) {
            return sets().position(context, configuration, at);
        }
        if (!(state instanceof Running running)) {
            return NativePosition.untouched();
        }
        return position.of(context, configuration, running);
    }

    /** Whoever has taken over shall not have its pauses with their next deployment. */
    @Override
    public void letGo(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        if (state instanceof Running running) {
            release.putBack(context.action(), configuration, running.work());
        }
    }

    @Override
    public TargetResult<EcsReleaseState> rollBack(
            ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        return switch (state) {
            case Begun() -> new TargetResult.Done<>(state, "");
            case Pinned pinned -> new TargetResult.Done<>(pinned, "");
            case There there -> new TargetResult.Done<>(there, "");
            case Ready ready -> back.fromReady(context.action(), configuration, ready);
            case Running running -> back.fromRunning(context.action(), running);
            case Returning returning -> back.goOn(context, configuration, returning);
            case BySets(TaskSetState at) -> wrapped(sets().rollBack(context, configuration, at));
        };
    }

    @Override
    public void abandon(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        ActionContext action = context.action();
        switch (state) {
            case Begun() -> {}
            case Pinned ignored -> {}
            case There ignored -> {}
            case Ready ready ->
                release.find(action, configuration, ready.work())
                        .ifPresent(begun -> back.abandon(context, configuration, ready.work(), begun));
            case Running running -> back.abandon(context, configuration, running.work(), running.deployment());
            case Returning returning -> back.abandon(context, configuration, returning.work(), returning.deployment());
            case BySets(TaskSetState at) -> sets().abandon(context, configuration, at);
        }
    }

    @Override
    public Optional<String> stopping(
            ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        if (state instanceof BySets(TaskSetState at)) {
            return sets().stopping(context, configuration, at);
        }
        return state instanceof Running running
                ? services.look(context.action().scope(), running.deployment())
                        .filter(seen -> !seen.status().hasEnded())
                        .map(RolloutProgress::ofRollback)
                : Optional.empty();
    }

    @Override
    public ActionResult result(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        if (state instanceof BySets(TaskSetState at)) {
            return sets().result(context, configuration, at);
        }
        return state instanceof Running running
                ? RolloutEnd.succeeded(
                        configuration,
                        new Rollout(
                                running.work().images(),
                                running.work().service(),
                                running.work().taskDefinition(),
                                running.deployment(),
                                true))
                : ActionResult.NOTHING;
    }
}
