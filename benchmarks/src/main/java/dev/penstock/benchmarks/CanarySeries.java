package dev.penstock.benchmarks;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.kayenta.KayentaJudge;
import dev.penstock.verdict.kayenta.KayentaMetric;
import dev.penstock.verdict.kayenta.KayentaResult;
import dev.penstock.verdict.kayenta.KayentaSeries;
import dev.penstock.verdict.simulate.Sampling;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * An hour of a canary minute by minute, judged in three ways. The canary gets a tenth of the traffic; Kayenta compares it with a
 * baseline of its own size, as its users are advised.
 *
 * @param canary the canary's minutes
 * @param baseline those of the nine tenths
 * @param twin those of a part of the baseline as large as the canary
 */
record CanarySeries(List<ArmCounts> canary, List<ArmCounts> baseline, List<ArmCounts> twin) {

    private static final int MINUTES = 60;
    private static final int KAYENTA_LOOKS_EACH = 5;

    /** One in twenty standard normal numbers is higher. */
    private static final double FIVE_PERCENT = 1.6448536269514722;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final VerdictSettings SETTINGS = VerdictSettings.of(HOUR, MetricSettings.of("errors"))
            .with(new Timing(HOUR, HOUR, OptionalDouble.empty(), InconclusivePolicy.ASK));
    private static final KayentaMetric METRIC = KayentaMetric.of("errors", "errors")
            .with(KayentaMetric.Direction.INCREASE)
            .asCritical();

    /** Draws one. */
    static CanarySeries draw(double canaryPerMinute, double rate, double ratio, RandomGenerator random) {
        return new CanarySeries(
                minutes(canaryPerMinute, rate * ratio, random),
                minutes(canaryPerMinute * 9, rate, random),
                minutes(canaryPerMinute, rate, random));
    }

    private static List<ArmCounts> minutes(double perMinute, double rate, RandomGenerator random) {
        ArmCounts[] minutes = new ArmCounts[MINUTES];
        Arrays.setAll(minutes, i -> {
            long bad = Sampling.poisson(perMinute * rate, random);
            return new ArmCounts(bad + Sampling.poisson(perMinute * (1 - rate), random), bad);
        });
        return List.of(minutes);
    }

    /** The minute in which the sequential verdict rolls back, at 1 %. */
    OptionalInt sequential() {
        var judge = new VerdictJudge(SETTINGS);
        for (int i = 0; i < MINUTES; i++) {
            Window window = new Window(Instant.EPOCH.plusSeconds(60L * i), Instant.EPOCH.plusSeconds(60L * i + 60));
            var batch = new MetricBatch.Counted("errors", "", window, canary.get(i), baseline.get(i));
            Decision decision =
                    judge.look(Look.at(window.end(), List.of(batch))).decision();
            if (decision instanceof Decision.RollBack) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    /** The minute in which Kayenta's judge fails the canary, looking every five minutes at all minutes so far. */
    OptionalInt kayenta(RandomGenerator random) {
        for (int until = KAYENTA_LOOKS_EACH; until <= MINUTES; until += KAYENTA_LOOKS_EACH) {
            var series = new KayentaSeries(METRIC, rates(twin, until), rates(canary, until));
            if (KayentaJudge.standard().judge(List.of(series), random).classification()
                    == KayentaResult.Classification.FAIL) {
                return OptionalInt.of(until);
            }
        }
        return OptionalInt.empty();
    }

    private static double[] rates(List<ArmCounts> minutes, int until) {
        return minutes.subList(0, until).stream().mapToDouble(ArmCounts::rate).toArray();
    }

    /** The minute in which a comparison of the two rates so far is significant at 5 %, looked at every minute. */
    OptionalInt significance() {
        ArmCounts one = ArmCounts.NONE;
        ArmCounts other = ArmCounts.NONE;
        for (int i = 0; i < MINUTES; i++) {
            one = one.plus(canary.get(i));
            other = other.plus(baseline.get(i));
            double pooled = one.plus(other).rate();
            double spread = Math.sqrt(pooled * (1 - pooled) * (1.0 / one.requests() + 1.0 / other.requests()));
            if (spread > 0 && (one.rate() - other.rate()) / spread > FIVE_PERCENT) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }
}
