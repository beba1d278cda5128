package dev.penstock.simulator.time;

import java.time.Duration;
import java.time.Instant;

/** Where a clock stands, and how fast it moves by itself. Guarded by the clock's lock; where it stands can be read without. */
final class Pace {

    private static final double FASTEST = 1e6;
    private static final double LONGEST_WAIT_NANOS = 3.6e12;
    private static final long SHORTEST_WAIT_NANOS = 100_000;

    private volatile Instant base;
    private double factor;
    private long baseNanos;
    private boolean paused;

    /** @param factor simulated seconds in a real one, more than 0 and at most a million */
    Pace(Instant start, double factor) {
        this.base = start;
        this.factor = checked(factor);
        this.baseNanos = System.nanoTime();
    }

    private static double checked(double factor) {
        if (!(factor > 0) || factor > FASTEST) {
            throw new IllegalArgumentException(
                    "the factor of simulated time must be more than 0 and at most " + (long) FASTEST);
        }
        return factor;
    }

    /** The instant from which on it moves by itself, or at which it stands. */
    Instant base() {
        return base;
    }

    double factor() {
        return factor;
    }

    boolean isPaused() {
        return paused;
    }

    void scale(double to) {
        factor = checked(to);
    }

    void pause(boolean still) {
        paused = still;
    }

    /** Moves from an instant on, from now on. */
    void restartAt(Instant now) {
        base = now;
        baseNanos = System.nanoTime();
    }

    /** Stands at an instant, for as long as it is moved by others. */
    void standAt(Instant now) {
        base = now;
    }

    /**
     * Where time would be if nothing were due.
     *
     * @param still whether others move it now
     */
    Instant flowing(boolean still) {
        return still || paused ? base : base.plusNanos((long) ((System.nanoTime() - baseNanos) * factor));
    }

    /** How long to wait, in real time, until simulated time has passed. */
    long realNanos(Duration simulated) {
        double nanos = Math.min((simulated.toMillis() + 1) * 1e6 / factor, LONGEST_WAIT_NANOS);
        return Math.max((long) nanos, SHORTEST_WAIT_NANOS);
    }
}
