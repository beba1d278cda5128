package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.Digest;
import dev.penstock.codedeploy.CodeDeployState.Begun;
import dev.penstock.codedeploy.CodeDeployState.Condemned;
import dev.penstock.codedeploy.CodeDeployState.Following;
import dev.penstock.codedeploy.CodeDeployState.Pinned;
import dev.penstock.codedeploy.CodeDeployState.Registered;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployState.TakingBack;
import dev.penstock.image.ImageRegistry;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ImagePins;
import dev.penstock.release.ReleaseFailure;
import dev.penstock.release.ServiceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a deployment to an ECS service takes until it is there, and how it is given up. */
final class DeploymentSteps {

    /** By how much the clocks of AWS and of this machine may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private final CodeDeployments deployments;
    private final ContainerTasks tasks;
    private final ImagePins pins;

    DeploymentSteps(CodeDeployments deployments, ContainerTasks tasks, ImageRegistry registry) {
        this.deployments = deployments;
        this.tasks = tasks;
        this.pins = new ImagePins(registry);
    }

    /** Judges a group before anything is changed. */
    @FunctionalInterface
    interface GroupCheck {
        void check(DeploymentGroup group) throws ReleaseFailure;
    }

    /** Reads templates and images, and looks at the group. */
    Pinned pin(ActionContext context, CodeDeployToEcsConfiguration configuration, GroupCheck check)
            throws IOException, ReleaseFailure {
        TemplateFiles files = new TemplateFiles(context);
        Templates templates = files.read(configuration);
        Map<String, String> images = files.images(configuration.images());
        templates.taskDefinition(images);
        for (String placeholder : templates.unused(images.keySet())) {
            context.log("The placeholder <" + placeholder + "> stands nowhere in '"
                    + configuration.taskDefinition().path() + "': its image is not deployed.");
        }
        DeploymentGroup group = deployments.describe(context.scope(), configuration.group());
        ServiceId service = service(group);
        check.check(group);
        return new Pinned(service, pins.pin(context, images));
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

    /** Registers the task definition, unless the AppSpec file names one itself. */
    Registered register(ActionContext context, CodeDeployToEcsConfiguration configuration, Pinned pinned)
            throws IOException, ReleaseFailure {
        Templates templates = new TemplateFiles(context).read(configuration);
        if (!templates.takesRegistered()) {
            context.log(
                    "The AppSpec file names the task definition " + templates.ownTaskDefinition()
                            + " itself, in place of <TASK_DEFINITION>: that one is deployed, and the template is not registered.");
            return new Registered(pinned.service(), pinned.images(), templates.ownTaskDefinition(), context.now());
        }
        String json = templates.taskDefinition(pinned.images());
        String digest = Digest.of(json.getBytes(StandardCharsets.UTF_8)).hex();
        String taskDefinition = tasks.register(context.scope(), json, digest);
        context.log("Task definition " + taskDefinition);
        return new Registered(pinned.service(), pinned.images(), taskDefinition, context.now());
    }

    /** Creates the deployment. */
    Rollout create(
            ActionContext context,
            CodeDeployToEcsConfiguration configuration,
            Registered registered,
            CodeDeployOptions asked,
            boolean takenBack)
            throws IOException, ReleaseFailure {
        Templates templates = new TemplateFiles(context).read(configuration);
        var wanted = new NewDeployment(
                configuration.group(),
                templates.appSpec(registered.taskDefinition()),
                asked.deploymentConfiguration(),
                asked.alarms(),
                takenBack,
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
        return new Rollout(registered.service(), registered.images(), registered.taskDefinition(), deployment);
    }

    private static String token(ActionContext context) {
        return context.token("deployment of CodeDeploy");
    }

    /** The deployment that is ours; absent if there is none, or it is being taken back already. */
    Optional<String> ours(ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        return switch (state) {
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
    }

    /** Asks our deployment to stop and to be taken back. */
    void abandon(ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        ours(context, configuration, state).ifPresent(deployment -> {
            deployments.stopAndRollBack(context.scope(), deployment);
            context.log("Asked the deployment " + deployment + " to stop and to be taken back.");
        });
    }

    /** What still goes on then. */
    Optional<String> stopping(
            ActionContext context, CodeDeployToEcsConfiguration configuration, CodeDeployState state) {
        if (state instanceof Begun || state instanceof Pinned) {
            return Optional.empty();
        }
        return deployments
                .describe(context.scope(), configuration.group())
                .unfinished()
                .map(deployment -> "the deployment " + deployment + " of the " + configuration.group() + " goes on");
    }
}
