package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionResult;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.EcsDeployState.Rollout;
import dev.penstock.release.EcsReleaseState.Begun;
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
 * What the service's deployment configuration was is put back in the end, whichever end it is.
 */
public final class EcsReleaseTarget implements ReleaseTarget<EcsDeployConfiguration, EcsReleaseState> {

    private final EcsDeployAction plain;
    private final ContainerServices services;
    private final EcsPreparation preparation;
    private final NativeRelease release;
    private final NativeReturn back;
    private final NativePosition position;

    /**
     * A target over a platform, the registries that hold its images, and the load balancers before it.
     *
     * @param probe asks for pages before users do
     */
    public EcsReleaseTarget(
            ContainerServices services,
            ImageRegistry registry,
            ListenerRules rules,
            LoadBalancers balancers,
            WebProbe probe) {
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
        return plain.configure(configuration);
    }

    @Override
    public Class<EcsReleaseState> stateType() {
        return EcsReleaseState.class;
    }

    @Override
    public EcsReleaseState begin(EcsDeployConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Duration timeout(EcsDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public Optional<Refusal> refusal(EcsDeployConfiguration configuration, ReleasePlan plan) {
        return cannotDo(plan);
    }

    /** Why no service can be released to by a plan; absent if one can, with load balancers that fit. */
    public static Optional<Refusal> cannotDo(ReleasePlan plan) {
        return NativePlans.refusal(plan);
    }

    /** A service that shall have no tasks has no users that anything could be tried on. */
    @Override
    public TargetFacts facts(ActionContext context, EcsDeployConfiguration configuration) {
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
            };
        } catch (ReleaseFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), Aftermath.UNTOUCHED);
        }
    }

    @Override
    public Position position(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
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
        }
    }

    @Override
    public Optional<String> stopping(
            ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
        return state instanceof Running running
                ? services.look(context.action().scope(), running.deployment())
                        .filter(seen -> !seen.status().hasEnded())
                        .map(RolloutProgress::ofRollback)
                : Optional.empty();
    }

    @Override
    public ActionResult result(ReleaseContext context, EcsDeployConfiguration configuration, EcsReleaseState state) {
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
