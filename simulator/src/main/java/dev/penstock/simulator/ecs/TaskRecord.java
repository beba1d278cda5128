package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A task.
 *
 * @param task as it is described
 * @param service the ARN of its service; empty for one that was run alone
 * @param deployment the id of its deployment or task set; empty for one that was run alone
 * @param running what its containers do, from the moment their images were pulled
 * @param healthyAt when its own health will be known, if nothing comes in between
 * @param healthy whether it has ever counted as healthy
 * @param end when a container ends by itself
 * @param address where it is reached
 * @param health what is known of its health
 * @param protectedUntil until when the scheduler must not stop it
 */
record TaskRecord(
        Task task,
        String service,
        String deployment,
        List<Running> running,
        Optional<Instant> healthyAt,
        boolean healthy,
        Optional<Instant> end,
        TaskAddress address,
        TaskHealth health,
        Optional<Instant> protectedUntil) {

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

    static TaskRecord starting(
            Task task, String service, String deployment, TaskAddress address, List<TaskHealth.Target> targets) {
        return new TaskRecord(
                task,
                service,
                deployment,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                address,
                TaskHealth.unknown(targets),
                Optional.empty());
    }

    TaskRecord with(Task changed) {
        Task next = changed.toBuilder()
                .version((task.version() == null ? 0 : task.version()) + 1)
                .build();
        return new TaskRecord(
                next, service, deployment, running, healthyAt, healthy, end, address, health, protectedUntil);
    }

    TaskRecord scripted(List<Running> containers) {
        return new TaskRecord(
                task, service, deployment, containers, healthyAt, healthy, end, address, health, protectedUntil);
    }

    TaskRecord expecting(Optional<Instant> nextHealthy, Optional<Instant> nextEnd) {
        return new TaskRecord(
                task, service, deployment, running, nextHealthy, healthy, nextEnd, address, health, protectedUntil);
    }

    /** With other knowledge of its health; once it has counted as healthy, that is not forgotten. */
    TaskRecord known(UnaryOperator<TaskHealth> change) {
        TaskHealth next = change.apply(health);
        boolean counted = healthy || (stays() && isRunning() && next.good());
        return new TaskRecord(
                task, service, deployment, running, healthyAt, counted, end, address, next, protectedUntil);
    }

    TaskRecord shielded(Optional<Instant> until) {
        return new TaskRecord(task, service, deployment, running, healthyAt, healthy, end, address, health, until);
    }

    String arn() {
        return task.taskArn();
    }

    /** The last part of the ARN. */
    String id() {
        return arn().substring(arn().lastIndexOf('/') + 1);
    }

    /** The twelve digits of the account that it belongs to. */
    String account() {
        return arn().split(":", 6)[4];
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

    /** Whether its containers run, be it on its way out. */
    boolean hasContainers() {
        return isRunning() || isDeactivating();
    }

    /** Whether its targets are being drained before it is stopped. */
    boolean isDeactivating() {
        return status().equals("DEACTIVATING");
    }

    /** Whether its containers have ended. */
    boolean isOver() {
        return OVER.contains(status());
    }

    boolean isStopped() {
        return status().equals("STOPPED");
    }

    /** Whether it counts towards the minimum of healthy tasks. */
    boolean counts() {
        return stays() && isRunning() && health.good();
    }

    /** Whether the scheduler must leave it alone at this instant. */
    boolean isProtected(Instant now) {
        return protectedUntil.filter(until -> until.isAfter(now)).isPresent();
    }

    /** Whether the scheduler gives it up: a health check fails, and not only within the grace period. */
    boolean givenUp(Instant now, int graceSeconds) {
        return stays()
                && isRunning()
                && health.bad().isPresent()
                && !now.isBefore(task.startedAt().plusSeconds(graceSeconds));
    }
}
