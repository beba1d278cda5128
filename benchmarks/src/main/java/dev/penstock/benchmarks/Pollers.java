package dev.penstock.benchmarks;

import dev.penstock.benchmarks.Waiting.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Ways of waiting that poll for each deployment by itself, played under rate limits. */
final class Pollers {

    /** What came of it. */
    record Played(Trace trace, List<Double> calls, int throttles, List<Double> lags, int gaveUp) {}

    /** One poll, or its repetition after a throttle. */
    private record Poll(double at, int deployment, int attempt, int repetition) {}

    private final Trace trace;
    private final Way way;
    private final ReadLimits limits;
    private final Random random;
    private final PriorityQueue<Poll> due = new PriorityQueue<>(Comparator.comparingDouble(Poll::at));
    private final List<Double> calls = new ArrayList<>();
    private final List<Double> lags = new ArrayList<>();
    private int throttles;
    private int gaveUp;

    private Pollers(Trace trace, Way way, ReadLimits limits, long seed) {
        this.trace = trace;
        this.way = way;
        this.limits = limits;
        this.random = new Random(seed);
    }

    /**
     * How it is polled.
     *
     * @param operation what is called
     * @param interval seconds between two polls
     * @param attempts after so many polls it is given up
     * @param repetitions how often the client repeats a call that was throttled; after none, a throttled call is taken for "not
     *     yet"
     */
    record Way(String operation, double interval, int attempts, int repetitions) {

        /**
         * A waiter of the Java SDK. Its client repeats a throttled call three times, after up to 0.5, 1 and 2 s (the default,
         * "legacy" retries); if the last is throttled too, the waiter fails.
         */
        static Way waiter(String operation, Duration interval, int attempts) {
            return new Way(operation, interval.toMillis() / 1000.0, attempts, 3);
        }

        /** A loop that takes a throttled call for "not yet". */
        static Way loop(String operation, Duration interval) {
            return new Way(operation, interval.toMillis() / 1000.0, Integer.MAX_VALUE, 0);
        }
    }

    /** Waits for all of a trace, each from its begin. */
    static Played play(Way way, Trace trace, ReadLimits limits, long seed) {
        return new Pollers(trace, way, limits, seed).play(0);
    }

    /** The same, each from some moment of the first interval: where what is waited for goes on in intervals itself. */
    static Played playAtAnyPhase(Way way, Trace trace, ReadLimits limits, long seed) {
        return new Pollers(trace, way, limits, seed).play(way.interval);
    }

    private Played play(double latest) {
        for (int i = 0; i < trace.begins().size(); i++) {
            due.add(new Poll(trace.begins().get(i) + latest * random.nextDouble(), i, 1, 0));
        }
        while (!due.isEmpty()) {
            poll(due.remove());
        }
        return new Played(trace, calls, throttles, lags, gaveUp);
    }

    private void poll(Poll poll) {
        calls.add(poll.at);
        double end = trace.ends().get(poll.deployment);
        if (limits.refuses(way.operation, poll.at)) {
            throttles++;
            if (poll.repetition < way.repetitions) {
                double backOff = 0.5 * (1 << poll.repetition) * random.nextDouble();
                due.add(new Poll(poll.at + backOff, poll.deployment, poll.attempt, poll.repetition + 1));
            } else if (way.repetitions > 0) {
                gaveUp++;
            } else {
                due.add(new Poll(poll.at + way.interval, poll.deployment, poll.attempt + 1, 0));
            }
        } else if (poll.at >= end) {
            lags.add(poll.at - end);
        } else if (poll.attempt < way.attempts) {
            due.add(new Poll(poll.at + way.interval, poll.deployment, poll.attempt + 1, 0));
        } else {
            gaveUp++;
        }
    }
}
