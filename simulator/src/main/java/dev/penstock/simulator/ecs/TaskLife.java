package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskRecord.Running;
import dev.penstock.simulator.ecs.TaskStart.Prepared;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * The life of a task, one step at a time: PROVISIONING, PENDING, RUNNING, then STOPPING, DEPROVISIONING, STOPPED. Tasks
 * whose network is not of their own (host, bridge) have no PROVISIONING and no DEPROVISIONING. Source: ECS Developer
 * Guide, "Amazon ECS task lifecycle"; wording of reasons: "Viewing Amazon ECS stopped task errors".
 */
final class TaskLife {

    private final EcsStore ecs;
    private final TaskStart start;
    private BiConsumer<TaskRecord, Boolean> listener = (task, failed) -> {};

    TaskLife(EcsStore ecs, TaskStart start) {
        this.ecs = ecs;
        this.start = start;
        ecs.calendar.on(EcsStore.TASK_STEP, arn -> ecs.tasks.get(arn).ifPresent(this::step));
        ecs.calendar.inPassing(EcsStore.TASK_FORGOTTEN, ecs.tasks::remove);
    }

    /** Who hears when a task turned healthy (false) or began to stop by itself (true), after it was kept. */
    void onChange(BiConsumer<TaskRecord, Boolean> hears) {
        listener = hears;
    }

    /** Begins the life of a task. */
    void begin(TaskRecord task) {
        ecs.put(task);
        if (task.status().equals("PROVISIONING")) {
            ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now().plus(Durations.PROVISIONING));
        } else {
            start.pull(task);
        }
    }

    /** Stops a task, for a reason of its own or of somebody else. */
    TaskRecord stop(TaskRecord task, String code, String reason) {
        if (!task.stays()) {
            return task;
        }
        Instant now = ecs.now();
        Task.Builder next = task.task().toBuilder()
                .desiredStatus("STOPPED")
                .stopCode(code)
                .stoppedReason(reason)
                .stoppingAt(now);
        if (task.isRunning()) {
            next.lastStatus("STOPPING");
        } else {
            next.lastStatus(ownNetwork(task) ? "DEPROVISIONING" : "STOPPED").executionStoppedAt(now);
        }
        TaskRecord stopping = task.with(next.build()).expecting(Optional.empty(), Optional.empty());
        if (task.isRunning()) {
            ecs.put(stopping);
            start.stop(stopping, stopTime(task));
            return stopping;
        }
        start.abandon(stopping);
        if (stopping.isStopped()) {
            return end(stopping);
        }
        ecs.put(stopping);
        ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), now.plus(Durations.DEPROVISIONING));
        return stopping;
    }

    private void step(TaskRecord task) {
        switch (task.status()) {
            case "PROVISIONING" -> pend(task);
            case "PENDING" -> pull(task);
            case "ACTIVATING" -> run(task);
            case "RUNNING" -> live(task);
            case "STOPPING" -> stopped(task);
            default ->
                end(task.with(task.task().toBuilder().lastStatus("STOPPED").build()));
        }
    }

    private void pend(TaskRecord task) {
        TaskRecord pending =
                task.with(task.task().toBuilder().lastStatus("PENDING").build());
        ecs.put(pending);
        start.pull(pending);
    }

    /** The pull has ended: the task starts, or it never will. */
    private void pull(TaskRecord task) {
        Prepared prepared = start.prepare(task);
        Instant now = ecs.now();
        Task pulled = task.task().toBuilder()
                .pullStartedAt(now.minus(start.pullTime(task)))
                .pullStoppedAt(now)
                .containers(prepared.containers())
                .build();
        TaskRecord next = task.with(pulled).scripted(prepared.running());
        if (prepared.failure().isPresent()) {
            fail(next, "TaskFailedToStart", prepared.failure().get());
            return;
        }
        TaskRecord activating =
                next.with(next.task().toBuilder().lastStatus("ACTIVATING").build());
        ecs.put(activating);
        start.activate(activating);
    }

    private void run(TaskRecord task) {
        Optional<TaskStart.Failure> failure = start.failure(task);
        if (failure.isPresent()) {
            fail(task, failure.get().code(), failure.get().reason());
            return;
        }
        Instant now = ecs.now();
        TaskDefinition definition = ecs.definition(task.task().taskDefinitionArn());
        boolean checked = start.hasHealthCheck(definition);
        List<Container> containers = task.task().containers().stream()
                .map(c -> c.toBuilder().lastStatus("RUNNING").build())
                .toList();
        Task running = task.task().toBuilder()
                .lastStatus("RUNNING")
                .startedAt(now)
                .connectivity("CONNECTED")
                .connectivityAt(now)
                .healthStatus(checked ? "UNKNOWN" : null)
                .containers(containers)
                .build();
        TaskRecord next = task.with(running).expecting(start.healthyAt(task, definition, now), firstEnd(task, now));
        ecs.put(next);
        start.log(next);
        enterNext(next);
        ecs.wake(task.service());
    }

    /** Something happens within a running task: it turns healthy, its check gives up, or a container ends. */
    private void live(TaskRecord task) {
        Instant now = ecs.now();
        if (task.end().filter(at -> !at.isAfter(now)).isPresent()) {
            exit(task, now);
        } else if (task.healthyAt().filter(at -> !at.isAfter(now)).isPresent()) {
            decideHealth(task);
        }
    }

    private void decideHealth(TaskRecord task) {
        TaskDefinition definition = ecs.definition(task.task().taskDefinitionArn());
        if (start.neverHealthy(task, definition)) {
            TaskRecord unhealthy = task.with(healthStatus(task, "UNHEALTHY"));
            ecs.put(unhealthy.expecting(Optional.empty(), task.end()));
            if (task.service().isEmpty()) {
                enterNext(unhealthy.expecting(Optional.empty(), task.end()));
            } else {
                listener.accept(
                        stop(unhealthy, "ServiceSchedulerInitiated", "Task failed container health checks"), true);
            }
            return;
        }
        String status = start.hasHealthCheck(definition) ? "HEALTHY" : null;
        TaskRecord healthy = (status == null ? task : task.with(healthStatus(task, status))).counted(true);
        ecs.put(healthy);
        enterNext(healthy);
        listener.accept(healthy, false);
    }

    private static Task healthStatus(TaskRecord task, String status) {
        return task.task().toBuilder()
                .healthStatus(status)
                .containers(task.task().containers().stream()
                        .map(c -> c.toBuilder().healthStatus(status).build())
                        .toList())
                .build();
    }

    private void exit(TaskRecord task, Instant now) {
        List<Container> containers = new ArrayList<>(task.task().containers());
        boolean ends = false;
        for (Running running : task.running()) {
            if (running.exitAfterMillis() >= 0 && !exitsAt(task, running).isAfter(now)) {
                containers.replaceAll(c -> c.name().equals(running.container()) ? exited(c, running) : c);
                ends |= running.essential();
            }
        }
        TaskRecord changed = task.with(
                        task.task().toBuilder().containers(containers).build())
                .expecting(task.healthyAt(), laterEnd(task, now));
        if (ends) {
            fail(changed, "EssentialContainerExited", "Essential container in task exited");
        } else {
            ecs.put(changed);
            enterNext(changed);
        }
    }

    private void fail(TaskRecord task, String code, String reason) {
        listener.accept(stop(task, code, reason), true);
    }

    /** The containers have ended. */
    private void stopped(TaskRecord task) {
        List<Container> containers = task.task().containers().stream()
                .map(c -> c.exitCode() == null ? killed(task, c) : c)
                .toList();
        Task next = task.task().toBuilder()
                .lastStatus(ownNetwork(task) ? "DEPROVISIONING" : "STOPPED")
                .executionStoppedAt(ecs.now())
                .containers(containers)
                .build();
        TaskRecord changed = task.with(next);
        if (changed.isStopped()) {
            end(changed);
            return;
        }
        ecs.put(changed);
        ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now().plus(Durations.DEPROVISIONING));
        ecs.wake(task.service());
    }

    private TaskRecord end(TaskRecord task) {
        List<Container> containers = task.task().containers().stream()
                .map(c -> c.toBuilder().lastStatus("STOPPED").build())
                .toList();
        Task.Builder next = task.task().toBuilder().stoppedAt(ecs.now()).containers(containers);
        TaskRecord ended = task.with(next.build());
        ecs.put(ended);
        ecs.calendar.strike(EcsStore.TASK_STEP, task.arn());
        ecs.calendar.enter(EcsStore.TASK_FORGOTTEN, task.arn(), ecs.now().plus(Durations.STOPPED_KEPT));
        ecs.wake(task.service());
        return ended;
    }

    private void enterNext(TaskRecord task) {
        Stream.concat(task.healthyAt().stream(), task.end().stream())
                .min(Instant::compareTo)
                .ifPresent(at -> ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), at));
    }

    private static Optional<Instant> firstEnd(TaskRecord task, Instant started) {
        return task.running().stream()
                .filter(r -> r.exitAfterMillis() >= 0)
                .map(r -> started.plusMillis(r.exitAfterMillis()))
                .min(Instant::compareTo);
    }

    private static Optional<Instant> laterEnd(TaskRecord task, Instant now) {
        return task.running().stream()
                .filter(r -> r.exitAfterMillis() >= 0)
                .map(r -> exitsAt(task, r))
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Instant exitsAt(TaskRecord task, Running running) {
        return task.task().startedAt().plusMillis(running.exitAfterMillis());
    }

    private static Container exited(Container container, Running running) {
        return container.toBuilder()
                .lastStatus("STOPPED")
                .exitCode(running.exitCode())
                .reason(running.outOfMemory() ? "OutOfMemoryError: Container killed due to memory usage" : null)
                .build();
    }

    private static Container killed(TaskRecord task, Container container) {
        boolean handled = task.running().stream()
                .filter(r -> r.container().equals(container.name()))
                .allMatch(Running::handlesStop);
        return container.toBuilder()
                .lastStatus("STOPPED")
                .exitCode(handled ? 143 : 137)
                .build();
    }

    /** As long as the slowest of the containers that still run. */
    private static Duration stopTime(TaskRecord task) {
        Duration longest = Duration.ZERO;
        for (Running running : task.running()) {
            boolean ended = task.task().containers().stream()
                    .anyMatch(c -> c.name().equals(running.container()) && c.exitCode() != null);
            Duration own = ended
                    ? Duration.ZERO
                    : running.handlesStop() ? Durations.STOP_HANDLED : Duration.ofSeconds(running.stopTimeoutSeconds());
            longest = own.compareTo(longest) > 0 ? own : longest;
        }
        return longest;
    }

    private boolean ownNetwork(TaskRecord task) {
        return TaskStart.ownNetwork(ecs.definition(task.task().taskDefinitionArn()));
    }
}
