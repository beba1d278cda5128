package dev.penstock.simulator.cloudwatch;

import java.time.Duration;

/**
 * How long data is kept in which resolution: seconds for 3 hours, minutes for 15 days, 5 minutes for 63 days, hours
 * for 455 days. Source: CloudWatch User Guide, "Metrics retention".
 */
final class Retention {

    /** How often a metric's old data is looked through, at most. */
    static final Duration SWEEP = Duration.ofHours(1);

    /** How often all metrics' data is looked through, at most: also of those that get no more. */
    static final Duration SWEEP_ALL = Duration.ofDays(1);

    /** The width in seconds of the coarsest data. */
    static final int COARSEST = 3600;

    private Retention() {}

    /** The finest period, in seconds, that data of an age still has; more than {@link #COARSEST} when it is gone. */
    static int finest(Duration age) {
        if (age.compareTo(Duration.ofHours(3)) <= 0) {
            return 1;
        } else if (age.compareTo(Duration.ofDays(15)) <= 0) {
            return 60;
        } else if (age.compareTo(Duration.ofDays(63)) <= 0) {
            return 300;
        }
        return age.compareTo(Duration.ofDays(455)) <= 0 ? COARSEST : Integer.MAX_VALUE;
    }
}
