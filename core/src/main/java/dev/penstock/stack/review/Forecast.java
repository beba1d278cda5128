package dev.penstock.stack.review;

import dev.penstock.stack.StackExperience.Deed;
import java.time.Duration;
import java.util.List;

/**
 * How long executing a change set will take.
 *
 * @param untilInPlace until everything new is in place and the stack can be used
 * @param cleanup how much longer until what was replaced or removed is gone
 * @param longest the resources that decide {@code untilInPlace}, in the order in which they are done: each waits for the one
 *     before it
 * @param learned how many of the times are known from experience
 * @param assumed how many of the times are assumptions by type
 */
public record Forecast(Duration untilInPlace, Duration cleanup, List<Step> longest, int learned, int assumed) {

    public Forecast {
        longest = List.copyOf(longest);
    }

    /**
     * What is done to one resource.
     *
     * @param path as in {@link ReviewedChange#path}
     */
    public record Step(String path, String type, Deed deed, Duration duration) {}
}
