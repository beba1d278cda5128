package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.ErrorBudget;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What is asked of a plan.
 *
 * @param traffic what the canary will meet
 * @param budget how often the verdict may be wrong
 * @param metrics how many metrics share the budget, at least 1
 * @param unacceptableRatio what a promotion must refute, above 1
 * @param target the rise that must be found, as a ratio above 1
 * @param look the time between two looks, at least a second
 * @param bake the bake time, at least one look and at most 100,000 looks
 * @param chance with what probability something is to be found, above 0 and below 1
 * @param harmBudget how many requests may fail more than usual until the target is found; a weight and bake time are proposed for it
 */
public record PlanRequest(
        CanaryTraffic traffic,
        ErrorBudget budget,
        int metrics,
        double unacceptableRatio,
        double target,
        Duration look,
        Duration bake,
        double chance,
        OptionalDouble harmBudget) {

    private static final int MOST_LOOKS = 100_000;

    public PlanRequest {
        check("metrics", metrics >= 1 && metrics <= 1000, metrics, "1 to 1000");
        check("unacceptableRatio", unacceptableRatio > 1, unacceptableRatio, "above 1");
        check("target", target > 1 && target <= 1e6, target, "above 1, such as 2 for twice as many");
        check("chance", chance > 0 && chance < 1, chance, "above 0 and below 1");
        harmBudget.ifPresent(harm -> check("harmBudget", harm > 0, harm, "above 0"));
        if (look.toSeconds() < 1 || bake.compareTo(look) < 0 || bake.dividedBy(look) > MOST_LOOKS) {
            throw new PlanException(
                    ProblemType.VERDICT_TIMES,
                    "A look each " + look.toSeconds() + " s does not fit into a bake time of " + bake.toSeconds()
                            + " s. There are 1 to 100,000 looks, at least a second apart.");
        }
    }

    private static void check(String field, boolean legal, double value, String range) {
        if (!legal) {
            throw new PlanException(
                    ProblemType.VERDICT_VALUE, "'" + field + "' is " + value + ". It is " + range + ".");
        }
    }

    /** One metric, the standard budget, a look each minute, an hour, a doubling to be found with 90 %. */
    public static PlanRequest of(CanaryTraffic traffic) {
        return new PlanRequest(
                traffic,
                ErrorBudget.STANDARD,
                1,
                2,
                2,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                0.9,
                OptionalDouble.empty());
    }

    int looks() {
        return (int) bake.dividedBy(look);
    }

    double lookMinutes() {
        return look.toMillis() / 60_000.0;
    }
}
