package dev.penstock.calendar;

import java.time.Instant;

/**
 * A time in which nothing is changed.
 *
 * @param from when it begins
 * @param to when it is over; after {@code from}
 * @param reason why; may be empty
 */
public record Freeze(Instant from, Instant to, String reason) {

    public Freeze {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a freeze begins before it is over: " + from + ", " + to);
        }
    }

    /** Whether it holds at a time. */
    public boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** In words: {@code frozen until 2027-01-03T00:00:00Z: Christmas}. */
    public String words() {
        return "frozen until " + to + (reason.isEmpty() ? "" : ": " + reason);
    }
}
