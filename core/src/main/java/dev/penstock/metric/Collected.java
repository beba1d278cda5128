package dev.penstock.metric;

import dev.penstock.verdict.Look;
import java.util.List;

/**
 * What a collector brought.
 *
 * @param look what is new, for the judge
 * @param troubles reads that failed. Nothing was lost by them: the same windows are asked for again at the next look
 */
public record Collected(Look look, List<Trouble> troubles) {

    /**
     * A read that failed.
     *
     * @param of the metric or gate
     * @param message one full sentence
     * @param mayPass whether asking again may help
     */
    public record Trouble(String of, String message, boolean mayPass) {}

    public Collected {
        troubles = List.copyOf(troubles);
    }
}
