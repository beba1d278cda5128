package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class OnsetMixtureTest {

    private static final List<Double> RATIOS = List.of(2.0, 10.0);

    @Test
    void isTheMeanOverAllBeginningsAndRatiosOfTheDefinition() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        int batches = 12;
        double[] left = new double[batches];
        double[][] factors = new double[RATIOS.size()][batches];
        var mixture = new OnsetMixture(RATIOS, 1, 0.5);
        for (int batch = 0; batch < batches; batch++) {
            left[batch] = 0.5 / (1 + batch);
            int bad = random.nextInt(2);
            int events = bad + random.nextInt(4);
            for (int i = 0; i < RATIOS.size(); i++) {
                factors[i][batch] = Math.pow(RATIOS.get(i), bad) * Math.pow(1 + 0.3 * (RATIOS.get(i) - 1), -events);
            }
            mixture.begin(left[batch]);
            mixture.add(0.3, bad, events);
        }
        double expected = left[batches - 1];
        for (int begin = 0; begin < batches; begin++) {
            double weight = begin == 0 ? 0.5 : left[begin - 1] - left[begin];
            for (double[] ofRatio : factors) {
                double product = weight / RATIOS.size();
                for (int batch = begin; batch < batches; batch++) {
                    product *= ofRatio[batch];
                }
                expected += product;
            }
        }
        assertThat(Math.exp(mixture.worse())).isCloseTo(expected, within(expected * 1e-12));
    }

    /** All outcomes of three batches with rates that change: the guarantee is no matter of simulation. */
    @Test
    void hasAnExpectationOfAtMostOneWhileTheCanaryIsNoWorse() {
        double[] expectation = new double[1];
        outcomes(new int[6], 0, 1, expectation);
        assertThat(expectation[0]).isLessThanOrEqualTo(1 + 1e-12).isGreaterThan(0.5);
    }

    private static final double[] CANARY = {0.2, 0.05, 0.4};
    private static final double[] BASELINE = {0.2, 0.1, 0.4};

    private static void outcomes(int[] bad, int place, double probability, double[] expectation) {
        if (place == bad.length) {
            Evidence evidence = Evidence.fromAnyTime(RATIOS, 2, 1);
            for (int batch = 0; batch < 3; batch++) {
                evidence.begin(FaultOnsets.left(batch / 3.0));
                evidence.add(2, bad[2 * batch], 4, bad[2 * batch + 1]);
            }
            expectation[0] += probability * Math.exp(evidence.worse());
            return;
        }
        int requests = place % 2 == 0 ? 2 : 4;
        double rate = place % 2 == 0 ? CANARY[place / 2] : BASELINE[place / 2];
        double ways = 1;
        for (int k = 0; k <= requests; k++) {
            bad[place] = k;
            double likely = ways * Math.pow(rate, k) * Math.pow(1 - rate, requests - k);
            outcomes(bad, place + 1, probability * likely, expectation);
            ways = ways * (requests - k) / (k + 1);
        }
    }

    @Test
    void holdsNumbersOfAnySize() {
        var mixture = new OnsetMixture(RATIOS, 1, 0.5);
        for (int batch = 0; batch < 100_000; batch++) {
            mixture.begin(0.5);
            mixture.add(0.1, 3, 12);
        }
        assertThat(mixture.worse()).isBetween(1e4, 1e6).isCloseTo(grown(), within(1e-4));
        mixture.add(0.1, 0, 1_000_000_000_000L);
        // What is left is the weight of faults that begin later.
        assertThat(mixture.worse()).isEqualTo(Math.log(0.5));
        mixture.add(0.1, 1_000_000_000_000L, 1_000_000_000_000L);
        assertThat(mixture.worse()).isFinite();
    }

    private static double grown() {
        double ten = 100_000 * (3 * Math.log(10) - 12 * Math.log(1.9));
        double two = 100_000 * (3 * Math.log(2) - 12 * Math.log(1.1));
        return Math.max(ten, two) + Math.log(0.25);
    }

    @Test
    void weightsNeverRiseAndNeverVanish() {
        var onsets = new FaultOnsets(Duration.ofHours(1));
        double before = 1;
        for (int minute : List.of(0, 1, 30, 29, 59, 60, 61, 100_000)) {
            double left = onsets.leftAfter(Instant.EPOCH.plus(Duration.ofMinutes(minute)));
            assertThat(left).isPositive().isLessThanOrEqualTo(before);
            before = left;
        }
        assertThat(FaultOnsets.left(0)).isEqualTo(1 - FaultOnsets.AT_START);
    }
}
