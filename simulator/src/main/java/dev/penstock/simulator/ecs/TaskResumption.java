package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskRecord.Running;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Container;

/**
 * What becomes of tasks that were under way when kept state was left. Scripted ones go on. The containers of real ones
 * are gone with the process that had them: those that ran have ended, as if their machine had been lost, and those that
 * were about to start begin again.
 */
final class TaskResumption {

    private static final int KILLED = 137;

    private final EcsStore ecs;
    private final TaskStart start;
    private final boolean real;

    TaskResumption(EcsStore ecs, TaskStart start, boolean real) {
        this.ecs = ecs;
        this.start = start;
        this.real = real;
    }

    void run() {
        for (TaskRecord task : List.copyOf(ecs.tasks.all())) {
            if (!task.isOver()) {
                resume(task);
            }
        }
    }

    private void resume(TaskRecord task) {
        switch (task.status()) {
            case "PENDING", "ACTIVATING" -> {
                if (real) {
                    begin(task);
                } else {
                    stepIfForgotten(task);
                }
            }
            case "RUNNING" -> {
                if (real) {
                    lose(task);
                } else if (task.healthyAt().isEmpty() && !task.healthy()) {
                    awaitHealth(task);
                }
            }
            case "DEACTIVATING", "STOPPING" -> {
                if (real) {
                    ecs.put(killed(task));
                }
                stepIfForgotten(task);
            }
            default -> {}
        }
    }

    private void begin(TaskRecord task) {
        ecs.calendar.strike(EcsStore.TASK_STEP, task.arn());
        TaskRecord pending =
                task.with(task.task().toBuilder().lastStatus("PENDING").build());
        ecs.put(pending);
        start.pull(pending);
    }

    private void lose(TaskRecord task) {
        List<Running> ended = task.running().stream()
                .map(r -> new Running(
                        r.container(),
                        r.essential(),
                        0,
                        KILLED,
                        false,
                        r.handlesStop(),
                        r.stopTimeoutSeconds(),
                        r.log()))
                .toList();
        ecs.put(task.scripted(ended).expecting(Optional.empty(), Optional.of(ecs.now())));
        ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now());
    }

    private void awaitHealth(TaskRecord task) {
        start.healthyAt(task, ecs.definition(task.task().taskDefinitionArn()), ecs.now())
                .ifPresent(at -> {
                    ecs.put(task.expecting(Optional.of(at), task.end()));
                    if (ecs.calendar.due(EcsStore.TASK_STEP, task.arn()).isEmpty()) {
                        ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), at);
                    }
                });
    }

    private void stepIfForgotten(TaskRecord task) {
        if (ecs.calendar.due(EcsStore.TASK_STEP, task.arn()).isEmpty()) {
            ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now());
        }
    }

    private static TaskRecord killed(TaskRecord task) {
        List<Container> containers = task.task().containers().stream()
                .map(c -> c.exitCode() == null ? c.toBuilder().exitCode(KILLED).build() : c)
                .toList();
        return task.with(task.task().toBuilder().containers(containers).build());
    }
}
