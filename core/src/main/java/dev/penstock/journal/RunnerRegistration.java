package dev.penstock.journal;

import java.time.Duration;
import java.util.Optional;

/** That a runner is alive. While it is open, the store keeps the runner's lease fresh. */
public interface RunnerRegistration extends AutoCloseable {

    /** The runner. */
    RunnerId runner();

    /** The fence for executions that the runner creates. */
    default Fence firstFence() {
        return new Fence(runner(), 1);
    }

    /**
     * How long ago the store was last told that the runner is alive; absent where nothing is told, because the store sees
     * the process itself, or nothing was yet.
     */
    default Optional<Duration> leaseAge() {
        return Optional.empty();
    }

    /** Gives back all that the runner holds. */
    @Override
    void close();
}
