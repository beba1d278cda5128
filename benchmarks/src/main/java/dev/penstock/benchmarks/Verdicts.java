package dev.penstock.benchmarks;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.ErrorBudget.Onset;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.check.Proportion;
import dev.penstock.verdict.simulate.SimulatedCanary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * What verdicts promise, simulated: false rollbacks of healthy releases, and the verdict beside Kayenta's judge and a plain test on
 * the same series. Writes its tables between the marks of a page.
 *
 * <p>{@code Verdicts PAGE [HEALTHY [EACH]]}: how many healthy releases are judged (100,000), and how many series of each kind
 * (1,000).
 */
public final class Verdicts {

    private static final String BEGIN = "<!-- measured: written by benchmarks/run verdicts -->\n";
    private static final String END = "<!-- end of what is measured -->\n";
    private static final double RATE = 0.005;
    private static final Duration HOUR = Duration.ofHours(1);

    private Verdicts() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        int healthy = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        int each = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
        StringBuilder text = new StringBuilder();
        text.append(falseRollbacks(healthy))
                .append(updates())
                .append(late(each))
                .append(beside(each));
        Path page = Path.of(arguments[0]);
        String before = Files.readString(page);
        int from = before.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, before.substring(0, from) + "\n" + text + before.substring(before.indexOf(END)));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Ten metrics, a look each 10 s for an hour, nothing promoted before its end. */
    private static String falseRollbacks(int runs) {
        MetricSettings[] metrics = new MetricSettings[10];
        Arrays.setAll(metrics, i -> MetricSettings.of("metric-" + i));
        VerdictSettings settings = VerdictSettings.of(HOUR, metrics)
                .with(new Timing(HOUR, HOUR, OptionalDouble.empty(), InconclusivePolicy.ASK));
        var canary = SimulatedCanary.of(2000, 0.1, RATE, 1, Duration.ofSeconds(10));
        long rolledBack = IntStream.range(0, runs)
                .parallel()
                .filter(run -> canary.judge(settings, random(run)).decision() instanceof Decision.RollBack)
                .count();
        Proportion proportion = Proportion.of(Math.toIntExact(rolledBack), runs);
        return String.format(
                Locale.ROOT,
                "Of %,d simulated healthy releases with ten metrics, 200 requests a minute to the canary, 0.5 %% of them bad,%nand a"
                        + " look each 10 s for an hour, %,d were rolled back: %.2f %% (95 %% interval %.2f %% to %.2f %%); 1 %% is allowed"
                        + " for.%n%n",
                runs,
                rolledBack,
                100 * proportion.rate(),
                100 * proportion.lower(),
                100 * proportion.upper());
    }

    /** Batches that one core judges in a second, each with another share and ten metrics to a look. */
    private static String updates() {
        MetricSettings[] metrics = new MetricSettings[10];
        Arrays.setAll(metrics, i -> MetricSettings.of("metric-" + i));
        VerdictSettings settings = VerdictSettings.of(Duration.ofDays(36_500), metrics)
                .with(new Timing(
                        Duration.ofDays(36_500),
                        Duration.ofDays(36_500),
                        OptionalDouble.empty(),
                        InconclusivePolicy.ASK));
        double best = 0;
        for (int round = 0; round < 5; round++) {
            var judge = new VerdictJudge(settings);
            List<Look> looks = looks(settings, 20_000);
            long before = cpu();
            looks.forEach(judge::look);
            best = Math.max(best, looks.size() * 10 / ((cpu() - before) / 1e9));
        }
        return String.format(Locale.ROOT, "One core takes in %,.0f batches a second.%n%n", best);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Look> looks(VerdictSettings settings, int count) {
        RandomGenerator random = random(1);
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Window window = new Window(Instant.EPOCH.plusSeconds(i), Instant.EPOCH.plusSeconds(i + 1));
            List<MetricBatch> batches = new ArrayList<>();
            for (MetricSettings metric : settings.metrics()) {
                batches.add(new MetricBatch.Counted(
                        metric.name(),
                        "",
                        window,
                        new ArmCounts(random.nextInt(90, 110), random.nextInt(2)),
                        new ArmCounts(random.nextInt(900, 1100), random.nextInt(12))));
            }
            looks.add(Look.at(window.end(), batches));
        }
        return looks;
    }

    /** Faults that begin with the canary or after 40 of its 60 minutes, looked for in both ways. */
    private static String late(int runs) {
        Page page = new Page();
        page.row(
                "requests/min to the canary",
                "rise",
                "from the start",
                "from minute 40",
                "`start`: from the start",
                "`start`: from minute 40");
        page.row("---:", "---:", "---:", "---:", "---:", "---:");
        int[][] faults = {{20, 10}, {200, 2}, {200, 3}, {200, 10}, {2000, 2}, {2000, 3}};
        for (int[] fault : faults) {
            page.row(
                    String.format(Locale.ROOT, "%,d", fault[0]),
                    "× " + fault[1],
                    found(runs, fault[0], fault[1], 0, Onset.ANY_TIME),
                    found(runs, fault[0], fault[1], 40, Onset.ANY_TIME),
                    found(runs, fault[0], fault[1], 0, Onset.START),
                    found(runs, fault[0], fault[1], 40, Onset.START));
        }
        return String.format(
                        Locale.ROOT,
                        "How many of %,d canaries whose rate rises from 0.5 %% are rolled back within 20 minutes from then on, and after how"
                                + " many minutes%nin the median; with a look each 10 s, and with `onset: anyTime`, as it is unless said"
                                + " otherwise, and `onset: start`.%n%n",
                        runs)
                + page + "\n";
    }

    private static String found(int runs, int perMinute, double ratio, int fromMinute, Onset onset) {
        VerdictSettings settings = VerdictSettings.of(HOUR, MetricSettings.of("errors"))
                .with(new Timing(HOUR, HOUR, OptionalDouble.empty(), InconclusivePolicy.ASK))
                .with(ErrorBudget.STANDARD.with(onset));
        SimulatedCanary canary = SimulatedCanary.of(perMinute * 10.0, 0.1, RATE, ratio, Duration.ofSeconds(10))
                .from(Duration.ofMinutes(fromMinute));
        double[] minutes = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> canary.judge(settings, random(run)))
                .mapToDouble(ending -> ending.decision() instanceof Decision.RollBack
                        ? ending.after().toSeconds() / 60.0 - fromMinute
                        : Double.POSITIVE_INFINITY)
                // What was rolled back before there was a fault is a false alarm.
                .filter(minute -> minute > 0)
                .sorted()
                .toArray();
        long within = Arrays.stream(minutes).filter(minute -> minute <= 20).count();
        double median = minutes[(minutes.length + 1) / 2 - 1];
        String share = String.format(Locale.ROOT, "%.1f %%", 100.0 * within / minutes.length);
        return median <= 20 ? share + String.format(Locale.ROOT, " / %.1f min", median) : share;
    }

    private static String beside(int runs) {
        Page page = new Page();
        page.row("requests/min to the canary", "rise", "verdict at 1 %", "Kayenta's judge", "z-test at 5 %");
        page.row("---:", "---:", "---:", "---:", "---:");
        for (int perMinute : new int[] {20, 200, 2000}) {
            for (double ratio : new double[] {1, 2, 3, 10}) {
                RandomGenerator random = random(perMinute);
                List<CanarySeries> series = IntStream.range(0, runs)
                        .mapToObj(i -> CanarySeries.draw(perMinute, RATE, ratio, random))
                        .toList();
                page.row(
                        String.format(Locale.ROOT, "%,d", perMinute),
                        ratio == 1 ? "none" : "× " + (int) ratio,
                        cell(series, CanarySeries::sequential, ratio),
                        cell(series, one -> one.kayenta(random(1)), ratio),
                        cell(series, CanarySeries::significance, ratio));
            }
        }
        return String.format(
                        Locale.ROOT,
                        "How many of %,d canaries of an hour are rolled back, and after how many minutes in the median. 0.5 %% of the"
                                + " requests are bad,%nthe canary gets a tenth of them. The verdict and the z-test look every minute,"
                                + " Kayenta's judge every five at all minutes%nso far, with one critical metric and a baseline of the"
                                + " canary's size.%n%n",
                        runs)
                + page + "\n";
    }

    private static String cell(List<CanarySeries> series, Function<CanarySeries, OptionalInt> judge, double ratio) {
        int[] minutes = series.parallelStream()
                .map(judge)
                .flatMapToInt(OptionalInt::stream)
                .sorted()
                .toArray();
        String share = String.format(Locale.ROOT, "%.1f %%", 100.0 * minutes.length / series.size());
        // Of those that it finds in half of all cases, the time; of false alarms the number is what matters.
        return ratio == 1 || minutes.length * 2 < series.size()
                ? share
                : share + " / " + minutes[(series.size() + 1) / 2 - 1] + " min";
    }
}
