package dev.penstock.runner.work;

import dev.penstock.library.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a worker can take executions at the moment: what {@code /health/ready} says.
 *
 * @param worker the worker
 * @param clock of the worker
 */
public record Readiness(Worker worker, InstantSource clock) implements Supplier<Optional<String>> {

    /** A journal that has not answered for so long makes a worker count as not ready. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** Why the worker takes nothing; absent if it does. */
    @Override
    public Optional<String> get() {
        if (worker.isStopping()) {
            return Optional.of("stopping");
        }
        Optional<Instant> answered = worker.lookedAt();
        if (answered.isEmpty()) {
            return Optional.of("the journal has not answered yet");
        }
        return answered.get().plus(LONGEST_SILENCE).isBefore(clock.instant())
                ? Optional.of("the journal has not answered since " + answered.get())
                : Optional.empty();
    }
}
