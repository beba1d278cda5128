package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.codedeploy.CodeDeployState.Begun;
import dev.penstock.codedeploy.CodeDeployState.Condemned;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Pinned;
import dev.penstock.codedeploy.CodeDeployState.Registered;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ReleaseFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Deploy/AWS/CodeDeployToECS/1}: brings images to an ECS service by a blue/green deployment of CodeDeploy.
 *
 * <ol>
 *   <li>Reads both templates and refuses them, with places, before anything is changed; pins every image by digest.
 *   <li>Registers the task definition, unless one of the same content is there.
 *   <li>Creates the deployment, with a token in its description by which it is found again.
 *   <li>Follows that deployment, and no other, to its end, and where it is taken back, the rollback deployment to its end.
 * </ol>
 *
 * <p>As soon as a task of the replacement fails of a {@linkplain dev.penstock.release.Diagnosis deterministic} cause, the
 * deployment is asked to stop and to be taken back: CodeDeploy itself would wait for an hour. Who abandons the action does the
 * same. At the time-out, five days as CodePipeline has it, the deployment is left as it is.
 */
public final class CodeDeployToEcsAction implements ActionProvider<CodeDeployToEcsConfiguration, CodeDeployState> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CodeDeployToECS", "1");

    /** "Quotas in AWS CodePipeline". */
    static final Duration LONGEST = Duration.ofDays(5);

    static final int MOST_INPUTS = 5;

    private final DeploymentSteps steps;
    private final Function<String, CodeDeployOptions> options;
    private final DeploymentFollower follower;

    /**
     * An action over CodeDeploy, the platform that runs its tasks, and the registries that hold its images.
     *
     * @param options by the action's name
     */
    public CodeDeployToEcsAction(
            CodeDeployments deployments,
            ContainerTasks tasks,
            ImageRegistry registry,
            Function<String, CodeDeployOptions> options) {
        this.steps = new DeploymentSteps(deployments, tasks, registry);
        this.options = options;
        this.follower = new DeploymentFollower(deployments, tasks);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, MOST_INPUTS, 0, 0);
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
    public Duration timeout(CodeDeployToEcsConfiguration configuration) {
        return LONGEST;
    }

    @Override
    public StepResult<CodeDeployState> step(
            ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state)
            throws IOException {
        var target = new DeployTarget(
                configuration.group(), options.apply(context.declaration().name()));
        try {
            return switch (state) {
                case Begun() -> {
                    Pinned pinned = steps.pin(context, configuration, group -> {});
                    yield new StepResult.Next<>(pinned, "templates read, images known by digest");
                }
                case Pinned pinned -> {
                    Registered registered = steps.register(context, configuration, pinned);
                    yield new StepResult.Next<>(registered, "task definition " + shortName(registered));
                }
                case Registered registered -> {
                    Rollout rollout = steps.create(context, configuration, registered, target.options(), false);
                    yield new StepResult.Next<>(
                            new Following(rollout, "", false), "deployment " + rollout.deployment() + " begun");
                }
                case Following following -> follower.follow(context, target, following);
                case Condemned condemned -> follower.takeBack(context, condemned);
                case TakingBack takingBack -> follower.follow(context, target, takingBack);
            };
        } catch (ReleaseFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private static String shortName(Registered registered) {
        String arn = registered.taskDefinition();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Override
    public void abandon(ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        steps.abandon(context, configuration, state);
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return steps.stopping(context, configuration, state);
    }
}
