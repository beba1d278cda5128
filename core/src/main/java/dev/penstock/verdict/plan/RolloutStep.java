package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.Texts;
import java.time.Duration;

/**
 * A step of a rollout that is judged.
 *
 * @param weight the new version's share of the requests, above 0 and at most 1
 * @param bake for how long, above zero
 * @param baseline the share of the requests that it is compared with, from 0 to what is left
 */
public record RolloutStep(double weight, Duration bake, double baseline) {

    /** Compared with all requests that the new version does not get. */
    public RolloutStep(double weight, Duration bake) {
        this(weight, bake, 1 - weight);
    }

    public RolloutStep {
        if (!(weight > 0 && weight <= 1)) {
            throw new PlanException(
                    ProblemType.VERDICT_VALUE, "A weight is " + weight + ". It is above 0 and at most 100 %.");
        }
        if (bake.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new PlanException(
                    ProblemType.VERDICT_TIMES,
                    "A step with a weight of " + Texts.percent(weight)
                            + " has no bake time, in which it could be judged.");
        }
        if (!(baseline >= 0 && weight + baseline <= 1 + 1e-9)) {
            throw new PlanException(
                    ProblemType.VERDICT_VALUE,
                    "A step with a weight of " + Texts.percent(weight) + " is compared with " + Texts.percent(baseline)
                            + " of the requests. It is at least none, and at most what is left.");
        }
    }

    /** The share of all requests that counts, on one side or the other. */
    double counted() {
        return Math.min(1, weight + baseline);
    }

    /** The new version's share of the requests that count. */
    double comparedWeight() {
        return weight / counted();
    }
}
