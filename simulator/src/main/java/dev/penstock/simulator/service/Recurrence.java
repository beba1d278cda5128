package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a fault strikes, and when.
 *
 * @param probability with which it strikes what fits it, from 0 to 1
 * @param skip how many that fit it lets pass first
 * @param times how often it strikes at most; empty for no limit
 * @param after from when on, in simulated time from when it was ordered
 * @param until until when; empty for ever
 */
public record Recurrence(
        double probability, long skip, Optional<Long> times, Duration after, Optional<Duration> until) {

    /** The first ones, without chance. */
    public static Recurrence first(long times) {
        return new Recurrence(1, 0, Optional.of(times), Duration.ZERO, Optional.empty());
    }

    /** All, for ever. */
    public static Recurrence always() {
        return new Recurrence(1, 0, Optional.empty(), Duration.ZERO, Optional.empty());
    }

    /** Whether it is in force that long after it was ordered. */
    boolean inForce(Duration since) {
        return since.compareTo(after) >= 0
                && until.map(end -> since.compareTo(end) < 0).orElse(true);
    }
}
