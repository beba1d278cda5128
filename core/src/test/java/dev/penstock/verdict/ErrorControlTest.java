package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.simulate.Sampling;
import dev.penstock.verdict.simulate.SimulatedCanary;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The promises about errors, by simulation from a fixed seed. */
class ErrorControlTest {

    private static final int RUNS = Integer.getInteger("penstock.verdict.runs", 10_000);
    private static final int METRICS = 10;
    private static final int LOOKS = 360;
    private static final double PER_LOOK = 200.0 / 6;
    private static final double RATE = 0.005;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20260302);

    /** Ten metrics, an hour, a look each 10 s, nothing promoted early: the most chances there are for a false alarm. */
    @Test
    void aHealthyCanaryIsRolledBackNoMoreOftenThanTheBudgetSays() {
        int rolledBack = 0;
        for (int run = 0; run < RUNS; run++) {
            rolledBack += alarmed() ? 1 : 0;
        }
        assertThat((double) rolledBack / RUNS).isLessThanOrEqualTo(0.01).isGreaterThan(0);
    }

    private boolean alarmed() {
        double needed = Math.log(100);
        Evidence[] metrics = new Evidence[METRICS];
        Arrays.setAll(metrics, i -> new Evidence(ErrorBudget.STANDARD.ratios(), 2, 1));
        for (int look = 0; look < LOOKS; look++) {
            boolean possible = false;
            for (Evidence metric : metrics) {
                metric.add(
                        33,
                        Sampling.poisson(PER_LOOK * RATE, random),
                        300,
                        Sampling.poisson(9 * PER_LOOK * RATE, random));
                // The mean of the metrics cannot be enough while none of them is.
                possible |= metric.mayBe(needed);
            }
            if (possible
                    && Logs.mean(
                                    Arrays.stream(metrics)
                                            .mapToDouble(Evidence::worse)
                                            .toArray(),
                                    METRICS)
                            >= needed) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aTripledErrorRateIsFoundInSixMinutesByHalf() {
        var canary = new SimulatedCanary(2000, 0.1, 0.005, 3, Duration.ofSeconds(10));
        double[] minutes = new double[201];
        VerdictSettings settings = baking(MetricSettings.of("errors"));
        for (int i = 0; i < minutes.length; i++) {
            SimulatedCanary.Ending ending = canary.judge(settings, random);
            assertThat(ending.decision()).isInstanceOf(Decision.RollBack.class);
            minutes[i] = ending.after().toSeconds() / 60.0;
        }
        Arrays.sort(minutes);
        assertThat(minutes[100]).isBetween(2.0, 6.0);
    }

    /** The same through the judge itself, with looks that promote when they may. */
    @Test
    void aCanaryThatIsTwiceAsBadIsPromotedNoMoreOftenThanTheBudgetSays() {
        var canary = new SimulatedCanary(2000, 0.1, 0.005, 2, Duration.ofMinutes(1));
        VerdictSettings settings = VerdictSettings.of(Duration.ofHours(2), MetricSettings.of("errors"));
        int promoted = 0;
        for (int run = 0; run < 1000; run++) {
            promoted += canary.judge(settings, random).decision() instanceof Decision.Promote ? 1 : 0;
        }
        assertThat(promoted).isLessThanOrEqualTo(50).isPositive();
    }

    @Test
    void aHealthyCanaryIsPromotedLongBeforeTheBakeTimeIsOver() {
        var canary = new SimulatedCanary(2000, 0.1, 0.005, 1, Duration.ofMinutes(1));
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
