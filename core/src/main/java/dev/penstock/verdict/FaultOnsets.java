package dev.penstock.verdict;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the weight of the evidence is shared out over the times at which a fault may begin: most of it on the first window, what is
 * left evenly over the longest bake time, and a little on any time after that. Fixed before the first look, so that evidence keeps
 * its guarantee. Not thread-safe.
 */
final class FaultOnsets {

    /** The weight of a fault that is there from the first window on. */
    static final double AT_START = 2.0 / 3;

    /** How much of the rest is kept for the time after the bake time. */
    private static final double AFTER = 1.0 / 16;

    private final double longestMillis;
    private @Nullable Instant first;
    private double latest;

    /** Of a verdict with that bake time, all extensions included. */
    FaultOnsets(Duration longest) {
        longestMillis = longest.toMillis();
    }

    /** The weight of faults that begin after the window that starts then; it never rises. */
    double leftAfter(Instant windowStart) {
        if (first == null) {
            first = windowStart;
        }
        latest = Math.max(latest, Duration.between(first, windowStart).toMillis() / longestMillis);
        return left(latest);
    }

    /** The weight of faults that begin after that part of the longest bake time. */
    static double left(double part) {
        return (1 - AT_START) * (part <= 1 ? 1 - (1 - AFTER) * part : AFTER / part);
    }

    void exchange(JudgeState state) {
        first = state.instant(first);
        latest = state.number(latest);
    }
}
