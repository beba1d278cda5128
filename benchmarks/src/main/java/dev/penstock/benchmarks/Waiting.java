package dev.penstock.benchmarks;

import dev.penstock.benchmarks.Pollers.Way;
import dev.penstock.observe.Durations;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Waiting for many deployments at once, in simulated time, under the rate limits that AWS publishes. Penstock's observer
 * waits through its own clients against the simulated AWS; what others do is played on the same deployments with the same
 * token buckets. Prints one JSON object for each way of waiting. The same arguments give the same figures.
 *
 * <p>Arguments: how many deployments; 500 without one.
 */
public final class Waiting {

    private static final int DEPLOYMENTS = 500;
    private static final long SEED = 7;
    private static final String OPERATION = "DescribeServices";
    private static final Caller CALLER =
            new Caller("111122223333", "us-east-1", "arn:aws:iam::111122223333:root", "111122223333");

    private Waiting() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        for (Figure figure : measure(arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEPLOYMENTS)) {
            System.out.println(figure.json());
        }
    }

    /**
     * Measures all ways of waiting.
     *
     * @param deployments how many at once
     */
    static List<Figure> measure(int deployments) throws Exception {
        List<Figure> figures = new ArrayList<>();
        Durations durations = Durations.inMemory();
        try (WaitingWorld world = new WaitingWorld(deployments, SEED)) {
            // First as in a new installation, then with what was learned.
            figures.add(figure("penstock, nothing learned", world.release(durations)));
            WaitingWorld.Release release = world.release(durations);
            figures.add(figure("penstock", release));
            // EcsWaiter.waitUntilServicesStable: every 15 s, 40 times (the waiter's definition in the service model).
            var waiter = Way.waiter(OPERATION, Duration.ofSeconds(15), 40);
            figures.add(figure("SDK's waiter", Pollers.play(waiter, release.trace(), published(), SEED)));
            var loop = Way.loop(OPERATION, Duration.ofSeconds(5));
            figures.add(figure("a poll each 5 s", Pollers.play(loop, release.trace(), published(), SEED)));
        }
        return figures;
    }

    private static ReadLimits published() {
        RateLimits limits = RateLimits.published();
        return (operation, at) -> {
            try {
                limits.take(CALLER, "ecs", operation, Instant.EPOCH.plusMillis(Math.round(at * 1000)));
                return false;
            } catch (ServiceError throttled) {
                return true;
            }
        };
    }

    private static Figure figure(String name, WaitingWorld.Release release) {
        return Figure.of(name, release.trace(), release.calls(), release.throttles(), release.lags(), 0);
    }

    private static Figure figure(String name, Pollers.Played played) {
        return Figure.of(name, played.trace(), played.calls(), played.throttles(), played.lags(), played.gaveUp());
    }

    /**
     * How one way of waiting did.
     *
     * @param calls in all, with those that were throttled
     * @param perSecond calls a second, from the first deployment's begin to the last one's end
     * @param peak calls a second in the busiest ten seconds
     * @param meanLag seconds from an end until it was seen
     * @param p99Lag seconds
     * @param gaveUp deployments whose end was never seen
     */
    record Figure(
            String name,
            int deployments,
            int calls,
            double perSecond,
            double peak,
            double meanLag,
            double p99Lag,
            int throttles,
            int gaveUp) {

        static Figure of(String name, Trace trace, List<Double> calls, int throttles, List<Double> lags, int gaveUp) {
            List<Double> sorted = lags.stream().sorted().toList();
            double mean = sorted.stream().mapToDouble(lag -> lag).average().orElse(0);
            double p99 = sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
            return new Figure(
                    name,
                    trace.ends().size(),
                    calls.size(),
                    calls.size() / trace.seconds(),
                    peak(calls),
                    mean,
                    p99,
                    throttles,
                    gaveUp);
        }

        private static double peak(List<Double> calls) {
            List<Double> sorted = calls.stream().sorted().toList();
            int most = 0;
            int from = 0;
            for (int to = 0; to < sorted.size(); to++) {
                while (sorted.get(to) - sorted.get(from) >= 10) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
            return most / 10.0;
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"waiting\":\"%s\",\"n\":%d,\"calls\":%d,\"calls_s\":%.2f,\"peak_calls_s\":%.1f,"
                            + "\"mean_lag_s\":%.2f,\"p99_lag_s\":%.2f,\"throttles\":%d,\"gave_up\":%d}",
                    name,
                    deployments,
                    calls,
                    perSecond,
                    peak,
                    meanLag,
                    p99Lag,
                    throttles,
                    gaveUp);
        }
    }

    /**
     * When deployments began and ended, in seconds of simulated time.
     *
     * @param ends after the begin of the same index
     */
    record Trace(List<Double> begins, List<Double> ends) {

        Trace {
            begins = List.copyOf(begins);
            ends = List.copyOf(ends);
        }

        double seconds() {
            return ends.stream().mapToDouble(end -> end).max().orElse(0)
                    - begins.stream().mapToDouble(begin -> begin).min().orElse(0);
        }
    }
}
