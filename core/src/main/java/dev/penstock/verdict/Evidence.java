package dev.penstock.verdict;

import java.util.List;

/**
 * Evidence about the ratio of two rates: the logarithms of likelihood ratios of several alternatives against "no worse", summed
 * over batches.
 *
 * <p>Given that a batch has one more bad request, it is the canary's with probability {@code w r / (w r + 1 - w)} when the canary's
 * rate is r times the baseline's and w its share of the requests. Each factor has an expectation of at most 1 when the canary is no
 * worse, whatever rate and share are, as long as requests of one batch fail independently of each other.
 *
 * <p>The functions are those of {@link StrictMath}, so that a replay gives the same bits everywhere. Sums are compensated
 * (Neumaier), so that they are exact to the last digits after any number of batches. Not thread-safe.
 */
final class Evidence {

    /** What a healthy canary may be besides equal: half as bad. */
    private static final double BETTER = 0.5;

    private final double[] ratios;
    private final double[] logarithms;
    private final int bad;
    private final double scale;
    private final double[] sums;
    private final double[] lost;
    private final double[] terms;
    private double termsShare = Double.NaN;

    /**
     * No evidence yet.
     *
     * @param alternatives the ratios against "no worse"
     * @param unacceptable the ratio that a promotion must refute
     * @param overdispersion what counts are divided by
     */
    Evidence(List<Double> alternatives, double unacceptable, double overdispersion) {
        bad = alternatives.size();
        ratios = new double[bad + 2];
        logarithms = new double[bad + 2];
        for (int i = 0; i < bad; i++) {
            ratios[i] = alternatives.get(i);
        }
        ratios[bad] = unacceptable;
        ratios[bad + 1] = BETTER;
        for (int i = 0; i < ratios.length; i++) {
            logarithms[i] = StrictMath.log(ratios[i]);
        }
        scale = 1 / overdispersion;
        sums = new double[ratios.length];
        lost = new double[ratios.length];
        terms = new double[ratios.length];
    }

    /** Takes in a batch. One without a bad request, or with requests to one arm only, says nothing about a ratio. */
    void add(long canaryRequests, long canaryBad, long baselineRequests, long baselineBad) {
        long events = canaryBad + baselineBad;
        if (events == 0 || canaryRequests == 0 || baselineRequests == 0) {
            return;
        }
        double share = (double) canaryRequests / (canaryRequests + baselineRequests);
        if (share != termsShare) {
            for (int i = 0; i < ratios.length; i++) {
                terms[i] = StrictMath.log1p(share * (ratios[i] - 1));
            }
            termsShare = share;
        }
        for (int i = 0; i < ratios.length; i++) {
            double gain = (canaryBad * logarithms[i] - events * terms[i]) * scale;
            double sum = sums[i] + gain;
            lost[i] += Math.abs(sums[i]) >= Math.abs(gain) ? sums[i] - sum + gain : gain - sum + sums[i];
            sums[i] = sum;
        }
    }

    /** Whether {@link #worse} can be that much: a mean is not above the largest of its parts. */
    boolean mayBe(double logarithm) {
        for (int i = 0; i < bad; i++) {
            if (total(i) >= logarithm) {
                return true;
            }
        }
        return false;
    }

    /** The logarithm of the e-value against "the canary is no worse". */
    double worse() {
        double[] totals = new double[bad];
        for (int i = 0; i < bad; i++) {
            totals[i] = total(i);
        }
        return Logs.mean(totals, bad);
    }

    /** The logarithm of the e-value against "the canary is worse by the unacceptable ratio or more". */
    double acceptable() {
        double refuted = total(bad);
        return Logs.mean(new double[] {-refuted, total(bad + 1) - refuted}, 2);
    }

    private double total(int index) {
        return sums[index] + lost[index];
    }
}
