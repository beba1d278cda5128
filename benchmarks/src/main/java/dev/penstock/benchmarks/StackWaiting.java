package dev.penstock.benchmarks;

import dev.penstock.benchmarks.Pollers.Way;
import dev.penstock.benchmarks.Waiting.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Waiting for the updates of many stacks at once, in simulated time, under limits of reads. Penstock's whole action runs against
 * the simulated CloudFormation; what others do is played on the same updates with the same buckets. Prints one JSON object for
 * each way of waiting.
 *
 * <p>Arguments: how many stacks; 100 without one.
 */
public final class StackWaiting {

    private static final int STACKS = 100;
    private static final long SEED = 7;

    /** {@code StackUpdateComplete} is asked so often at most (the waiter's definition in the service model). */
    private static final int ATTEMPTS = 120;

    private StackWaiting() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("stacks");
        try {
            measure(arguments.length > 0 ? Integer.parseInt(arguments[0]) : STACKS, folder)
                    .forEach(figure -> System.out.println(figure.json()));
        } finally {
            delete(folder);
        }
    }

    /**
     * Measures all ways of waiting.
     *
     * @param stacks how many at once
     * @param folder for what the engine keeps
     */
    static List<Figure> measure(int stacks, Path folder) throws Exception {
        List<Figure> figures = new ArrayList<>();
        StackWorld.Release release;
        try (StackWorld world = new StackWorld(stacks, SEED, folder)) {
            release = world.release();
        }
        figures.add(Figure.of(
                "penstock",
                release.trace(),
                new Pollers.Played(release.trace(), release.reads(), release.throttles(), release.lags(), 0)));
        play(figures, "SDK's waiter", Way.waiter("DescribeStacks", Duration.ofSeconds(30), ATTEMPTS), release);
        play(figures, "SDK's waiter, each 5 s", Way.waiter("DescribeStacks", Duration.ofSeconds(5), 720), release);
        play(figures, "events each 5 s", Way.loop("DescribeStackEvents", Duration.ofSeconds(5)), release);
        return figures;
    }

    private static void play(List<Figure> figures, String name, Way way, StackWorld.Release release) {
        Pollers.Played played = Pollers.playAtAnyPhase(way, release.trace(), new StackReadLimits(), SEED);
        figures.add(Figure.of(name, release.trace(), played));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * How one way of waiting did.
     *
     * @param reads in all, with those that were throttled
     * @param eachMinute reads for each minute that a stack's update took
     * @param medianLag seconds from an end until it was seen
     * @param p95Lag seconds
     * @param gaveUp stacks whose end was never seen
     */
    record Figure(
            String name,
            int stacks,
            int reads,
            double eachMinute,
            double medianLag,
            double p95Lag,
            int throttles,
            int gaveUp) {

        static Figure of(String name, Trace trace, Pollers.Played played) {
            double minutes = 0;
            for (int i = 0; i < trace.ends().size(); i++) {
                minutes += (trace.ends().get(i) - trace.begins().get(i)) / 60;
            }
            List<Double> lags = played.lags().stream().sorted().toList();
            return new Figure(
                    name,
                    trace.ends().size(),
                    played.calls().size(),
                    played.calls().size() / minutes,
                    at(lags, 0.5),
                    at(lags, 0.95),
                    played.throttles(),
                    played.gaveUp());
        }

        private static double at(List<Double> sorted, double share) {
            return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * share) - 1);
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"stacks\":\"%s\",\"n\":%d,\"reads\":%d,\"reads_minute\":%.2f,\"median_lag_s\":%.2f,"
                            + "\"p95_lag_s\":%.2f,\"throttles\":%d,\"gave_up\":%d}",
                    name,
                    stacks,
                    reads,
                    eachMinute,
                    medianLag,
                    p95Lag,
                    throttles,
                    gaveUp);
        }
    }
}
