package dev.penstock.observe;

import java.time.Duration;

/**
 * How fast the reads of one kind and scope may follow each other: additive increase, multiplicative decrease. The full
 * rate is a share of what AWS allows the whole account; published limits of the describes in use start at 20 calls a second
 * ("Request throttling for the Amazon ECS API", Amazon ECS Developer Guide).
 */
final class Pace {

    /** The time between two calls at the full rate. */
    static final Duration GAP = Duration.ofMillis(250);

    private static final double SLOWEST = 1.0 / 16;
    private static final double RECOVERY = 1.0 / 16;

    private double rate = 1;

    void throttled() {
        rate = Math.max(SLOWEST, rate / 2);
    }

    void answered() {
        rate = Math.min(1, rate + RECOVERY);
    }

    /** A time stretched by how much slower than the full rate it goes now. */
    Duration stretch(Duration atFullRate) {
        return Duration.ofMillis((long) Math.ceil(atFullRate.toMillis() / rate));
    }
}
