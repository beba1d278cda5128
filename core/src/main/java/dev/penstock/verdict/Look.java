package dev.penstock.verdict;

import java.time.Instant;
import java.util.List;

/**
 * All that is new since the look before: the judge's only input. A record of looks is all it takes to judge again.
 *
 * @param at when it was looked
 * @param batches what the metrics' sources said, in the order of their windows
 * @param traffic how traffic was shared out
 * @param gates what the gates' sources said
 */
public record Look(Instant at, List<MetricBatch> batches, List<TrafficReading> traffic, List<GateReading> gates) {

    public Look {
        batches = List.copyOf(batches);
        traffic = List.copyOf(traffic);
        gates = List.copyOf(gates);
    }

    /** A look at metrics only. */
    public static Look at(Instant at, List<MetricBatch> batches) {
        return new Look(at, batches, List.of(), List.of());
    }
}
