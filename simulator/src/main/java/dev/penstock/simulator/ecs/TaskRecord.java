package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A task.
 *
 * @param task as it is described
 * @param service the ARN of its service; empty for one that was run alone
 * @param deployment the id of its deployment; empty for one that was run alone
 * @param running what its containers do, from the moment their images were pulled
 * @param healthyAt when it will count as healthy, if nothing comes in between
 * @param healthy whether it counts as healthy
 * @param end when a container ends by itself
 */
record TaskRecord(
        Task task,
        String service,
        String deployment,
        List<Running> running,
        Optional<Instant> healthyAt,
        boolean healthy,
        Optional<Instant> end) {

    private static final Set<String> BEFORE_RUNNING = Set.of("PROVISIONING", "PENDING", "ACTIVATING");
    private static final Set<String> OVER = Set.of("DEPROVISIONING", "STOPPED");

    TaskRecord {
        running = List.copyOf(running);
    }

    /**
     * What a container does.
     *
     * @param container its name
     * @param essential whether the task ends with it
     * @param exitAfterMillis when it ends by itself, after its start; -1 for never
     * @param exitCode how
     * @param outOfMemory whether it is killed for its use of memory
     * @param handlesStop whether it ends when asked to
     * @param stopTimeoutSeconds how long it is given
     * @param log what it writes
     */
    record Running(
            String container,
            boolean essential,
            long exitAfterMillis,
            int exitCode,
            boolean outOfMemory,
            boolean handlesStop,
            int stopTimeoutSeconds,
            List<String> log) {}

    static TaskRecord starting(Task task, String service, String deployment) {
        return new TaskRecord(task, service, deployment, List.of(), Optional.empty(), false, Optional.empty());
    }

    TaskRecord with(Task changed) {
        Task next = changed.toBuilder()
                .version((task.version() == null ? 0 : task.version()) + 1)
                .build();
        return new TaskRecord(next, service, deployment, running, healthyAt, healthy, end);
    }

    TaskRecord scripted(List<Running> containers) {
        return new TaskRecord(task, service, deployment, containers, healthyAt, healthy, end);
    }

    TaskRecord expecting(Optional<Instant> nextHealthy, Optional<Instant> nextEnd) {
        return new TaskRecord(task, service, deployment, running, nextHealthy, healthy, nextEnd);
    }

    TaskRecord counted(boolean isHealthy) {
        return new TaskRecord(task, service, deployment, running, Optional.empty(), isHealthy, end);
    }

    String arn() {
        return task.taskArn();
    }

    /** The last part of the ARN. */
    String id() {
        return arn().substring(arn().lastIndexOf('/') + 1);
    }

    /** The ARN of the container instance that it is on; a task of Fargate has none. */
    Optional<String> instance() {
        return Optional.ofNullable(task.containerInstanceArn());
    }

    String status() {
        return task.lastStatus();
    }

    /** Whether it is to stay. */
    boolean stays() {
        return task.desiredStatus().equals("RUNNING");
    }

    boolean isRunning() {
        return status().equals("RUNNING");
    }

    boolean isPending() {
        return BEFORE_RUNNING.contains(status());
    }

    /** Whether its containers have ended. */
    boolean isOver() {
        return OVER.contains(status());
    }

    boolean isStopped() {
        return status().equals("STOPPED");
    }

    boolean counts() {
        return stays() && isRunning() && healthy;
    }
}
