package dev.penstock.verdict;

/**
 * Evidence that the canary's rate of bad requests is below one that is no harm, without a comparison: what proves a service that
 * has hardly any bad requests. Not thread-safe.
 */
final class RateEvidence {

    /** What the rate is taken to be, as parts of the acceptable one. */
    private static final double[] PARTS = MetricSettings.HARMLESS_PARTS.stream()
            .mapToDouble(Double::doubleValue)
            .toArray();

    private final double[] good = new double[PARTS.length];
    private final double[] bad = new double[PARTS.length];
    private final double[] sums = new double[PARTS.length];
    private final double[] lost = new double[PARTS.length];
    private final double scale;

    RateEvidence(double acceptable, double overdispersion) {
        for (int i = 0; i < PARTS.length; i++) {
            double rate = acceptable * PARTS[i];
            good[i] = StrictMath.log1p(-rate) - StrictMath.log1p(-acceptable);
            bad[i] = StrictMath.log(PARTS[i]);
        }
        scale = 1 / overdispersion;
    }

    /** Takes in the canary's part of a batch. */
    void add(long requests, long badRequests) {
        for (int i = 0; i < PARTS.length; i++) {
            double gain = ((requests - badRequests) * good[i] + badRequests * bad[i]) * scale;
            double sum = sums[i] + gain;
            lost[i] += Math.abs(sums[i]) >= Math.abs(gain) ? sums[i] - sum + gain : gain - sum + sums[i];
            sums[i] = sum;
        }
    }

    /** The logarithm of the e-value against "the rate is the acceptable one or higher". */
    double below() {
        return belowAfter(0);
    }

    /** The same if that many good requests more came. */
    double belowAfter(double goodRequests) {
        double[] totals = new double[PARTS.length];
        for (int i = 0; i < PARTS.length; i++) {
            totals[i] = sums[i] + lost[i] + goodRequests * good[i] * scale;
        }
        return Logs.mean(totals, PARTS.length);
    }

    void exchange(JudgeState state) {
        state.numbers(sums);
        state.numbers(lost);
    }
}
