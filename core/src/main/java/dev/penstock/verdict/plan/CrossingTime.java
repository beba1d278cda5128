package dev.penstock.verdict.plan;

import dev.penstock.verdict.plan.Distributions.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * After how many looks evidence is enough, with what probability.
 *
 * <p>How many of the bad requests so far are the canary's is a binomial walk that ends at the {@link Boundary}; its distribution is
 * carried on exactly from look to look, for the number of bad requests that a look brings on average. That the number itself varies
 * is taken in at the end, by the Poisson distribution of all bad requests up to a look.
 */
final class CrossingTime {

    /** More bad requests in a look than this say no more about when it is found. */
    private static final int MOST_EVENTS = 20_000;

    private static final double NEGLIGIBLE = 1e-13;

    private final Boundary boundary;
    private final double eventsPerLook;
    private final int step;
    private final Weights ofStep;
    private final List<Double> crossed = new ArrayList<>(List.of(0.0));
    private double[] walk = {1};
    private long first;

    /**
     * A question.
     *
     * @param canaryShare the probability that a bad request is the canary's
     * @param eventsPerLook how many bad requests come between two looks on average, above 0
     */
    CrossingTime(Boundary boundary, double canaryShare, double eventsPerLook) {
        this.boundary = boundary;
        this.eventsPerLook = Math.min(MOST_EVENTS, eventsPerLook);
        this.step = (int) Math.max(1, Math.round(this.eventsPerLook));
        this.ofStep = Distributions.binomial(step, canaryShare);
    }

    /** The number of looks after which it has happened with that probability; empty if that takes more than the most. */
    OptionalInt looks(double chance, int most) {
        if (happenedBy(most) < chance) {
            return OptionalInt.empty();
        }
        int low = 0;
        int high = most;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (happenedBy(middle) >= chance) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalInt.of(high);
    }

    /** The probability that it has happened by that look. */
    double happenedBy(int looks) {
        if (looks == 0) {
            return 0;
        }
        Weights events = Distributions.poisson(eventsPerLook * looks);
        double sum = 0;
        for (int i = 0; i < events.probabilities().length; i++) {
            sum += events.probabilities()[i] * crossedAfter(events.first() + i);
        }
        return Math.min(1, sum);
    }

    private double crossedAfter(long events) {
        int steps = (int) (events / step);
        double rest = (double) (events % step) / step;
        double from = afterSteps(steps);
        return rest == 0 ? from : from + rest * (afterSteps(steps + 1) - from);
    }

    private double afterSteps(int steps) {
        while (crossed.size() <= steps) {
            advance();
        }
        return crossed.get(steps);
    }

    private void advance() {
        double[] next = new double[walk.length + ofStep.probabilities().length - 1];
        for (int i = 0; i < walk.length; i++) {
            double mass = walk[i];
            if (mass > 0) {
                for (int j = 0; j < ofStep.probabilities().length; j++) {
                    next[i + j] += mass * ofStep.probabilities()[j];
                }
            }
        }
        first += ofStep.first();
        long at = boundary.at((long) step * crossed.size());
        double over = 0;
        for (int i = 0; i < next.length; i++) {
            if (boundary.upwards() ? first + i >= at : first + i <= at) {
                over += next[i];
                next[i] = 0;
            }
        }
        crossed.add(crossed.getLast() + over);
        walk = trimmed(next);
    }

    private double[] trimmed(double[] masses) {
        int from = 0;
        int to = masses.length;
        while (from < to - 1 && masses[from] < NEGLIGIBLE) {
            from++;
        }
        while (to - 1 > from && masses[to - 1] < NEGLIGIBLE) {
            to--;
        }
        first += from;
        return java.util.Arrays.copyOfRange(masses, from, to);
    }
}
