package dev.penstock.benchmarks;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.check.PastMinute;
import dev.penstock.verdict.check.SelfCheck;
import dev.penstock.verdict.simulate.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * What becomes of false rollbacks where bad requests depend on each other: as the verdict stands, and with the overdispersion that
 * {@code SelfCheck} measures on a week before. Writes its table between its own marks of a page.
 *
 * <p>{@code DependentErrors PAGE [EACH]}: how many canaries of an hour are judged in each setting (2,000).
 */
public final class DependentErrors {

    private static final String BEGIN = "<!-- measured: dependent errors, by benchmarks/run verdicts -->\n";
    private static final String END = "<!-- end of dependent errors -->\n";
    private static final int HOUR = 60;
    private static final int WEEK = 7 * 24 * HOUR;

    /**
     * How bad requests come.
     *
     * @param words what the page says
     * @param perMinute requests to the canary, a tenth of all
     * @param rate the share of bad ones
     * @param burst draws the size of a burst
     * @param meanBurst the mean of that
     * @param noise the standard deviation of the logarithm of each arm's own rate
     * @param minutes for how long it keeps what it has; 0 for a minute at a time
     */
    private record Setting(
            String words,
            double perMinute,
            double rate,
            ToIntFunction<RandomGenerator> burst,
            double meanBurst,
            double noise,
            double minutes) {

        Setting at(double otherPerMinute) {
            return new Setting(words, otherPerMinute, rate, burst, meanBurst, noise, minutes);
        }
    }

    /** One arm, from minute to minute. */
    private static final class Arm {

        private final Setting setting;
        private final double requests;
        private final double ratio;
        private final RandomGenerator random;
        private double state;

        Arm(Setting setting, double requests, double ratio, RandomGenerator random) {
            this.setting = setting;
            this.requests = requests;
            this.ratio = ratio;
            this.random = random;
            state = random.nextGaussian();
        }

        ArmCounts next() {
            double kept = setting.minutes == 0 ? 0 : Math.exp(-1 / setting.minutes);
            state = kept * state + Math.sqrt(1 - kept * kept) * random.nextGaussian();
            double own = Math.exp(setting.noise * state - setting.noise * setting.noise / 2);
            long bursts = Sampling.poisson(requests * setting.rate * ratio * own / setting.meanBurst, random);
            long bad = 0;
            for (long i = 0; i < bursts; i++) {
                bad += setting.burst.applyAsInt(random);
            }
            return new ArmCounts(Math.max(Sampling.poisson(requests, random), bad), bad);
        }
    }

    private DependentErrors() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        int each = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
        Page table = new Page();
        table.row(
                "bad requests",
                "requests/min to the canary",
                "false, `overdispersion: 1`",
                "measured",
                "false, as measured",
                "× 3 found",
                "× 2 promoted");
        table.row("---", "---:", "---:", "---:", "---:", "---:", "---:");
        for (Setting setting : settings()) {
            for (double perMinute : new double[] {200, 2000}) {
                row(table, setting.at(perMinute), each);
            }
        }
        Path page = Path.of(arguments[0]);
        String before = Files.readString(page);
        int from = before.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(
                page, before.substring(0, from) + "\n" + table + "\n" + before.substring(before.indexOf(END)));
    }

    private static List<Setting> settings() {
        ToIntFunction<RandomGenerator> one = random -> 1;
        return List.of(
                new Setting("independent", 0, 0.005, one, 1, 0, 0),
                new Setting("bursts of 5", 0, 0.005, random -> 5, 5, 0, 0),
                new Setting("bursts of 5 on average, geometric", 0, 0.005, geometric(5), 5, 0, 0),
                new Setting("bursts of 20 on average, geometric", 0, 0.005, geometric(20), 20, 0, 0),
                new Setting(
                        "bursts with a long tail (lognormal, σ 1.5)", 0, 0.005, DependentErrors::lognormal, 3.4, 0, 0),
                new Setting("each arm's rate ± 30 %, each minute anew", 0, 0.005, one, 1, 0.3, 0),
                new Setting("each arm's rate ± 30 % for 10 min", 0, 0.005, one, 1, 0.3, 10),
                new Setting("each arm's rate ± 30 % for 60 min", 0, 0.005, one, 1, 0.3, 60),
                new Setting("5 % slow, each arm's share ± 20 % for 10 min", 0, 0.05, one, 1, 0.2, 10));
    }

    private static ToIntFunction<RandomGenerator> geometric(double mean) {
        return random -> 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / mean));
    }

    private static int lognormal(RandomGenerator random) {
        return (int) Math.max(1, Math.round(Math.exp(1.5 * random.nextGaussian())));
    }

    private static void row(Page table, Setting setting, int each) {
        double measured = overdispersion(setting);
        table.row(
                setting.words,
                String.format(Locale.ROOT, "%,.0f", setting.perMinute),
                share(setting, 1, 1, each, Decision.RollBack.class),
                String.format(Locale.ROOT, "%.1f", measured),
                share(setting, 1, measured, each, Decision.RollBack.class),
                share(setting, 3, measured, each, Decision.RollBack.class),
                share(setting, 2, measured, each, Decision.Promote.class));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static double overdispersion(Setting setting) {
        Arm blue = new Arm(setting, setting.perMinute, 1, random(1));
        Arm green = new Arm(setting, 9 * setting.perMinute, 1, random(2));
        List<PastMinute> minutes = new ArrayList<>();
        for (int minute = 0; minute < WEEK; minute++) {
            minutes.add(new PastMinute(at(minute), "blue", blue.next()));
            minutes.add(new PastMinute(at(minute), "green", green.next()));
        }
        return SelfCheck.check(minutes, judged(1), 0.1, 1, random(3)).overdispersion();
    }

    private static Instant at(int minute) {
        return Instant.EPOCH.plusSeconds(60L * minute);
    }

    private static VerdictSettings judged(double overdispersion) {
        return VerdictSettings.of(
                Duration.ofMinutes(HOUR), MetricSettings.of("bad").withOverdispersion(overdispersion));
    }

    /** The share of canaries that end so, with bad requests that many times the baseline's. */
    private static String share(
            Setting setting, double ratio, double overdispersion, int each, Class<? extends Decision> ending) {
        long ended = IntStream.range(0, each)
                .parallel()
                .filter(run -> ending.isInstance(judge(setting, ratio, overdispersion, run)))
                .count();
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * ended / each);
    }

    private static Decision judge(Setting setting, double ratio, double overdispersion, int run) {
        RandomGenerator random = random(1000L + run);
        Arm canary = new Arm(setting, setting.perMinute, ratio, random);
        Arm baseline = new Arm(setting, 9 * setting.perMinute, 1, random);
        var judge = new VerdictJudge(judged(overdispersion));
        Decision decision = judge.look(Look.at(at(0), List.of())).decision();
        for (int minute = 0; minute < HOUR && decision instanceof Decision.Continue; minute++) {
            Window window = new Window(at(minute), at(minute + 1));
            var counted = new MetricBatch.Counted("bad", "", window, canary.next(), baseline.next());
            decision = judge.look(Look.at(window.end(), List.of(counted))).decision();
        }
        return decision;
    }
}
