package dev.penstock.metric;

import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far each metric was taken in, which follows from the looks alone. It is what keeps a window from being taken twice.
 *
 * @param ends by metric and place, the end of the newest window that was taken, counted or missing
 */
public record Progress(Map<Series, Instant> ends) {

    /** A metric at a place. */
    public record Series(String metric, String place) {}

    private static final Progress NONE = new Progress(Map.of());

    public Progress {
        ends = Map.copyOf(ends);
    }

    /** Before the first look. */
    public static Progress none() {
        return NONE;
    }

    /** What it is after one more look. */
    public Progress after(Look look) {
        if (look.batches().isEmpty()) {
            return this;
        }
        Map<Series, Instant> later = new HashMap<>(ends);
        for (MetricBatch batch : look.batches()) {
            later.merge(
                    new Series(batch.metric(), batch.scope()),
                    batch.window().end(),
                    (known, end) -> end.isAfter(known) ? end : known);
        }
        return new Progress(later);
    }

    /** The end of the newest window of a metric at a place; empty before the first. */
    public Optional<Instant> end(String metric, String place) {
        return Optional.ofNullable(ends.get(new Series(metric, place)));
    }
}
