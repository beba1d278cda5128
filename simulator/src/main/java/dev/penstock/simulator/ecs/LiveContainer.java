package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.ecs.model.HealthCheck;

/** A real container of a task, as far as it has come. Guarded by the lock of its {@link TaskRun}. */
final class LiveContainer {

    enum State {
        WAITING,
        STARTING,
        RUNNING,
        ENDED
    }

    enum Health {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY
    }

    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(5);

    final ContainerPlan plan;

    /** Complete when the container has ended and the simulated AWS knows. */
    final CompletableFuture<ContainerExit> ended = new CompletableFuture<>();

    State state = State.WAITING;
    Health health = Health.UNKNOWN;
    String id = "";
    Map<ContainerPort, InetSocketAddress> addresses = Map.of();
    private Instant started = Instant.MAX;
    private int failures;
    private boolean failed;

    LiveContainer(ContainerPlan plan) {
        this.plan = plan;
    }

    void running(Instant now, Map<ContainerPort, InetSocketAddress> reachedAt) {
        state = State.RUNNING;
        started = now;
        addresses = Map.copyOf(reachedAt);
    }

    void ended(ContainerExit exit) {
        state = State.ENDED;
        failed = exit.code() != 0;
    }

    /** Whether it has ended with a code other than 0. */
    boolean failed() {
        return failed;
    }

    boolean hasCheck() {
        HealthCheck check = plan.definition().healthCheck();
        return check != null
                && !check.command().isEmpty()
                && !"NONE".equals(check.command().getFirst());
    }

    /** The command of the check; {@code CMD-SHELL} stands for the container's default shell. */
    List<String> checkCommand() {
        List<String> command = check().command();
        return switch (command.getFirst()) {
            case "CMD" -> command.subList(1, command.size());
            case "CMD-SHELL" -> List.of("/bin/sh", "-c", String.join(" ", command.subList(1, command.size())));
            default -> command;
        };
    }

    Duration checkInterval() {
        Integer seconds = check().interval();
        return seconds == null ? Durations.CHECK_INTERVAL : Duration.ofSeconds(seconds);
    }

    Duration checkPatience() {
        Integer seconds = check().timeout();
        return seconds == null ? CHECK_PATIENCE : Duration.ofSeconds(seconds);
    }

    /**
     * Takes a check's result. Failures count only after the start period, unless the container was healthy before. Source:
     * ECS API Reference, HealthCheck.
     */
    void checked(boolean passed, Instant now) {
        if (passed) {
            failures = 0;
            health = Health.HEALTHY;
            return;
        }
        Duration grace = Duration.ofSeconds(check().startPeriod() == null ? 0 : check().startPeriod());
        if (health == Health.UNKNOWN && now.isBefore(started.plus(grace))) {
            return;
        }
        failures++;
        int retries = check().retries() == null ? Durations.CHECK_RETRIES : check().retries();
        if (failures >= retries) {
            health = Health.UNHEALTHY;
        }
    }

    Duration stopTimeout() {
        Integer seconds = plan.definition().stopTimeout();
        return seconds == null ? Durations.STOP_TIMEOUT : Duration.ofSeconds(seconds);
    }

    private HealthCheck check() {
        return plan.definition().healthCheck();
    }
}
