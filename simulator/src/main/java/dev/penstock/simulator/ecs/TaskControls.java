package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/** What can be done to running tasks: protecting them from the scheduler, running commands in them. */
final class TaskControls {

    private static final int STANDARD_MINUTES = 120;
    private static final int MOST_MINUTES = 2880;

    private final EcsStore ecs;

    TaskControls(EcsStore ecs) {
        this.ecs = ecs;
    }

    UpdateTaskProtectionResponse protect(Call call, UpdateTaskProtectionRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (request.tasks().isEmpty()) {
            throw EcsErrors.invalid("Tasks cannot be empty.");
        }
        EcsErrors.atMost("Tasks", request.tasks().size(), 10);
        if (request.protectionEnabled() == null) {
            throw EcsErrors.invalid("protectionEnabled must be specified.");
        }
        int minutes = request.expiresInMinutes() == null ? STANDARD_MINUTES : request.expiresInMinutes();
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw EcsErrors.invalid("expiresInMinutes must be between 1 and " + MOST_MINUTES + ".");
        }
        Optional<Instant> until = request.protectionEnabled()
                ? Optional.of(call.now().plus(Duration.ofMinutes(minutes)))
                : Optional.empty();
        List<ProtectedTask> changed = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.tasks()) {
            Optional<TaskRecord> valid = valid(cluster, wanted, failures);
            valid.ifPresent(task -> {
                TaskRecord next = task.shielded(until);
                ecs.put(next);
                call.effect(next.arn());
                ecs.wake(next.service());
                changed.add(shown(call, next));
            });
        }
        return UpdateTaskProtectionResponse.builder()
                .protectedTasks(changed)
                .failures(failures)
                .build();
    }

    GetTaskProtectionResponse protection(Call call, GetTaskProtectionRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<ProtectedTask> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        List<String> wanted = request.tasks().isEmpty()
                ? ecs.tasksIn(cluster).stream()
                        .filter(t -> t.isProtected(call.now()))
                        .map(TaskRecord::arn)
                        .toList()
                : request.tasks();
        for (String task : wanted) {
            valid(cluster, task, failures).ifPresent(t -> found.add(shown(call, t)));
        }
        return GetTaskProtectionResponse.builder()
                .protectedTasks(found)
                .failures(failures)
                .build();
    }

    /** Refuses as AWS does, and where AWS would begin a session of Systems Manager, says that there is none. */
    ExecuteCommandResponse execute(Call call, ExecuteCommandRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        EcsErrors.required("command", request.command());
        TaskRecord task = ecs.tasks
                .get(Tasks.arn(cluster, EcsErrors.required("task", request.task())))
                .orElseThrow(() -> EcsErrors.invalid("The referenced task was not found."));
        if (!task.isRunning() || !Boolean.TRUE.equals(task.task().enableExecuteCommand())) {
            throw EcsErrors.invalid("The execute command failed because execute command was not enabled when the task"
                    + " was run or the execute command agent isn't running. Wait and try again or run a new task with"
                    + " execute command enabled and try again.");
        }
        throw ServiceError.notSimulated("a session in a container", "everything else about tasks");
    }

    private Optional<TaskRecord> valid(String cluster, String wanted, List<Failure> failures) {
        String arn = Tasks.arn(cluster, wanted);
        Optional<TaskRecord> task = ecs.tasks.get(arn).filter(t -> !t.isStopped());
        if (task.isEmpty()) {
            failures.add(Clusters.missing(arn));
        } else if (task.get().service().isEmpty()) {
            failures.add(Failure.builder().arn(arn).reason("TASK_NOT_VALID").build());
            return Optional.empty();
        }
        return task;
    }

    private static ProtectedTask shown(Call call, TaskRecord task) {
        boolean enabled = task.isProtected(call.now());
        return ProtectedTask.builder()
                .taskArn(task.arn())
                .protectionEnabled(enabled)
                .expirationDate(enabled ? task.protectedUntil().orElse(null) : null)
                .build();
    }
}
