package dev.penstock.verdict;

import java.util.List;

/**
 * The logarithms of likelihood ratios of several alternatives against "as the baseline", summed over all batches. Sums are
 * compensated (Neumaier), so that they are exact to the last digits after any number of batches. Not thread-safe.
 */
final class RatioLogs {

    private final double[] ratios;
    private final double[] logarithms;
    private final double scale;
    private final double[] sums;
    private final double[] lost;
    private final double[] terms;
    private double termsShare = Double.NaN;

    /**
     * No batch yet.
     *
     * @param alternatives ratios of the canary's rate to the baseline's
     * @param scale what logarithms are multiplied by: one by the overdispersion
     */
    RatioLogs(List<Double> alternatives, double scale) {
        ratios = alternatives.stream().mapToDouble(Double::doubleValue).toArray();
        logarithms = new double[ratios.length];
        for (int i = 0; i < ratios.length; i++) {
            logarithms[i] = StrictMath.log(ratios[i]);
        }
        this.scale = scale;
        sums = new double[ratios.length];
        lost = new double[ratios.length];
        terms = new double[ratios.length];
    }

    /** Takes in a batch with so many bad requests, and the canary's share of all its requests. */
    void add(double share, long canaryBad, long events) {
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

    /** The sum for one alternative. */
    double total(int index) {
        return sums[index] + lost[index];
    }

    void exchange(JudgeState state) {
        state.numbers(sums);
        state.numbers(lost);
    }
}
