package dev.penstock.simulator.ecs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one container does.
 *
 * @param cannotPull why its image cannot be pulled; empty when it can
 * @param cannotStart why it cannot be started; empty when it can
 * @param pull how long the pull takes; empty for the table's value
 * @param exit how it ends by itself; empty when it runs until it is stopped
 * @param health when its health check passes after it was started: zero by default, empty for never. Without a health
 *     check in the definition it says nothing
 * @param handlesStop whether it ends soon when asked to, or has to be killed
 * @param log lines that it writes when it has started
 */
public record ContainerScript(
        Optional<String> cannotPull,
        Optional<String> cannotStart,
        Optional<Duration> pull,
        Optional<Exit> exit,
        Optional<Duration> health,
        boolean handlesStop,
        List<String> log) {

    /**
     * An end that comes by itself.
     *
     * @param code the exit code
     * @param after how long after the start
     * @param outOfMemory whether the kernel killed it for its use of memory
     */
    public record Exit(int code, Duration after, boolean outOfMemory) {}

    /** A container that starts, is healthy and runs until it is stopped. */
    public static final ContainerScript RUNS = new ContainerScript(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ZERO),
            true,
            List.of());

    public ContainerScript {
        log = List.copyOf(log);
    }

    /** The same with other lines. */
    public ContainerScript logging(List<String> lines) {
        return new ContainerScript(cannotPull, cannotStart, pull, exit, health, handlesStop, lines);
    }

    /** A container that cannot be started, because of {@code why}. */
    public static ContainerScript startFails(String why) {
        return new ContainerScript(
                Optional.empty(), Optional.of(why), Optional.empty(), Optional.empty(), RUNS.health, true, List.of());
    }
}
