package dev.penstock.simulator.elb;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flow of synthetic requests.
 *
 * @param settled until when its requests have been drawn
 * @param carried a part of a request that is left over
 * @param draws how many stretches of time have been drawn
 * @param counts of its answers, by what {@link TrafficDraw} calls them
 */
record FlowRow(
        String listener,
        Traffic.Requests requests,
        double perSecond,
        long seed,
        Instant settled,
        double carried,
        long draws,
        Map<String, Long> counts) {

    FlowRow {
        counts = Map.copyOf(counts);
    }

    FlowRow withRate(double rate) {
        return new FlowRow(listener, requests, rate, seed, settled, carried, draws, counts);
    }

    FlowRow after(Instant until, double left, Map<String, Long> counted) {
        return new FlowRow(listener, requests, perSecond, seed, until, left, draws + 1, counted);
    }

    Traffic.Answers answers() {
        Map<Integer, Long> byStatus = new TreeMap<>();
        Map<String, Long> byGroup = new TreeMap<>();
        counts.forEach((what, count) -> {
            if (what.startsWith(TrafficDraw.STATUS)) {
                byStatus.put(Integer.valueOf(what.substring(TrafficDraw.STATUS.length())), count);
            } else if (what.startsWith(TrafficDraw.GROUP)) {
                byGroup.put(what.substring(TrafficDraw.GROUP.length()), count);
            }
        });
        long requests = byStatus.values().stream().mapToLong(Long::longValue).sum();
        return new Traffic.Answers(requests, byStatus, byGroup, counts.getOrDefault(TrafficDraw.LEFT_OUT, 0L));
    }
}
