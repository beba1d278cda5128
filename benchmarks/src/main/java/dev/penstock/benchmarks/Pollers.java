package dev.penstock.benchmarks;

import dev.penstock.benchmarks.Waiting.Trace;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Ways of waiting that poll for each deployment by itself ({@code DescribeServices}), played under AWS's rate limits. */
final class Pollers {

    private static final Caller CALLER =
            new Caller("111122223333", "us-east-1", "arn:aws:iam::111122223333:root", "111122223333");

    /** What came of it. */
    record Played(Trace trace, List<Double> calls, int throttles, List<Double> lags, int gaveUp) {}

    /** One poll, or its repetition after a throttle. */
    private record Poll(double at, int deployment, int attempt, int repetition) {}

    private final Trace trace;
    private final double interval;
    private final int attempts;
    private final int repetitions;
    private final Random random;
    private final RateLimits limits = RateLimits.published();
    private final PriorityQueue<Poll> due = new PriorityQueue<>(Comparator.comparingDouble(Poll::at));
    private final List<Double> calls = new ArrayList<>();
    private final List<Double> lags = new ArrayList<>();
    private int throttles;
    private int gaveUp;

    private Pollers(Trace trace, double interval, int attempts, int repetitions, long seed) {
        this.trace = trace;
        this.interval = interval;
        this.attempts = attempts;
        this.repetitions = repetitions;
        this.random = new Random(seed);
    }

    /**
     * {@code EcsWaiter.waitUntilServicesStable}: every 15 s, 40 times, then it fails (the waiter's definition in the service
     * model). The client repeats a throttled call three times, after up to 0.5, 1 and 2 s (the Java SDK's default, "legacy"
     * retries); if the last is throttled too, the waiter fails.
     */
    static Played sdkWaiter(Trace trace, long seed) {
        return new Pollers(trace, 15, 40, 3, seed).play();
    }

    /** A loop that takes a throttled call for "not yet". */
    static Played every(Duration interval, Trace trace, long seed) {
        return new Pollers(trace, interval.toMillis() / 1000.0, Integer.MAX_VALUE, 0, seed).play();
    }

    private Played play() {
        for (int i = 0; i < trace.begins().size(); i++) {
            due.add(new Poll(trace.begins().get(i), i, 1, 0));
        }
        while (!due.isEmpty()) {
            poll(due.remove());
        }
        return new Played(trace, calls, throttles, lags, gaveUp);
    }

    private void poll(Poll poll) {
        calls.add(poll.at);
        double end = trace.ends().get(poll.deployment);
        if (isThrottled(poll.at)) {
            throttles++;
            if (poll.repetition < repetitions) {
                double backOff = 0.5 * (1 << poll.repetition) * random.nextDouble();
                due.add(new Poll(poll.at + backOff, poll.deployment, poll.attempt, poll.repetition + 1));
            } else if (repetitions > 0) {
                gaveUp++;
            } else {
                due.add(new Poll(poll.at + interval, poll.deployment, poll.attempt + 1, 0));
            }
        } else if (poll.at >= end) {
            lags.add(poll.at - end);
        } else if (poll.attempt < attempts) {
            due.add(new Poll(poll.at + interval, poll.deployment, poll.attempt + 1, 0));
        } else {
            gaveUp++;
        }
    }

    private boolean isThrottled(double at) {
        try {
            limits.take(CALLER, "ecs", "DescribeServices", Instant.EPOCH.plusMillis(Math.round(at * 1000)));
            return false;
        } catch (ServiceError throttled) {
            return true;
        }
    }
}
