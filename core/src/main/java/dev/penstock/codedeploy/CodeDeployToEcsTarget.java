package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.codedeploy.CodeDeployState.Begun;
import dev.penstock.codedeploy.CodeDeployState.Condemned;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Pinned;
import dev.penstock.codedeploy.CodeDeployState.Registered;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.execution.ActionResult;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ReleaseFailure;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * ECS services that CodeDeploy deploys to, as a target of releases. Requests move by CodeDeploy's own timers: by AWS's deployment
 * configuration with the plan's shares and waits, or one that is made for them. Verdicts look all
 * the while, and going back is a stop with rollback. Before the first request CodeDeploy waits if its group says so ({@code
 * READY_WAIT}), and after the last one before the original ends ({@code TERMINATION_WAIT}).
 */
public final class CodeDeployToEcsTarget implements ReleaseTarget<CodeDeployToEcsConfiguration, CodeDeployState> {

    private final CodeDeployments deployments;
    private final DeploymentSteps steps;
    private final TimedRelease release;
    private final Function<String, CodeDeployOptions> options;

    /**
     * A target over CodeDeploy, the platform that runs its tasks, and the registries that hold its images.
     *
     * @param options by the action's name; what they say of traffic is left to the plan
     */
    public CodeDeployToEcsTarget(
            CodeDeployments deployments,
            ContainerTasks tasks,
            ImageRegistry registry,
            Function<String, CodeDeployOptions> options) {
        this.deployments = deployments;
        this.steps = new DeploymentSteps(deployments, tasks, registry);
        this.release = new TimedRelease(deployments, tasks);
        this.options = options;
    }

    @Override
    public ActionTypeId type() {
        return CodeDeployToEcsAction.TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, CodeDeployToEcsAction.MOST_INPUTS, 0, 0);
    }

    @Override
    public CodeDeployToEcsConfiguration configure(ConfigurationReader configuration) {
        return ConfigurationKeys.read(configuration);
    }

    @Override
    public Class<CodeDeployState> stateType() {
        return CodeDeployState.class;
    }

    @Override
    public CodeDeployState begin(CodeDeployToEcsConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Optional<Refusal> refusal(CodeDeployToEcsConfiguration configuration, ReleasePlan plan) {
        return plan.otherPlatform(ComputePlatform.ECS).or(() -> TimedTraffic.refusal(plan));
    }

    @Override
    public TargetFacts facts(ActionContext context, CodeDeployToEcsConfiguration configuration) {
        // A service of CodeDeploy always has a primary task set.
        return TargetFacts.live(OptionalInt.empty());
    }

    @Override
    public Duration timeout(CodeDeployToEcsConfiguration configuration) {
        return CodeDeployToEcsAction.LONGEST;
    }

    @Override
    public ReleaseSettings usual(CodeDeployToEcsConfiguration configuration) {
        return ReleaseSettings.of("blueGreen");
    }

    @Override
    public TargetResult<CodeDeployState> carryOut(
            ReleaseContext context,
            CodeDeployToEcsConfiguration configuration,
            CodeDeployState state,
            ReleaseStep.OfTarget step)
            throws IOException {
        try {
            return switch (state) {
                case Begun() -> {
                    Pinned pinned = steps.pin(
                            context.action(), configuration, group -> TimedRelease.check(group, context.plan()));
                    yield new TargetResult.Next<>(pinned, "templates read, images known by digest");
                }
                case Pinned pinned ->
                    new TargetResult.Done<>(
                            steps.register(context.action(), configuration, pinned), "task definition registered");
                case Registered registered -> begin(context, configuration, registered);
                case Following following -> release.carryOut(context, configuration.group(), following, step);
                // Not states of a step: what goes back is asked by rollBack.
                case Condemned condemned -> new TargetResult.Next<>(condemned, "");
                case TakingBack takingBack -> new TargetResult.Next<>(takingBack, "");
            };
        } catch (ReleaseFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), Aftermath.UNTOUCHED);
        }
    }

    private TargetResult<CodeDeployState> begin(
            ReleaseContext context, CodeDeployToEcsConfiguration configuration, Registered registered)
            throws IOException, ReleaseFailure {
        CodeDeployOptions said = options.apply(context.action().declaration().name());
        TrafficRouting routing = TimedTraffic.routing(context.plan()).orElseThrow();
        String name = TimedTraffic.name(routing);
        if (!TimedTraffic.isPredefined(name)) {
            deployments.provide(context.action().scope(), name, routing);
        }
        var asked = new CodeDeployOptions(said.waitFor(), Optional.of(name), said.alarms());
        boolean takenBack = context.settings().whenItFails() == WhenItFails.ROLL_BACK;
        Rollout rollout = steps.create(context.action(), configuration, registered, asked, takenBack);
        return new TargetResult.Next<>(
                new Following(rollout, "", false), "deployment " + rollout.deployment() + " begun");
    }

    @Override
    public Position position(
            ReleaseContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return release.position(context, configuration.group(), state);
    }

    @Override
    public TargetResult<CodeDeployState> rollBack(
            ReleaseContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return switch (state) {
            case Begun ignored -> new TargetResult.Done<>(state, "");
            case Pinned ignored -> new TargetResult.Done<>(state, "");
            case Registered registered ->
                steps.ours(context.action(), configuration, registered)
                        .map(id -> release.stop(
                                context,
                                new Rollout(
                                        registered.service(), registered.images(), registered.taskDefinition(), id)))
                        .orElseGet(() -> new TargetResult.Done<>(state, ""));
            case Following following -> release.stop(context, following.rollout());
            case Condemned condemned -> release.stop(context, condemned.rollout());
            case TakingBack takingBack -> release.followBack(context, configuration.group(), takingBack);
        };
    }

    @Override
    public void abandon(ReleaseContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        steps.abandon(context.action(), configuration, state);
    }

    @Override
    public Optional<String> stopping(
            ReleaseContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return steps.stopping(context.action(), configuration, state);
    }

    @Override
    public ActionResult result(
            ReleaseContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return state instanceof Following following
                ? DeploymentEnd.succeeded(following.rollout())
                : ActionResult.NOTHING;
    }
}
