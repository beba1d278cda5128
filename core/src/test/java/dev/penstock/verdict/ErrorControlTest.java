package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.ErrorBudget.Onset;
import dev.penstock.verdict.simulate.Sampling;
import dev.penstock.verdict.simulate.SimulatedCanary;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises about errors, by simulation from a fixed seed. */
class ErrorControlTest {

    private static final int RUNS = Integer.getInteger("penstock.verdict.runs", 10_000);
    private static final int METRICS = 10;
    private static final int LOOKS = 360;
    private static final double PER_LOOK = 200.0 / 6;
    private static final double RATE = 0.005;

    private final RandomGenerator random = random(20260302);

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Ten metrics, an hour, a look each 10 s, nothing promoted early: the most chances there are for a false alarm. */
    @ParameterizedTest
    @EnumSource
    void aHealthyCanaryIsRolledBackNoMoreOftenThanTheBudgetSays(Onset onset) {
        int runs = onset == ErrorBudget.STANDARD.onset() ? RUNS : RUNS / 5;
        long rolledBack = IntStream.range(0, runs)
                .parallel()
                .filter(run -> alarmed(onset, run))
                .count();
        assertThat((double) rolledBack / runs).isLessThanOrEqualTo(0.01).isGreaterThan(0);
    }

    private static boolean alarmed(Onset onset, int run) {
        RandomGenerator random = random(run);
        Evidence[] metrics = new Evidence[METRICS];
        Arrays.setAll(metrics, i -> evidence(onset));
        double[] logarithms = new double[METRICS];
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < METRICS; i++) {
                metrics[i].begin(FaultOnsets.left((double) look / LOOKS));
                metrics[i].add(
                        33,
                        Sampling.poisson(PER_LOOK * RATE, random),
                        300,
                        Sampling.poisson(9 * PER_LOOK * RATE, random));
                logarithms[i] = metrics[i].worse();
            }
            if (Logs.mean(logarithms, METRICS) >= Math.log(100)) {
                return true;
            }
        }
        return false;
    }

    private static Evidence evidence(Onset onset) {
        return switch (onset) {
            case START -> Evidence.fromStart(ErrorBudget.STANDARD.ratios(), 2, 1);
            case ANY_TIME -> Evidence.fromAnyTime(ErrorBudget.STANDARD.ratios(), 2, 1);
        };
    }

    @Test
    void aTripledErrorRateIsFoundInSixMinutesByHalf() {
        assertThat(median(Onset.ANY_TIME, 0)).isBetween(2.0, 6.0);
    }

    @Test
    void aFaultThatBeginsAfterFortyHealthyMinutesIsFoundNearlyAsSoonAsOneThatIsThereFromTheStart() {
        double late = median(Onset.ANY_TIME, 40);
        assertThat(late).isBetween(median(Onset.ANY_TIME, 0), 10.0);
        assertThat(median(Onset.START, 40)).isGreaterThan(1.5 * late);
    }

    /** After how many minutes half of the canaries are rolled back whose error rate is three times as high from a minute on. */
    private static double median(Onset onset, int fromMinute) {
        VerdictSettings settings = baking(MetricSettings.of("errors")).with(ErrorBudget.STANDARD.with(onset));
        double[] minutes = IntStream.range(0, 301)
                .parallel()
                .mapToDouble(run -> SimulatedCanary.of(2000, 0.1, 0.005, 3, Duration.ofSeconds(10))
                                .from(Duration.ofMinutes(fromMinute))
                                .judge(settings, random(run))
                                .after()
                                .toSeconds()
                        / 60.0)
                // What was rolled back before there was a fault is a false alarm.
                .filter(minute -> minute > fromMinute)
                .sorted()
                .toArray();
        return minutes[minutes.length / 2] - fromMinute;
    }

    /** The same through the judge itself, with looks that promote when they may. */
    @Test
    void aCanaryThatIsTwiceAsBadIsPromotedNoMoreOftenThanTheBudgetSays() {
        var canary = SimulatedCanary.of(2000, 0.1, 0.005, 2, Duration.ofMinutes(1));
        VerdictSettings settings = VerdictSettings.of(Duration.ofHours(2), MetricSettings.of("errors"));
        int promoted = 0;
        for (int run = 0; run < 1000; run++) {
            promoted += canary.judge(settings, random).decision() instanceof Decision.Promote ? 1 : 0;
        }
        assertThat(promoted).isLessThanOrEqualTo(50).isPositive();
    }

    @Test
    void aHealthyCanaryIsPromotedLongBeforeTheBakeTimeIsOver() {
        var canary = SimulatedCanary.of(2000, 0.1, 0.005, 1, Duration.ofMinutes(1));
        VerdictSettings settings = VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors"));
        double[] minutes = new double[201];
        for (int i = 0; i < minutes.length; i++) {
            minutes[i] = canary.judge(settings, random).after().toMinutes();
        }
        Arrays.sort(minutes);
        assertThat(minutes[100]).isLessThanOrEqualTo(15);
    }

    private static VerdictSettings baking(MetricSettings metric) {
        Duration hour = Duration.ofHours(1);
        return VerdictSettings.of(hour, metric)
                .with(new Timing(hour, hour, OptionalDouble.empty(), InconclusivePolicy.ASK));
    }
}
