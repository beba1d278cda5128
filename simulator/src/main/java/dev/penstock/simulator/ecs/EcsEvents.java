package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The events that ECS sends to EventBridge: of tasks, of deployments, of what services say, and of hooks that wait.
 *
 * <p>Sources: ECS Developer Guide, "Amazon ECS task state change events", "Amazon ECS service deployment state change events", "Amazon
 * ECS service action events", and of hooks "Pause hooks for Amazon ECS service deployments", which gives the detail type and the event's
 * name but no example: the members of that detail beside {@code eventName} and {@code hookId} are an assumption.
 */
final class EcsEvents {

    private static final String SOURCE = "aws.ecs";

    private final EcsStore ecs;
    private final ServiceEvents told;

    private EcsEvents(EcsStore ecs, ServiceEvents told) {
        this.ecs = ecs;
        this.told = told;
    }

    /** Tells of all that changes from now on. */
    static void tell(EcsStore ecs, ServiceEvents told) {
        EcsEvents events = new EcsEvents(ecs, told);
        ecs.tasks.watch((key, before, after) -> after.ifPresent(task -> events.task(before, task)));
        ecs.services.watch((key, before, after) -> after.ifPresent(service -> events.service(before, service)));
        ecs.serviceDeployments.watch((key, before, after) -> after.ifPresent(row -> events.hooks(before, row)));
        ecs.whenSaid(events::said);
    }

    private void task(Optional<TaskRecord> before, TaskRecord after) {
        boolean same = before.filter(task -> Objects.equals(
                                task.task().lastStatus(), after.task().lastStatus())
                        && Objects.equals(
                                task.task().desiredStatus(), after.task().desiredStatus())
                        && Objects.equals(
                                task.task().healthStatusAsString(), after.task().healthStatusAsString()))
                .isPresent();
        if (!same) {
            send(
                    "ECS Task State Change",
                    after.arn(),
                    () -> ModelJson.with(
                            ModelJson.of(after.task()),
                            "updatedAt",
                            new JsonValue.Text(ecs.now().toString())));
        }
    }

    private void service(Optional<ServiceRecord> before, ServiceRecord after) {
        for (DeploymentRecord deployment : after.deployments()) {
            Optional<DeploymentRecord> earlier = before.flatMap(service -> service.deployment(deployment.id()));
            boolean same = earlier.filter(known -> known.rollout().equals(deployment.rollout()))
                    .isPresent();
            boolean ofSet = deployment.reason().isEmpty();
            if (!same && !ofSet) {
                boolean failed = deployment.failed();
                send(
                        "ECS Deployment State Change",
                        after.arn(),
                        () -> ModelJson.texts(
                                "eventType",
                                failed ? "ERROR" : "INFO",
                                "eventName",
                                "SERVICE_DEPLOYMENT_" + deployment.rollout(),
                                "deploymentId",
                                deployment.id(),
                                "updatedAt",
                                text(deployment.updated()),
                                "reason",
                                deployment.reason()));
            }
        }
    }

    /** What a service says becomes an event when EventBridge has a name for it. */
    private void said(ServiceRecord service, String message) {
        if (message.endsWith("has reached a steady state.")) {
            action(service, "INFO", "SERVICE_STEADY_STATE");
        } else if (message.endsWith("is unable to consistently start tasks successfully.")) {
            action(service, "WARN", "SERVICE_TASK_START_IMPAIRED");
        } else if (message.contains("was unable to place a task")) {
            action(service, "ERROR", "SERVICE_TASK_PLACEMENT_FAILURE");
        }
    }

    private void action(ServiceRecord service, String type, String name) {
        String[] path = service.arn().split("[:/]", -1);
        String cluster = "arn:aws:ecs:" + path[3] + ":" + path[4] + ":cluster/" + path[6];
        send(
                "ECS Service Action",
                service.arn(),
                () -> ModelJson.texts(
                        "eventType",
                        type,
                        "eventName",
                        name,
                        "clusterArn",
                        cluster,
                        "createdAt",
                        ecs.now().toString()));
    }

    private void hooks(Optional<EcsStore.ServiceDeploymentRow> before, EcsStore.ServiceDeploymentRow after) {
        for (HookRun run : hooksOf(after)) {
            boolean awaited = before.stream()
                    .flatMap(row -> hooksOf(row).stream())
                    .anyMatch(known -> known.id().equals(run.id()) && known.status() == run.status());
            if (run.status() == HookRun.Status.AWAITING_ACTION && !awaited) {
                send(
                        "ECS Hook State Change",
                        after.deployment().serviceArn(),
                        () -> ModelJson.texts(
                                "eventType",
                                "INFO",
                                "eventName",
                                "HOOK_AWAITING_ACTION",
                                "hookId",
                                run.id(),
                                "serviceDeploymentArn",
                                after.deployment().serviceDeploymentArn(),
                                "lifecycleStage",
                                after.deployment().lifecycleStageAsString() == null
                                        ? ""
                                        : after.deployment().lifecycleStageAsString(),
                                "updatedAt",
                                ecs.now().toString()));
            }
        }
    }

    private static List<HookRun> hooksOf(EcsStore.ServiceDeploymentRow row) {
        return row.shift().map(Shift::hooks).orElse(List.of());
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void send(String detailType, String resource, Supplier<JsonValue.Structure> detail) {
        String[] parts = resource.split(":", 6);
        if (told.isHeard(parts[4], parts[3])) {
            told.tell(new ServiceEvents.Told(parts[4], parts[3], SOURCE, detailType, List.of(resource), detail.get()));
        }
    }
}
