package dev.penstock.verdict.plan;

import dev.penstock.verdict.MetricSettings;
import java.util.OptionalInt;

/**
 * After how many looks a rate of bad requests is proven to be below one that is no harm. The number of the canary's bad requests
 * is carried on from look to look by the Poisson distribution, and what was proven is taken out.
 */
final class HarmlessTime {

    /** With more bad requests in a look than this, it is decided at once; fewer are taken then. */
    private static final double MOST_EVENTS = 50;

    private static final double NEGLIGIBLE = 1e-12;

    private final double acceptable;
    private final double requestsPerLook;
    private final double burst;
    private final double needed;
    private final double[] step;
    private double[] walk = {1};
    private double left = 1;
    private int looks;

    /**
     * A question.
     *
     * @param metric with an acceptable rate
     * @param requestsPerLook requests to the canary between two looks
     * @param rate the canary's rate of bad requests
     * @param needed the logarithm of what evidence must reach
     */
    HarmlessTime(MetricSettings metric, double requestsPerLook, double rate, double needed) {
        acceptable = metric.acceptableRate().orElseThrow();
        burst = metric.overdispersion();
        this.needed = needed;
        double events = requestsPerLook * rate / burst;
        double taken = Math.min(events, MOST_EVENTS);
        this.requestsPerLook = events > 0 ? requestsPerLook * taken / events : requestsPerLook;
        Distributions.Weights weights = Distributions.poisson(taken);
        step = new double[(int) weights.first() + weights.probabilities().length];
        System.arraycopy(weights.probabilities(), 0, step, (int) weights.first(), weights.probabilities().length);
    }

    /** The number of looks after which it is proven with that probability; empty if that takes more than the most. */
    OptionalInt looks(double chance, int most) {
        while (1 - left < chance) {
            if (looks == most) {
                return OptionalInt.empty();
            }
            advance();
        }
        return OptionalInt.of(looks);
    }

    private void advance() {
        looks++;
        double[] next = new double[walk.length + step.length - 1];
        for (int i = 0; i < walk.length; i++) {
            if (walk[i] > NEGLIGIBLE) {
                for (int j = 0; j < step.length; j++) {
                    next[i + j] += walk[i] * step[j];
                }
            }
        }
        left = 0;
        int last = 0;
        for (int bursts = 0; bursts < next.length; bursts++) {
            if (next[bursts] <= NEGLIGIBLE || isProven(bursts)) {
                next[bursts] = 0;
            } else {
                left += next[bursts];
                last = bursts;
            }
        }
        walk = java.util.Arrays.copyOf(next, last + 1);
    }

    private boolean isProven(int bursts) {
        double requests = looks * requestsPerLook;
        double bad = bursts * burst;
        double sum = 0;
        for (double part : MetricSettings.HARMLESS_PARTS) {
            double good = Math.log1p(-acceptable * part) - Math.log1p(-acceptable);
            sum += Math.exp((Math.max(0, requests - bad) * good + bad * Math.log(part)) / burst);
        }
        return Math.log(sum / MetricSettings.HARMLESS_PARTS.size()) >= needed;
    }
}
