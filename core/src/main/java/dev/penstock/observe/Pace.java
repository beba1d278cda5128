package dev.penstock.observe;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast the calls of one scope may follow each other, whatever they read: additive increase, multiplicative decrease. The
 * full rate is a share of what AWS allows the whole account; published limits of the describes in use start at 20 calls a
 * second ("Request throttling for the Amazon ECS API", Amazon ECS Developer Guide). Guarded by the observer's lock.
 */
final class Pace {

    /** The time between two calls at the full rate. */
    static final Duration GAP = Duration.ofMillis(250);

    private static final double SLOWEST = 1.0 / 16;
    private static final double RECOVERY = 1.0 / 16;

    private double rate = 1;
    private Instant earliest = Instant.MIN;

    /** When the next call may be made. */
    Instant earliest() {
        return earliest;
    }

    /** A call is made now. */
    void calls(Instant now) {
        earliest = now.plus(stretch(GAP));
    }

    /** It took some calls more than the one, which the next ones wait for. */
    void tookMore(int calls) {
        earliest = earliest.plus(stretch(GAP).multipliedBy(calls));
    }

    void throttled(Instant now) {
        rate = Math.max(SLOWEST, rate / 2);
        calls(now);
    }

    void answered() {
        rate = Math.min(1, rate + RECOVERY);
    }

    /** A time stretched by how much slower than the full rate it goes now. */
    Duration stretch(Duration atFullRate) {
        return Duration.ofMillis((long) Math.ceil(atFullRate.toMillis() / rate));
    }
}
