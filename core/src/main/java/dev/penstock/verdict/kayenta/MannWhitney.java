package dev.penstock.verdict.kayenta;

import java.util.Arrays;

/**
 * By how much two samples differ: the Hodges-Lehmann estimate of the shift and its 98 % interval, by inverting the Mann-Whitney test
 * with corrections for ties and continuity, as R's {@code wilcox.test} does it for large samples.
 *
 * @param lower the lower end of the interval
 * @param upper the upper end
 * @param estimate the shift of the experiment against the control
 */
record MannWhitney(double lower, double upper, double estimate) {

    /** The quantile of the normal distribution that 1 % lie beyond. */
    private static final double QUANTILE = 2.3263478740408408;

    /**
     * Compares.
     *
     * @throws IllegalArgumentException when all values of both are equal
     */
    static MannWhitney of(double[] experiment, double[] control) {
        return of(experiment, control, QUANTILE);
    }

    static MannWhitney of(double[] experiment, double[] control, double quantile) {
        double least = min(experiment) - max(control);
        double most = max(experiment) - min(control);
        double lower = end(experiment, control, least, most, quantile);
        double upper = end(experiment, control, least, most, -quantile);
        double estimate = RootSearch.between(least, most, shift -> score(experiment, control, shift));
        return new MannWhitney(lower, upper, estimate);
    }

    private static double end(double[] experiment, double[] control, double least, double most, double quantile) {
        if (score(experiment, control, least) - quantile <= 0) {
            return least;
        }
        if (score(experiment, control, most) - quantile >= 0) {
            return most;
        }
        return RootSearch.between(least, most, shift -> score(experiment, control, shift) - quantile);
    }

    /** How many standard deviations the rank sum is from what it would be if that were the shift. */
    static double score(double[] experiment, double[] control, double shift) {
        double n = experiment.length;
        double m = control.length;
        double[] all = Arrays.copyOf(experiment, experiment.length + control.length);
        for (int i = 0; i < experiment.length; i++) {
            all[i] -= shift;
        }
        System.arraycopy(control, 0, all, experiment.length, control.length);
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        double rankSum = 0;
        for (int i = 0; i < experiment.length; i++) {
            rankSum += rank(sorted, all[i]);
        }
        double away = rankSum - n * (n + 1) / 2 - n * m / 2;
        double variance = n * m / 12 * (n + m + 1 - ties(sorted) / ((n + m) * (n + m - 1)));
        if (variance <= 0) {
            throw new IllegalArgumentException("there is no interval when all values are equal");
        }
        return (away - Math.signum(away) * 0.5) / Math.sqrt(variance);
    }

    /** The mean rank of all values that are equal to this one. */
    static double rank(double[] sorted, double value) {
        int below = bound(sorted, value, false);
        int upTo = bound(sorted, value, true);
        return (below + 1 + upTo) / 2.0;
    }

    private static int bound(double[] sorted, double value, boolean after) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (after && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double ties(double[] sorted) {
        double sum = 0;
        int i = 0;
        while (i < sorted.length) {
            int j = i;
            while (j < sorted.length && sorted[j] == sorted[i]) {
                j++;
            }
            double equal = (double) j - i;
            sum += equal * equal * equal - equal;
            i = j;
        }
        return sum;
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
