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

    /**
     * How many calls a second all together may reach before those wait that are only good to have. Less than the full rate:
     * the rest is for the moments in which much ends at once.
     */
    private static final double EASY = 2.5;

    private static final double MOST_SPARE = 10;

    private double rate = 1;
    private Instant earliest = Instant.MIN;
    private Instant counted = Instant.MIN;
    private double spare;

    /** When the next call may be made. */
    Instant earliest() {
        return earliest;
    }

    /** How many calls beside those that are needed can be afforded now. */
    int spare(Instant now) {
        count(now);
        return (int) Math.max(0, Math.floor(spare));
    }

    private void count(Instant now) {
        if (now.isAfter(counted)) {
            // Before the first call nothing was saved.
            double seconds = counted.equals(Instant.MIN)
                    ? 0
                    : Duration.between(counted, now).toMillis() / 1000.0;
            spare = Math.min(MOST_SPARE, spare + EASY * rate * seconds);
            counted = now;
        }
    }

    private void spend(int calls) {
        spare = Math.max(-MOST_SPARE, spare - calls);
    }

    /** A call is made now. */
    void calls(Instant now) {
        count(now);
        spend(1);
        earliest = now.plus(stretch(GAP));
    }

    /** It took some calls more than the one, which the next ones wait for. */
    void tookMore(int calls) {
        spend(calls);
        earliest = earliest.plus(stretch(GAP).multipliedBy(calls));
    }

    void throttled(Instant now) {
        rate = Math.max(SLOWEST, rate / 2);
        calls(now);
        spare = Math.min(spare, 0);
    }

    void answered() {
        rate = Math.min(1, rate + RECOVERY);
    }

    /** A time stretched by how much slower than the full rate it goes now. */
    Duration stretch(Duration atFullRate) {
        return Duration.ofMillis((long) Math.ceil(atFullRate.toMillis() / rate));
    }
}
