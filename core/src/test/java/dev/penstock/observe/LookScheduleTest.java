package dev.penstock.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(3);

    @Test
    void whatIsLearnedComesNearToWhatIsTrue() {
        DurationEstimate estimate = learned(200, 0.3, 500, 1);
        assertThat(estimate.count()).isEqualTo(500);
        assertThat(Math.exp(estimate.mean())).isCloseTo(200, within(10.0));
        assertThat(estimate.deviation()).isCloseTo(0.3, within(0.05));
        assertThat(DurationEstimate.PRIOR.with(Duration.ofSeconds(200)).deviation())
                .as("one duration says little")
                .isGreaterThan(0.8);
    }

    @Test
    void theHazardIsThatOfTheLognormalLaw() {
        DurationEstimate law = new DurationEstimate(1_000_000_000, Math.log(100), 1_000_000_000 * 0.25);
        // By numerical integration of the density: f(100) / (1 - F(100)) = 0.007979 / 0.5, and in the far tail.
        assertThat(law.hazard(100)).isCloseTo(0.0159577, within(1e-6));
        assertThat(law.hazard(0)).isZero();
        assertThat(law.hazard(1)).isCloseTo(0, within(1e-12));
        double tail = law.hazard(100 * Math.exp(0.5 * 7));
        assertThat(tail).isPositive().isLessThan(law.hazard(200));
    }

    @Test
    void looksSeldomWhileNothingCanEndOftenInTheMiddleAndSeldomInTheEnd() {
        LookSchedule looks = new LookSchedule(learned(200, 0.2, 1000, 2));
        assertThat(looks.gap(Duration.ofSeconds(5), INTERVAL)).isEqualTo(Duration.ofSeconds(15));
        assertThat(looks.gap(Duration.ofSeconds(220), INTERVAL)).isBetween(INTERVAL, Duration.ofMillis(4500));
        assertThat(looks.gap(Duration.ofHours(2), INTERVAL)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(15));
    }

    @Test
    void neverSleepsOverTheTimeInWhichEndsBegin() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            DurationEstimate estimate = learned(10 + random.nextInt(600), 0.05 + random.nextDouble(), 50, seed);
            LookSchedule looks = new LookSchedule(estimate);
            double begins = estimate.secondsAt(-3);
            double elapsed = begins * random.nextDouble();
            Duration gap = looks.gap(Duration.ofMillis((long) (elapsed * 1000)), INTERVAL);
            assertThat(elapsed + gap.toMillis() / 1000.0)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(Math.max(begins + 0.002, elapsed + 3.002));
        }
    }

    @Test
    void theGapIsNeverShorterThanTheIntervalNorLongerThanFiveOfThem() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            LookSchedule looks = new LookSchedule(
                    random.nextBoolean()
                            ? DurationEstimate.PRIOR
                            : learned(1 + random.nextInt(2000), random.nextDouble(), random.nextInt(100), seed));
            Duration gap = looks.gap(Duration.ofMillis(random.nextLong(10_000_000)), INTERVAL);
            assertThat(gap).as("seed %d", seed).isBetween(INTERVAL, INTERVAL.multipliedBy(5));
        }
    }

    @Test
    void aClockThatIsBehindDoesNoHarm() {
        assertThat(new LookSchedule(DurationEstimate.PRIOR).gap(Duration.ofSeconds(-30), INTERVAL))
                .isBetween(INTERVAL, INTERVAL.multipliedBy(2));
    }

    @Test
    void refusesWhatIsNoEstimate() {
        assertThatThrownBy(() -> new DurationEstimate(1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DurationEstimate(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DurationEstimate learned(double median, double deviation, int count, long seed) {
        Random random = new Random(seed);
        DurationEstimate estimate = DurationEstimate.PRIOR;
        for (int i = 0; i < count; i++) {
            estimate = estimate.with(
                    Duration.ofMillis((long) (1000 * Math.exp(Math.log(median) + deviation * random.nextGaussian()))));
        }
        return estimate;
    }
}
