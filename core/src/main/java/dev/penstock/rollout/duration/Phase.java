package dev.penstock.rollout.duration;

import java.time.Duration;

/**
 * What a rollout waits for, once or several times one after the other.
 *
 * @param words such as {@code drain}
 * @param times how often; at least 1
 * @param each what it takes each time; not negative
 */
public record Phase(String words, int times, Duration each) {

    public Phase {
        if (times < 1 || each.isNegative()) {
            throw new IllegalArgumentException("'" + words + "' cannot be waited for " + times + " times " + each);
        }
    }

    /** What it takes in all. */
    public Duration whole() {
        return each.multipliedBy(times);
    }
}
