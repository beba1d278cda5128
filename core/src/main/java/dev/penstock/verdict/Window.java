package dev.penstock.verdict;

import java.time.Instant;

/**
 * A span of time that was counted.
 *
 * @param start its first instant
 * @param end the first instant after it
 */
public record Window(Instant start, Instant end) {

    public Window {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("a window ends after it starts: " + start + " to " + end);
        }
    }
}
