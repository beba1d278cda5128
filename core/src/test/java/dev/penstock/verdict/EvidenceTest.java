package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

    private static final List<Double> RATIOS = ErrorBudget.STANDARD.ratios();

    @Test
    void isTheProductOfTheLikelihoodRatiosOfTheDefinition() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        var evidence = Evidence.fromStart(RATIOS, 2, 1);
        double[] product = RATIOS.stream().mapToDouble(ratio -> 1).toArray();
        double halfOfTwo = 1;
        double oneOfTwo = 1;
        for (int batch = 0; batch < 30; batch++) {
            int canary = random.nextInt(50, 150);
            int baseline = random.nextInt(500, 1500);
            int canaryBad = random.nextInt(3);
            int baselineBad = random.nextInt(6);
            evidence.add(canary, canaryBad, baseline, baselineBad);
            double w = (double) canary / (canary + baseline);
            for (int i = 0; i < product.length; i++) {
                product[i] *= factor(w, RATIOS.get(i), canaryBad, baselineBad);
            }
            double two = factor(w, 2, canaryBad, baselineBad);
            halfOfTwo *= factor(w, 0.5, canaryBad, baselineBad) / two;
            oneOfTwo /= two;
        }
        double worse = Stream.of(product)
                .flatMapToDouble(java.util.Arrays::stream)
                .average()
                .orElseThrow();
        assertThat(Math.exp(evidence.worse())).isCloseTo(worse, within(worse * 1e-12));
        double acceptable = (halfOfTwo + oneOfTwo) / 2;
        assertThat(Math.exp(evidence.acceptable())).isCloseTo(acceptable, within(acceptable * 1e-12));
    }

    private static double factor(double w, double ratio, int canaryBad, int baselineBad) {
        double theta = w * ratio / (w * ratio + 1 - w);
        return Math.pow(theta / w, canaryBad) * Math.pow((1 - theta) / (1 - w), baselineBad);
    }

    /** The sum over all outcomes, not a simulation: requests that fail independently, at rates of any size. */
    @ParameterizedTest
    @CsvSource({
        "4, 9, 0.01, 0.01",
        "4, 9, 0.5, 0.5",
        "7, 3, 0.3, 0.3",
        "1, 12, 0.9, 0.9",
        "6, 6, 0.1, 0.4",
        "8, 2, 0.05, 0.06",
    })
    void hasAnExpectationOfAtMostOneWhileTheCanaryIsNoWorse(
            int canary, int baseline, double canaryRate, double baselineRate) {
        double expectation = expectation(canary, baseline, canaryRate, baselineRate, Evidence::worse);
        assertThat(expectation).isLessThanOrEqualTo(1 + 1e-12);
        assertThat(expectation(canary, baseline, Math.min(1, baselineRate * 1.5), baselineRate, Evidence::worse))
                .isGreaterThan(expectation);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 9, 0.02, 0.01",
        "7, 3, 0.6, 0.3",
        "1, 12, 0.9, 0.4",
        "6, 6, 1.0, 0.1",
        "6, 6, 1.0, 0.5",
        "2, 11, 0.8, 0.4",
        "11, 2, 1.0, 0.45",
    })
    void hasAnExpectationOfAtMostOneWhileTheCanaryIsUnacceptablyWorse(
            int canary, int baseline, double canaryRate, double baselineRate) {
        assertThat(expectation(canary, baseline, canaryRate, baselineRate, Evidence::acceptable))
                .isLessThanOrEqualTo(1 + 1e-12);
    }

    private static double expectation(
            int canary,
            int baseline,
            double canaryRate,
            double baselineRate,
            java.util.function.ToDoubleFunction<Evidence> logarithm) {
        double sum = 0;
        for (int canaryBad = 0; canaryBad <= canary; canaryBad++) {
            for (int baselineBad = 0; baselineBad <= baseline; baselineBad++) {
                var evidence = Evidence.fromStart(RATIOS, 2, 1);
                evidence.add(canary, canaryBad, baseline, baselineBad);
                sum += binomial(canary, canaryBad, canaryRate)
                        * binomial(baseline, baselineBad, baselineRate)
                        * Math.exp(logarithm.applyAsDouble(evidence));
            }
        }
        return sum;
    }

    private static double binomial(int n, int k, double p) {
        double ways = 1;
        for (int i = 0; i < k; i++) {
            ways *= (double) (n - i) / (i + 1);
        }
        return ways * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }

    /** Where both arms have more bad requests than half, none could have twice as many: that proves nothing. */
    @Test
    void anIncidentThatHitsEverythingDoesNotSpeakForTheCanary() {
        var evidence = Evidence.fromStart(RATIOS, 2, 1);
        evidence.add(1000, 1000, 9000, 9000);
        evidence.add(1000, 600, 9000, 5400);
        assertThat(evidence.acceptable()).isCloseTo(0, within(1e-15));
        assertThat(evidence.worse()).isNegative();
        evidence.add(1000, 400, 9000, 3600);
        assertThat(evidence.acceptable()).isGreaterThan(10);
    }

    @Test
    void staysExactOverMillionsOfBatchesAndDoesNotOverflow() {
        var many = Evidence.fromStart(RATIOS, 2, 1);
        for (int i = 0; i < 1_000_000; i++) {
            many.add(1000, 3, 9000, 9);
        }
        var one = Evidence.fromStart(RATIOS, 2, 1);
        one.add(1_000_000_000L, 3_000_000, 9_000_000_000L, 9_000_000);
        assertThat(many.worse()).isGreaterThan(1e6).isCloseTo(one.worse(), within(1e-6));
        assertThat(many.acceptable()).isLessThan(-1e5).isCloseTo(one.acceptable(), within(1e-6));
    }

    @Test
    void countsInBurstsAreDividedByTheSizeOfTheBursts() {
        var bursts = Evidence.fromStart(RATIOS, 2, 10);
        bursts.add(1000, 30, 9000, 50);
        var single = Evidence.fromStart(RATIOS, 2, 1);
        single.add(1000, 3, 9000, 5);
        assertThat(bursts.worse()).isCloseTo(single.worse(), within(1e-12));
    }

    @Test
    void aBatchWithoutBadRequestsOrWithOneArmOnlySaysNothing() {
        var evidence = Evidence.fromStart(RATIOS, 2, 1);
        evidence.add(1000, 0, 9000, 0);
        evidence.add(0, 0, 9000, 30);
        evidence.add(1000, 40, 0, 0);
        assertThat(evidence.worse()).isCloseTo(0, within(1e-15));
        assertThat(evidence.acceptable()).isCloseTo(0, within(1e-15));
    }
}
