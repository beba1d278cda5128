package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.Wait;
import dev.penstock.image.ImageFiles;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.EcsDeployState.Begun;
import dev.penstock.release.EcsDeployState.Condemned;
import dev.penstock.release.EcsDeployState.Following;
import dev.penstock.release.EcsDeployState.Pinned;
import dev.penstock.release.EcsDeployState.Registered;
import dev.penstock.release.EcsDeployState.RollingBack;
import dev.penstock.release.EcsDeployState.Rollout;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * {@code Deploy/AWS/ECS/1}: brings the images of {@code imagedefinitions.json} to an ECS service by its rolling deployment.
 *
 * <ol>
 *   <li>Reads the image definitions and pins every image by digest.
 *   <li>Registers a task definition that equals the one the service has now but for the images, unless there is one.
 *   <li>Updates the service and finds the service deployment that this began.
 *   <li>Follows that deployment, and no other, to its end.
 * </ol>
 *
 * <p>It has succeeded if that deployment is {@code SUCCESSFUL} with the task definition that it was begun for; that the
 * service is stable proves nothing, since it is stable after a rollback as well. If another deployment takes the service
 * over, the action was superseded. If the service had the task definition before, and is there or gets there, the action
 * succeeds and says that nothing was changed.
 *
 * <p>As soon as a task fails of a {@linkplain Diagnosis deterministic} cause, the deployment is asked to stop and to roll
 * back ({@code StopServiceDeployment}), and followed until it has: without a circuit breaker the service would try for ever,
 * and with one it would try until its threshold. Failures that may pass are left to the service's circuit breaker and to
 * {@code DeploymentTimeout}. At that timeout the action fails and leaves the deployment as it is, as CodePipeline does; who
 * abandons the action stops the deployment and rolls it back.
 */
public final class EcsDeployAction implements ActionProvider<EcsDeployConfiguration, EcsDeployState> {

    private static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ECS", "1");

    /** In minutes ("Quotas in AWS CodePipeline": the timeout of an action can only be lowered). */
    private static final int LONGEST_TIMEOUT = 60;

    private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(2);

    private final ContainerServices services;
    private final Function<String, Optional<String>> settings;
    private final ImagePins pins;
    private final RolloutFollower follower;

    /** An action over a platform and the registries that hold its images, which leaves settings of services as they are. */
    public EcsDeployAction(ContainerServices services, ImageRegistry registry) {
        this(services, registry, action -> Optional.empty());
    }

    /**
     * An action over a platform and the registries that hold its images.
     *
     * @param settings of deployments, as JSON ({@link ContainerServices#deploy}), by the action's name
     */
    public EcsDeployAction(
            ContainerServices services, ImageRegistry registry, Function<String, Optional<String>> settings) {
        this.settings = settings;
        this.services = services;
        this.pins = new ImagePins(registry);
        this.follower = new RolloutFollower(services);
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
    public EcsDeployConfiguration configure(ConfigurationReader configuration) {
        var service = new ServiceId(configuration.required("ClusterName"), configuration.required("ServiceName"));
        String fileName = configuration.optional("FileName").orElse(ImageFiles.DEFINITIONS);
        int minutes = configuration.integer("DeploymentTimeout", LONGEST_TIMEOUT, 1, LONGEST_TIMEOUT);
        return new EcsDeployConfiguration(service, fileName, Duration.ofMinutes(minutes), Optional.empty());
    }

    @Override
    public Class<EcsDeployState> stateType() {
        return EcsDeployState.class;
    }

    @Override
    public EcsDeployState begin(EcsDeployConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Duration timeout(EcsDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public StepResult<EcsDeployState> step(
            ActionContext context, EcsDeployConfiguration configuration, EcsDeployState state) throws IOException {
        try {
            return switch (state) {
                case Begun() -> pin(context, configuration);
                case Pinned pinned -> register(context, configuration, pinned);
                case Registered registered -> deploy(context, configuration, registered);
                case Following following -> follower.follow(context, configuration, following);
                case Condemned condemned -> follower.rollBack(context, condemned);
                case RollingBack rollingBack -> follower.follow(context, configuration, rollingBack);
            };
        } catch (ReleaseFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private StepResult<EcsDeployState> pin(ActionContext context, EcsDeployConfiguration configuration)
            throws IOException, ReleaseFailure {
        String artifact = context.inputs().keySet().iterator().next();
        Map<String, String> images =
                ImageDefinitionsFile.read(context.inputBundle(artifact), artifact, configuration.fileName());
        Map<String, String> pinned = pins.pin(context, images);
        return new StepResult.Next<>(new Pinned(pinned), "images known by digest");
    }

    private StepResult<EcsDeployState> register(
            ActionContext context, EcsDeployConfiguration configuration, Pinned pinned) throws ReleaseFailure {
        ServiceDescription service = services.describe(context.scope(), configuration.service());
        for (String container : pinned.images().keySet()) {
            if (!service.containers().containsKey(container)) {
                throw new ReleaseFailure(
                        "PEN-ECS-003",
                        "The image definitions name the container '" + container + "', but the task definition "
                                + service.taskDefinition() + " of " + configuration.target() + " has only "
                                + String.join(
                                        ", ", new TreeSet<>(service.containers().keySet()))
                                + ". Nothing was changed.");
            }
        }
        // The base is part of the intent: on another base it is another task definition.
        String token = context.token("task definition based on " + service.taskDefinition());
        String taskDefinition =
                services.registerTaskDefinition(context.scope(), service.taskDefinition(), pinned.images(), token);
        context.log("Task definition " + taskDefinition + ", based on " + service.taskDefinition());
        var registered = new Registered(
                pinned.images(), service.arn(), service.taskDefinition(), taskDefinition, service.currentDeployment());
        return new StepResult.Next<>(registered, "task definition " + shortName(taskDefinition));
    }

    private StepResult<EcsDeployState> deploy(
            ActionContext context, EcsDeployConfiguration configuration, Registered registered) throws ReleaseFailure {
        if (registered.taskDefinition().equals(registered.basedOn())) {
            return join(configuration, registered);
        }
        Optional<String> begun = find(context, configuration, registered);
        if (begun.isEmpty()) {
            String now =
                    services.describe(context.scope(), configuration.service()).taskDefinition();
            if (!now.equals(registered.taskDefinition()) && !now.equals(registered.basedOn())) {
                context.log("Meanwhile somebody brought " + configuration.target() + " to " + now
                        + ": the task definition is made anew, based on that.");
                return new StepResult.Next<>(new Pinned(registered.images()), "task definition is made anew");
            }
            services.deploy(
                    context.scope(),
                    configuration.service(),
                    registered.taskDefinition(),
                    settings.apply(context.declaration().name()));
            begun = find(context, configuration, registered);
        }
        if (begun.isEmpty()) {
            return new StepResult.Await<>(
                    registered,
                    new Wait.Until(context.now().plus(UNTIL_VISIBLE)),
                    "service updated, its deployment is not visible yet");
        }
        context.log("Service deployment " + begun.get());
        return new StepResult.Next<>(following(registered, begun.get(), true), "deployment begun");
    }

    private Optional<String> find(ActionContext context, EcsDeployConfiguration configuration, Registered registered) {
        return services.findDeployment(
                context.scope(), configuration.service(), registered.taskDefinition(), registered.deploymentBefore());
    }

    /** The service has the task definition already: whatever brings or brought it there decides. */
    private static StepResult<EcsDeployState> join(EcsDeployConfiguration configuration, Registered registered)
            throws ReleaseFailure {
        if (registered.deploymentBefore().isEmpty()) {
            throw new ReleaseFailure(RolloutEnd.inconclusive(configuration.target() + " has the task definition "
                    + registered.taskDefinition() + " already, but tells of no deployment that brought it there."));
        }
        return new StepResult.Next<>(
                following(registered, registered.deploymentBefore().get(), false), "nothing to change");
    }

    private static Following following(Registered registered, String deployment, boolean begunByUs) {
        var rollout = new Rollout(
                registered.images(), registered.service(), registered.taskDefinition(), deployment, begunByUs);
        return new Following(rollout, "", 0, List.of());
    }

    @Override
    public void abandon(ActionContext context, EcsDeployConfiguration configuration, EcsDeployState state) {
        Optional<String> ours = switch (state) {
            case Begun ignored -> Optional.empty();
            case Pinned ignored -> Optional.empty();
            case Registered registered ->
                registered.taskDefinition().equals(registered.basedOn())
                        ? Optional.<String>empty()
                        : find(context, configuration, registered);
            case Following following -> ours(following.rollout());
            case Condemned condemned -> ours(condemned.rollout());
            case RollingBack rollingBack -> ours(rollingBack.rollout());
        };
        ours.ifPresent(deployment -> {
            services.stopAndRollBack(context.scope(), deployment);
            context.log("Asked the service deployment " + deployment + " to stop and roll back.");
        });
    }

    private static Optional<String> ours(Rollout rollout) {
        return rollout.begunByUs() ? Optional.of(rollout.deployment()) : Optional.empty();
    }

    private static String shortName(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
