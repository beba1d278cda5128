package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.Texts;
import java.time.Duration;

/**
 * A step of a rollout that is judged.
 *
 * @param weight the new version's share of the requests, above 0 and at most 1
 * @param bake for how long, above zero
 */
public record RolloutStep(double weight, Duration bake) {

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
    }
}
