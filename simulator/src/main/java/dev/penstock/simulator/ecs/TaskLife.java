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

    /** How long a target can drain at most: ELB's limit of deregistration_delay.timeout_seconds. */
    private static final Duration LONGEST_DRAINING = Duration.ofSeconds(3601);

    private final EcsStore ecs;
    private final TaskStart start;
    private final TaskAddresses addresses;
    private final Balancing balancing;
    private final EcsFaults faults;
    private BiConsumer<TaskRecord, Boolean> listener = (task, failed) -> {};

    TaskLife(EcsStore ecs, TaskStart start, TaskAddresses addresses, Balancing balancing, EcsFaults faults) {
        this.ecs = ecs;
        this.start = start;
        this.addresses = addresses;
        this.balancing = balancing;
        this.faults = faults;
        balancing.onChange(this::targetsChanged);
        ecs.calendar.on(EcsStore.TASK_STEP, arn -> ecs.tasks.get(arn).ifPresent(this::step));
        ecs.calendar.on(
                EcsStore.TASK_ANSWERS,
                arn -> ecs.tasks.get(arn).filter(TaskRecord::hasContainers).ifPresent(this::answersChanged));
        ecs.calendar.on(EcsStore.TASK_INTERRUPTED, arn -> ecs.tasks.get(arn).ifPresent(this::interrupt));
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

    /** The containers of a task answer requests otherwise than before. */
    void answersChanged(TaskRecord task) {
        balancing.checkAgain(task);
        enterAnswers(task);
    }

    private void enterAnswers(TaskRecord task) {
        if (!task.health().targets().isEmpty()) {
            start.answersChange(task).ifPresent(at -> ecs.calendar.enter(EcsStore.TASK_ANSWERS, task.arn(), at));
        }
    }

    /** Stops a task, for a reason of its own or of somebody else: first its targets drain, then its containers end. */
    TaskRecord stop(TaskRecord task, String code, String reason) {
        if (!task.stays()) {
            return task;
        }
        TaskRecord released = balancing.release(task);
        if (!released.isRunning() || !released.health().anyTarget(TaskHealth.Target::isDraining)) {
            return terminate(released, code, reason);
        }
        TaskRecord leaving = released.with(released.task().toBuilder()
                        .desiredStatus("STOPPED")
                        .lastStatus("DEACTIVATING")
                        .stopCode(code)
                        .stoppedReason(reason)
                        .build())
                .expecting(Optional.empty(), released.end());
        ecs.put(leaving);
        enterNext(leaving, Optional.of(ecs.now().plus(LONGEST_DRAINING)));
        return leaving;
    }

    /** Ends the containers of a task now. */
    private TaskRecord terminate(TaskRecord task, String code, String reason) {
        Instant now = ecs.now();
        Task.Builder next = task.task().toBuilder()
                .desiredStatus("STOPPED")
                .stopCode(code)
                .stoppedReason(reason)
                .stoppingAt(now);
        if (task.hasContainers()) {
            next.lastStatus("STOPPING");
        } else {
            next.lastStatus(ownNetwork(task) ? "DEPROVISIONING" : "STOPPED").executionStoppedAt(now);
        }
        TaskRecord stopping = task.with(next.build()).expecting(Optional.empty(), Optional.empty());
        ecs.calendar.strike(EcsStore.TASK_STEP, task.arn());
        if (task.hasContainers()) {
            ecs.put(stopping);
            start.stop(stopping, ContainerEnds.stopTime(task));
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
            case "DEACTIVATING" -> drained(task);
            case "STOPPING" -> stopped(task);
            default ->
                end(task.with(task.task().toBuilder().lastStatus("STOPPED").build()));
        }
    }

    private void pend(TaskRecord task) {
        TaskRecord pending = task.with(
                addresses.attached(task).toBuilder().lastStatus("PENDING").build());
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
        Optional<String> failure = prepared.failure().or(() -> pullFault(task));
        if (failure.isPresent()) {
            fail(next, "TaskFailedToStart", failure.get());
            return;
        }
        TaskRecord activating =
                next.with(next.task().toBuilder().lastStatus("ACTIVATING").build());
        ecs.put(activating);
        start.activate(activating);
    }

    private Optional<String> pullFault(TaskRecord task) {
        return task.task().containers().stream()
                .flatMap(c -> faults.pull(task, c.image(), ecs.now()).stream())
                .findFirst();
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
                .map(c -> addresses.connected(task, c).toBuilder()
                        .lastStatus("RUNNING")
                        .build())
                .toList();
        Task running = task.task().toBuilder()
                .lastStatus("RUNNING")
                .startedAt(now)
                .connectivity("CONNECTED")
                .connectivityAt(now)
                .healthStatus(checked ? "UNKNOWN" : null)
                .containers(containers)
                .build();
        boolean judgedByTargets = !checked && !task.health().targets().isEmpty();
        TaskRecord next = task.with(running)
                .expecting(
                        judgedByTargets ? Optional.empty() : start.healthyAt(task, definition, now),
                        ContainerEnds.firstEnd(task, now))
                .known(h -> judgedByTargets ? h.passing() : h);
        ecs.put(next);
        start.log(next);
        enterNext(next, Optional.empty());
        enterAnswers(next);
        faults.interruption(next, now)
                .ifPresent(after -> ecs.calendar.enter(EcsStore.TASK_INTERRUPTED, task.arn(), now.plus(after)));
        ecs.wake(task.service());
    }

    /** Fargate Spot takes the capacity of a task back: it is stopped as AWS announces it. */
    void interrupt(TaskRecord task) {
        if (task.isRunning() && task.stays()) {
            stop(task, "SpotInterruption", "Your Spot Task was interrupted.");
            ecs.wake(task.service());
        }
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

    /** The task's own check has come to a verdict. What follows from a bad one is its service's to decide. */
    private void decideHealth(TaskRecord task) {
        TaskDefinition definition = ecs.definition(task.task().taskDefinitionArn());
        boolean checked = start.hasHealthCheck(definition);
        boolean failed = start.neverHealthy(task, definition);
        TaskRecord shown = checked ? task.with(healthStatus(task, failed ? "UNHEALTHY" : "HEALTHY")) : task;
        TaskRecord known =
                shown.expecting(Optional.empty(), task.end()).known(failed ? TaskHealth::failing : TaskHealth::passing);
        ecs.put(known);
        enterNext(known, Optional.empty());
        changed(task, known);
    }

    /** A load balancer has found something out about a task. */
    private void targetsChanged(TaskRecord before, TaskRecord now) {
        if (now.isDeactivating() && !now.health().anyTarget(TaskHealth.Target::isDraining)) {
            drained(now);
        } else {
            changed(before, now);
        }
    }

    private void changed(TaskRecord before, TaskRecord now) {
        if (now.counts() && !before.counts()) {
            listener.accept(now, false);
        } else {
            ecs.wake(now.service());
        }
    }

    /** The targets of a task are gone, or one of its containers ended while they drained. */
    private void drained(TaskRecord task) {
        terminate(task, task.task().stopCodeAsString(), task.task().stoppedReason());
        ecs.wake(task.service());
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
            if (running.exitAfterMillis() >= 0
                    && !ContainerEnds.exitsAt(task, running).isAfter(now)) {
                containers.replaceAll(c -> c.name().equals(running.container()) ? ContainerEnds.exited(c, running) : c);
                ends |= running.essential();
            }
        }
        TaskRecord changed = task.with(
                        task.task().toBuilder().containers(containers).build())
                .expecting(task.healthyAt(), ContainerEnds.laterEnd(task, now));
        if (ends) {
            fail(changed, "EssentialContainerExited", "Essential container in task exited");
        } else {
            ecs.put(changed);
            enterNext(changed, Optional.empty());
        }
    }

    /** Ends a task that ended by itself: nothing drains any more. */
    void fail(TaskRecord task, String code, String reason) {
        ecs.services.get(task.service()).ifPresent(service -> balancing.announceRelease(service, List.of(task)));
        listener.accept(terminate(balancing.release(task), code, reason), true);
    }

    /** The containers have ended. */
    private void stopped(TaskRecord task) {
        List<Container> containers = task.task().containers().stream()
                .map(c -> c.exitCode() == null ? ContainerEnds.killed(task, c) : c)
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
        ecs.calendar.strike(EcsStore.TASK_ANSWERS, task.arn());
        ecs.calendar.strike(EcsStore.TASK_INTERRUPTED, task.arn());
        ecs.calendar.enter(EcsStore.TASK_FORGOTTEN, task.arn(), ecs.now().plus(Durations.STOPPED_KEPT));
        ecs.wake(task.service());
        return ended;
    }

    private void enterNext(TaskRecord task, Optional<Instant> other) {
        Stream.of(task.healthyAt(), task.end(), other)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .ifPresent(at -> ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), at));
    }

    private boolean ownNetwork(TaskRecord task) {
        return TaskStart.ownNetwork(ecs.definition(task.task().taskDefinitionArn()));
    }
}
