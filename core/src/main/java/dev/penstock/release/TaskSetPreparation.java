package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.release.TaskSetPreflight.Outlook;
import dev.penstock.release.TaskSetState.Pinned;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.There;
import dev.penstock.release.TaskSetState.Work;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.weight.WeightedRoute;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a release by task sets ready: images by digest, a look at the service, a task definition. Changes nothing at the service. */
final class TaskSetPreparation {

    private final ContainerServices services;
    private final TaskSets sets;
    private final ImagePins pins;
    private final TaskSetPreflight preflight;

    TaskSetPreparation(ContainerServices services, TaskSets sets, ImagePins pins, TaskSetPreflight preflight) {
        this.services = services;
        this.sets = sets;
        this.pins = pins;
        this.preflight = preflight;
    }

    TargetResult<TaskSetState> pin(ActionContext context, EcsDeployConfiguration configuration)
            throws IOException, ReleaseFailure {
        String artifact = context.inputs().keySet().iterator().next();
        Map<String, String> images =
                ImageDefinitionsFile.read(context.inputBundle(artifact), artifact, configuration.fileName());
        return new TargetResult.Next<>(new Pinned(pins.pin(context, images)), "images known by digest");
    }

    TargetResult<TaskSetState> register(ReleaseContext release, EcsDeployConfiguration configuration, Pinned pinned)
            throws ReleaseFailure {
        ActionContext context = release.action();
        TaskSetRoute route = configuration
                .route()
                .orElseThrow(() -> new ReleaseFailure(
                        "PEN-ECS-021",
                        "This release began with 'taskSets' in the settings, and they are not there any more. Nothing"
                                + " was changed."));
        Optional<Refusal> refusal = TaskSetReleases.refusal(release.plan());
        if (refusal.isPresent()) {
            throw new ReleaseFailure(
                    "PEN-ECS-018",
                    (refusal.get().message() + " " + refusal.get().hint()).strip() + " Nothing was changed.");
        }
        if (release.plan().hasTwin() && route.baseline().isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-ECS-021",
                    "This release began with 'taskSets.baselineTargetGroup' in the settings, and it is not there any more."
                            + " Nothing was changed.");
        }
        ServiceSetup setup = services.setup(context.scope(), configuration.service());
        TaskSetLook seen = new TaskSetLook(sets.of(context.scope(), configuration.service()));
        Outlook outlook = preflight.look(context.scope(), setup, seen, route, release.plan());
        refuse(configuration, outlook.findings());
        WeightedRoute way = outlook.way().orElseThrow();
        if (seen.drainsIn(way.fresh()) || way.twin().filter(seen::drainsIn).isPresent()) {
            return TaskSetTraffic.awaitSets(release, configuration, pinned, "waits for an earlier task set to end");
        }
        outlook.warnings().forEach(context::log);
        return there(release, configuration, pinned, setup, outlook.primary().orElseThrow(), way);
    }

    private TargetResult<TaskSetState> there(
            ReleaseContext release,
            EcsDeployConfiguration configuration,
            Pinned pinned,
            ServiceSetup setup,
            TaskSet primary,
            WeightedRoute way) {
        ActionContext context = release.action();
        String token = context.token("task definition based on " + primary.taskDefinition());
        String taskDefinition =
                services.registerTaskDefinition(context.scope(), primary.taskDefinition(), pinned.images(), token);
        context.log("Task definition " + taskDefinition + ", based on " + primary.taskDefinition());
        boolean hasTwin = release.plan().hasTwin();
        Work work = new Work(
                pinned.images(),
                setup.arn(),
                primary.arn(),
                primary.taskDefinition(),
                taskDefinition,
                context.token("task set"),
                setup.desiredCount(),
                way,
                hasTwin ? Optional.of(context.token("baseline task set")) : Optional.empty());
        if (taskDefinition.equals(primary.taskDefinition())) {
            return new TargetResult.Nothing<>(
                    new There(work), configuration.target() + " had these images already: nothing was changed");
        }
        context.log(cost(release.plan(), setup.desiredCount()));
        return new TargetResult.Done<>(
                new Side(work, false, List.of(Share.NONE)),
                "task definition " + taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1));
    }

    /** How many tasks more there are, first and at most. */
    private static String cost(ReleasePlan plan, int desired) {
        return plan.hasTwin()
                ? newer(plan, desired) + " The baseline has " + tasks(first(plan), desired)
                        + " more, until all requests go to the new version."
                : newer(plan, desired);
    }

    private static Share first(ReleasePlan plan) {
        return plan.steps().stream()
                .filter(ReleaseStep.ScaleUp.class::isInstance)
                .map(step -> ((ReleaseStep.ScaleUp) step).capacity())
                .findFirst()
                .orElse(Share.ALL);
    }

    private static String newer(ReleasePlan plan, int desired) {
        int first = tasks(first(plan), desired);
        return first == desired
                ? "While both versions run, there are " + desired + " tasks more."
                : "This release runs with " + first + " tasks more, and with " + desired
                        + " more from when all requests go to the new version until the old one is gone.";
    }

    /** ECS rounds up (TaskSet, {@code computedDesiredCount}). */
    private static int tasks(Share share, int desired) {
        return Math.ceilDiv(desired * share.permille(), Share.ALL.permille());
    }

    private static void refuse(EcsDeployConfiguration configuration, List<ServiceFinding> findings)
            throws ReleaseFailure {
        if (!findings.isEmpty()) {
            ServiceFinding first = findings.getFirst();
            throw new ReleaseFailure(
                    first.code(),
                    configuration.target() + " cannot be released to so. " + first.message() + " Nothing was changed.",
                    findings.stream()
                            .skip(1)
                            .map(one -> one.code() + ": " + one.message())
                            .toList());
        }
    }
}
