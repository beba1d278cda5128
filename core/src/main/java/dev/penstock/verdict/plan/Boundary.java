package dev.penstock.verdict.plan;

import dev.penstock.verdict.ErrorBudget;

/**
 * When evidence is enough: for a number of bad requests, how many of them must be the canary's. It needs one number only, as the
 * canary's share of the requests stays the same.
 */
final class Boundary {

    private final double[] gains;
    private final double[] costs;
    private final double threshold;
    private final boolean upwards;

    private Boundary(double[] gains, double[] costs, double threshold, boolean upwards) {
        this.gains = gains;
        this.costs = costs;
        this.threshold = threshold;
        this.upwards = upwards;
    }

    /**
     * Evidence that the canary is worse, by a fault that is there from the start: at least so many of its bad requests. What the
     * weight on later beginnings may add is left out.
     *
     * @param falseRollback the part of the budget that this evidence has
     */
    static Boundary worse(ErrorBudget budget, double weight, double falseRollback) {
        double[] gains = budget.ratios().stream().mapToDouble(Math::log).toArray();
        double[] costs = budget.ratios().stream()
                .mapToDouble(ratio -> Math.log1p(weight * (ratio - 1)))
                .toArray();
        return new Boundary(
                gains, costs, -Math.log(falseRollback * budget.onset().weightOfStart()), true);
    }

    /** Evidence that the canary is less than unacceptably worse: at most so many. */
    static Boundary acceptable(double unacceptable, double weight, double falsePromotion) {
        double gain = Math.log(unacceptable);
        double cost = Math.log1p(weight * (unacceptable - 1));
        return new Boundary(
                new double[] {-gain, Math.log(0.5) - gain},
                new double[] {-cost, Math.log1p(-0.5 * weight) - cost},
                -Math.log(falsePromotion),
                false);
    }

    boolean upwards() {
        return upwards;
    }

    boolean reached(long events, long canary) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < gains.length; i++) {
            most = Math.max(most, canary * gains[i] - events * costs[i]);
        }
        double sum = 0;
        for (int i = 0; i < gains.length; i++) {
            sum += Math.exp(canary * gains[i] - events * costs[i] - most);
        }
        return most + Math.log(sum / gains.length) >= threshold;
    }

    /**
     * Upwards the smallest number of the canary's bad requests that is enough, downwards the largest; outside of 0 to the number of
     * events when none is.
     */
    long at(long events) {
        long low = -1;
        long high = events + 1;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (reached(events, middle) == upwards) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return upwards ? high : low;
    }
}
