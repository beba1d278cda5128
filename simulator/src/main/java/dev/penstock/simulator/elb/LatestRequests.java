package dev.penstock.simulator.elb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What targets answered in the last minute, for those who look at single targets. Kept in memory alone; requests of a stretch
 * of time are taken to come evenly.
 */
public final class LatestRequests {

    private static final Duration KEPT = Duration.ofSeconds(70);
    private static final int MOST_STRETCHES = 5_000;

    /**
     * Requests that were answered alike.
     *
     * @param status of the answers
     * @param seconds that the target took
     */
    public record Answered(int status, double seconds, long count) {}

    private record Stretch(Instant from, Instant until, Answered answered) {

        /** How many of them came at or after an instant. */
        double since(Instant instant) {
            if (!from.isBefore(instant)) {
                return answered.count();
            }
            if (!until.isAfter(instant)) {
                return 0;
            }
            double all = Duration.between(from, until).toNanos();
            return answered.count() * Duration.between(instant, until).toNanos() / all;
        }
    }

    private final Map<String, Deque<Stretch>> byTarget = new HashMap<>();

    LatestRequests() {}

    /** Requests that a target answered between two instants, which are the same for a single one. */
    synchronized void came(
            String account, String target, Instant from, Instant until, int status, double seconds, long count) {
        Deque<Stretch> stretches = byTarget.computeIfAbsent(account + " " + target, key -> new ArrayDeque<>());
        stretches.addLast(new Stretch(from, until, new Answered(status, seconds, count)));
        while (stretches.size() > MOST_STRETCHES || stretches.getFirst().until().isBefore(until.minus(KEPT))) {
            stretches.removeFirst();
        }
    }

    /** What a target answered since an instant; those of a stretch that began before count in part. */
    synchronized List<Answered> of(String account, String target, Instant since) {
        List<Answered> answered = new ArrayList<>();
        for (Stretch stretch : byTarget.getOrDefault(account + " " + target, new ArrayDeque<>())) {
            long count = Math.round(stretch.since(since));
            if (count > 0) {
                answered.add(new Answered(
                        stretch.answered().status(), stretch.answered().seconds(), count));
            }
        }
        return answered;
    }
}
