package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskRecord.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Container;

/** How and when the containers of a task end. */
final class ContainerEnds {

    private ContainerEnds() {}

    static Optional<Instant> firstEnd(TaskRecord task, Instant started) {
        return task.running().stream()
                .filter(r -> r.exitAfterMillis() >= 0)
                .map(r -> started.plusMillis(r.exitAfterMillis()))
                .min(Instant::compareTo);
    }

    static Optional<Instant> laterEnd(TaskRecord task, Instant now) {
        return task.running().stream()
                .filter(r -> r.exitAfterMillis() >= 0)
                .map(r -> exitsAt(task, r))
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
    }

    static Instant exitsAt(TaskRecord task, Running running) {
        return task.task().startedAt().plusMillis(running.exitAfterMillis());
    }

    static Container exited(Container container, Running running) {
        return container.toBuilder()
                .lastStatus("STOPPED")
                .exitCode(running.exitCode())
                .reason(running.outOfMemory() ? "OutOfMemoryError: Container killed due to memory usage" : null)
                .build();
    }

    static Container killed(TaskRecord task, Container container) {
        boolean handled = task.running().stream()
                .filter(r -> r.container().equals(container.name()))
                .allMatch(Running::handlesStop);
        return container.toBuilder()
                .lastStatus("STOPPED")
                .exitCode(handled ? 143 : 137)
                .build();
    }

    /** As long as the slowest of the containers that still run. */
    static Duration stopTime(TaskRecord task) {
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
}
