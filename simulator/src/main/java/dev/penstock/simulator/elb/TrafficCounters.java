package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.elb.RequestMetrics.Place;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts real requests in memory and hands them to CloudWatch when a minute is over or somebody reads metrics. Requests
 * that were counted and not yet handed over end with the process.
 */
final class TrafficCounters {

    private static final String FLUSH = "elb.count";

    /** What came of a request. */
    sealed interface Outcome {

        Place place();

        /** A target answered. */
        record Answered(Place place, String group, int status) implements Outcome {}

        /** No target answered. */
        record Failed(Place place, String group, int status, boolean connected) implements Outcome {}

        /** The group had no target. */
        record Unavailable(Place place, String group) implements Outcome {}

        /** There was no group to choose a target of, or the request was malformed. */
        record Refused(Place place, int status) implements Outcome {}

        /**
         * A rule answers by itself.
         *
         * @param metric that counts it beside {@code RequestCount}
         */
        record Own(Place place, String metric) implements Outcome {}
    }

    private record Key(Instant minute, Outcome outcome) {}

    /**
     * What was counted.
     *
     * @param perTarget of the group: each request counts as one, divided by how many targets there were
     */
    private record Tally(Statistics seconds, double perTarget) {
        Tally plus(Tally other) {
            return new Tally(seconds.plus(other.seconds), perTarget + other.perTarget);
        }
    }

    private final Calendar calendar;
    private final SimulatedTime time;
    private final Metrics metrics;
    private Map<Key, Tally> tallies = new LinkedHashMap<>();

    TrafficCounters(Calendar calendar, SimulatedTime time, Metrics metrics) {
        this.calendar = calendar;
        this.time = time;
        this.metrics = metrics;
        calendar.inPassing(FLUSH, all -> flush());
    }

    /** Sees to it that what is counted from now on is handed over. Within a transaction. */
    void expect() {
        if (calendar.due(FLUSH, "all").isEmpty()) {
            calendar.enter(FLUSH, "all", minute().plus(1, ChronoUnit.MINUTES));
        }
    }

    /**
     * Counts one request.
     *
     * @param seconds that the target took; 0 where none answered
     * @param targets of the group that could have got it; 0 where no group was asked
     */
    synchronized void count(Outcome outcome, double seconds, int targets) {
        Tally one = new Tally(Statistics.of(seconds), targets == 0 ? 0 : 1.0 / targets);
        tallies.merge(new Key(minute(), outcome), one, Tally::plus);
    }

    /** Hands over what was counted. Within a transaction. */
    void flush() {
        Map<Key, Tally> counted;
        synchronized (this) {
            counted = tallies;
            tallies = new LinkedHashMap<>();
        }
        counted.forEach((key, tally) -> {
            // Network load balancers have other metrics, which are not simulated.
            if (key.outcome().place().loadBalancer().contains(":loadbalancer/app/")) {
                hand(key.minute(), key.outcome(), tally);
            }
        });
    }

    /** Where metrics go. */
    RequestMetrics.Sink sink() {
        return (about, at, key, unit, data) ->
                metrics.record(Arns.account(about), Arns.region(about), key, at, List.of(data), unit, 60);
    }

    private void hand(Instant minute, Outcome outcome, Tally tally) {
        long count = (long) tally.seconds().count();
        switch (outcome) {
            case Outcome.Answered(Place place, String group, int status) -> {
                RequestMetrics.answered(sink(), minute, place, group, status, tally.seconds());
                RequestMetrics.perTarget(sink(), minute, place, group, tally.perTarget());
            }
            case Outcome.Failed(Place place, String group, int status, boolean connected) -> {
                RequestMetrics.failed(sink(), minute, place, group, status, connected, count);
                RequestMetrics.perTarget(sink(), minute, place, group, tally.perTarget());
            }
            case Outcome.Unavailable(Place place, String group) ->
                RequestMetrics.unavailable(sink(), minute, place, group, count);
            case Outcome.Refused(Place place, int status) ->
                RequestMetrics.refused(sink(), minute, place, status, count);
            case Outcome.Own(Place place, String metric) ->
                RequestMetrics.unforwarded(sink(), minute, place, metric, count);
        }
    }

    private Instant minute() {
        return time.now().truncatedTo(ChronoUnit.MINUTES);
    }
}
