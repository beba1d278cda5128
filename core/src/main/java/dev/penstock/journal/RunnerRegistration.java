package dev.penstock.journal;

/** That a runner is alive. While it is open, the store keeps the runner's lease fresh. */
public interface RunnerRegistration extends AutoCloseable {

    /** The runner. */
    RunnerId runner();

    /** The fence for executions that the runner creates. */
    default Fence firstFence() {
        return new Fence(runner(), 1);
    }

    /** Gives back all that the runner holds. */
    @Override
    void close();
}
