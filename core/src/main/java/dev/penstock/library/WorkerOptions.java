package dev.penstock.library;

import java.time.Duration;

/**
 * How a {@link Worker} works.
 *
 * @param capacity so many executions at most are held at once, at least 1; those that wait for something short included
 * @param batch so many are taken at once, at least 1: small enough that workers which look at the same time share what is due
 * @param interval how often the worker looks for what is due if nothing tells it before; positive
 * @param least waits that are at least so long are not sat out: the execution is given back
 */
public record WorkerOptions(int capacity, int batch, Duration interval, Duration least) {

    public WorkerOptions {
        if (capacity < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "capacity and batch must be at least 1, got " + capacity + " and " + batch);
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval must be positive, got " + interval);
        }
        if (least.isNegative()) {
            throw new IllegalArgumentException("the least wait must not be negative, got " + least);
        }
    }

    /** Holds 256, takes 16 at once, looks every two seconds, and gives back what waits for 30 seconds or more. */
    public static WorkerOptions defaults() {
        return new WorkerOptions(256, 16, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /** The same with another capacity. */
    public WorkerOptions withCapacity(int most) {
        return new WorkerOptions(most, batch, interval, least);
    }
}
