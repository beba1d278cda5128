package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.Digest;
import dev.penstock.codedeploy.CodeDeployState.Begun;
import dev.penstock.codedeploy.CodeDeployState.Condemned;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Pinned;
import dev.penstock.codedeploy.CodeDeployState.Registered;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.ImageSource;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.TemplateFile;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ImagePins;
import dev.penstock.release.ReleaseFailure;
import dev.penstock.release.ServiceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CodeDeployToECS", "1");

    /** "Quotas in AWS CodePipeline". */
    private static final Duration LONGEST = Duration.ofDays(5);

    private static final int MOST_IMAGES = 4;
    private static final int MOST_INPUTS = 5;

    /** By how much the clocks of AWS and of this machine may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private final CodeDeployments deployments;
    private final ContainerTasks tasks;
    private final ImagePins pins;
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
        this.deployments = deployments;
        this.tasks = tasks;
        this.pins = new ImagePins(registry);
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
        var group = new DeploymentGroupId(
                configuration.required("ApplicationName"), configuration.required("DeploymentGroupName"));
        var taskDefinition = new TemplateFile(
                configuration.required("TaskDefinitionTemplateArtifact"),
                configuration.optional("TaskDefinitionTemplatePath").orElse("taskdef.json"));
        var appSpec = new TemplateFile(
                configuration.required("AppSpecTemplateArtifact"),
                configuration.optional("AppSpecTemplatePath").orElse("appspec.yaml"));
        checkInput(configuration, "TaskDefinitionTemplateArtifact");
        checkInput(configuration, "AppSpecTemplateArtifact");
        List<ImageSource> images = new ArrayList<>();
        for (int i = 1; i <= MOST_IMAGES; i++) {
            image(configuration, "Image" + i).ifPresent(images::add);
        }
        return new CodeDeployToEcsConfiguration(group, taskDefinition, appSpec, images);
    }

    private static Optional<ImageSource> image(ConfigurationReader configuration, String key) {
        Optional<String> artifact = configuration.optional(key + "ArtifactName");
        Optional<String> placeholder = configuration.optional(key + "ContainerName");
        if (artifact.isPresent() != placeholder.isPresent()) {
            String there = artifact.isPresent() ? key + "ArtifactName" : key + "ContainerName";
            String lacking = artifact.isPresent() ? key + "ContainerName" : key + "ArtifactName";
            configuration.problem(
                    there,
                    "'" + there + "' is given without '" + lacking + "'.",
                    "An image needs both: the artifact with its imageDetail.json, and the name that stands in angle"
                            + " brackets in the task definition.");
        }
        checkInput(configuration, key + "ArtifactName");
        return artifact.flatMap(name -> placeholder.map(stands -> new ImageSource(name, bare(stands))));
    }

    /** Some write the placeholder with its brackets. */
    private static String bare(String placeholder) {
        return placeholder.startsWith("<") && placeholder.endsWith(">")
                ? placeholder.substring(1, placeholder.length() - 1)
                : placeholder;
    }

    private static void checkInput(ConfigurationReader configuration, String key) {
        Optional<String> artifact = configuration.optional(key);
        List<String> inputs = configuration.declaration().inputArtifacts();
        if (artifact.isPresent() && configuration.isKnown(key) && !inputs.contains(artifact.get())) {
            configuration.problem(
                    key,
                    "'" + artifact.get() + "' is no input artifact of this action.",
                    inputs.isEmpty() ? "It has none." : "Its input artifacts are " + String.join(", ", inputs) + ".");
        }
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
                case Begun() -> pin(context, configuration);
                case Pinned pinned -> register(context, configuration, pinned);
                case Registered registered -> create(context, configuration, registered, target.options());
                case Following following -> follower.follow(context, target, following);
                case Condemned condemned -> follower.takeBack(context, condemned);
                case TakingBack takingBack -> follower.follow(context, target, takingBack);
            };
        } catch (ReleaseFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private StepResult<CodeDeployState> pin(ActionContext context, CodeDeployToEcsConfiguration configuration)
            throws IOException, ReleaseFailure {
        TemplateFiles files = new TemplateFiles(context);
        Templates templates = files.read(configuration);
        Map<String, String> images = files.images(configuration.images());
        templates.taskDefinition(images);
        for (String placeholder : templates.unused(images.keySet())) {
            context.log("The placeholder <" + placeholder + "> stands nowhere in '"
                    + configuration.taskDefinition().path() + "': its image is not deployed.");
        }
        ServiceId service = service(deployments.describe(context.scope(), configuration.group()));
        Map<String, String> pinned = pins.pin(context, images);
        return new StepResult.Next<>(new Pinned(service, pinned), "templates read, images known by digest");
    }

    private static ServiceId service(DeploymentGroup group) throws ReleaseFailure {
        if (group.platform() != DeploymentGroup.Platform.ECS || group.service().isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-006",
                    "The " + group.id() + " is not for an ECS service but for " + group.platform()
                            + ". Nothing was changed.");
        }
        Optional<String> unfinished = group.unfinished();
        if (unfinished.isPresent()) {
            throw busy(group.id(), unfinished.get());
        }
        return group.service().get();
    }

    private static ReleaseFailure busy(DeploymentGroupId group, String unfinished) {
        return new ReleaseFailure(
                "PEN-CODEDEPLOY-007",
                "The deployment " + unfinished + " of the " + group
                        + " goes on, and a group has one at a time. Retry when it has ended; ours was not begun.");
    }

    private StepResult<CodeDeployState> register(
            ActionContext context, CodeDeployToEcsConfiguration configuration, Pinned pinned)
            throws IOException, ReleaseFailure {
        Templates templates = new TemplateFiles(context).read(configuration);
        if (!templates.takesRegistered()) {
            context.log(
                    "The AppSpec file names the task definition " + templates.ownTaskDefinition()
                            + " itself, in place of <TASK_DEFINITION>: that one is deployed, and the template is not registered.");
            return registered(context, pinned, templates.ownTaskDefinition());
        }
        String json = templates.taskDefinition(pinned.images());
        String digest = Digest.of(json.getBytes(StandardCharsets.UTF_8)).hex();
        String taskDefinition = tasks.register(context.scope(), json, digest);
        context.log("Task definition " + taskDefinition);
        return registered(context, pinned, taskDefinition);
    }

    private static StepResult<CodeDeployState> registered(ActionContext context, Pinned pinned, String taskDefinition) {
        String name = taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
        return new StepResult.Next<>(
                new Registered(pinned.service(), pinned.images(), taskDefinition, context.now()),
                "task definition " + name);
    }

    private StepResult<CodeDeployState> create(
            ActionContext context,
            CodeDeployToEcsConfiguration configuration,
            Registered registered,
            CodeDeployOptions asked)
            throws IOException, ReleaseFailure {
        Templates templates = new TemplateFiles(context).read(configuration);
        var wanted = new NewDeployment(
                configuration.group(),
                templates.appSpec(registered.taskDefinition()),
                asked.deploymentConfiguration(),
                asked.alarms(),
                "Penstock " + context.pipeline(),
                token(context),
                registered.since().minus(CLOCKS));
        String deployment;
        try {
            deployment = deployments.create(context.scope(), wanted);
        } catch (RemoteCallException e) {
            if (e.kind() != RemoteCallException.Kind.CONFLICT) {
                throw e;
            }
            Optional<String> unfinished =
                    deployments.describe(context.scope(), configuration.group()).unfinished();
            throw unfinished.map(other -> busy(configuration.group(), other)).orElseThrow(() -> e);
        }
        context.log("Deployment " + deployment + " of the " + configuration.group());
        var rollout = new Rollout(registered.service(), registered.images(), registered.taskDefinition(), deployment);
        return new StepResult.Next<>(new Following(rollout, "", false), "deployment " + deployment + " begun");
    }

    private static String token(ActionContext context) {
        return context.token("deployment of CodeDeploy");
    }

    @Override
    public void abandon(ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        Optional<String> ours = switch (state) {
            case Begun ignored -> Optional.empty();
            case Pinned ignored -> Optional.empty();
            case Registered registered ->
                deployments.find(
                        context.scope(),
                        configuration.group(),
                        token(context),
                        registered.since().minus(CLOCKS));
            case Following following -> Optional.of(following.rollout().deployment());
            case Condemned condemned -> Optional.of(condemned.rollout().deployment());
            case TakingBack ignored -> Optional.empty();
        };
        ours.ifPresent(deployment -> {
            deployments.stopAndRollBack(context.scope(), deployment);
            context.log("Asked the deployment " + deployment + " to stop and to be taken back.");
        });
    }
}
