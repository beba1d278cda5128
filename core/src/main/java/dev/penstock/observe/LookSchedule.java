package dev.penstock.observe;

import java.time.Duration;

/**
 * When the next look at something under way is worth its call: hardly ever while nothing can end, often when an end is most
 * probable, seldom when it is long overdue. The density of looks goes with the square root of the hazard (J. B. Keller,
 * Optimum checking schedules for systems subject to random failure, Management Science 21, 1974).
 */
final class LookSchedule {

    /** How many standard deviations before the median nothing ends, if enough was seen to say so. */
    private static final double EARLIEST = -3;

    private static final double LATEST = 4;
    private static final long ENOUGH = 10;

    /** The longest gap while nothing can end or an end is long overdue, and while it can be any time; in intervals. */
    private static final int THIN = 5;

    private static final int DENSE = 2;
    private static final int STEPS = 8;

    private final DurationEstimate estimate;
    private final double quietUntil;
    private final double overdueFrom;
    private final double highest;

    LookSchedule(DurationEstimate estimate) {
        this.estimate = estimate;
        this.quietUntil = estimate.count() < ENOUGH ? 0 : estimate.secondsAt(EARLIEST);
        this.overdueFrom = estimate.secondsAt(LATEST);
        double most = 0;
        for (double deviations = EARLIEST; deviations <= LATEST; deviations += 0.1) {
            most = Math.max(most, estimate.hazard(estimate.secondsAt(deviations)));
        }
        this.highest = most;
    }

    DurationEstimate estimate() {
        return estimate;
    }

    /**
     * How long to leave until the next look.
     *
     * @param elapsed since it began
     * @param interval the gap where an end is most probable
     */
    Duration gap(Duration elapsed, Duration interval) {
        double now = Math.max(0, elapsed.toMillis() / 1000.0);
        double unit = interval.toMillis() / 1000.0;
        if (now < quietUntil) {
            return seconds(Math.min(Math.max(unit, quietUntil - now), unit * THIN));
        }
        double longest = unit * (now > overdueFrom ? THIN : DENSE);
        double step = unit / STEPS;
        double gathered = 0;
        double gap = 0;
        while (gathered < unit && gap < longest) {
            gathered += step * Math.sqrt(estimate.hazard(now + gap + step / 2) / highest);
            gap += step;
        }
        return seconds(Math.min(gap, longest));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
