package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * When a verdict may and must come, counted from the first look.
 *
 * @param bake after which time it is inconclusive, above zero
 * @param earliestPromotion before which time nothing is promoted, 0 to the bake time. A rollback may come at every look
 * @param futility ends it as inconclusive already when a healthy canary would be proven in the rest of the bake time with less than
 *     this probability; above 0 and at most 0.5. Empty to wait in any case
 * @param whenInconclusive what happens then
 */
public record Timing(
        Duration bake, Duration earliestPromotion, OptionalDouble futility, InconclusivePolicy whenInconclusive) {

    public Timing {
        if (bake.isNegative() || bake.isZero()) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES, "bake", "The bake time is longer than zero, such as '1h'.");
        }
        if (earliestPromotion.isNegative() || earliestPromotion.compareTo(bake) > 0) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES,
                    "earliestPromotion",
                    "Nothing can be promoted from " + Texts.duration(earliestPromotion)
                            + " on when the bake time ends after " + Texts.duration(bake)
                            + ". Choose an earlier time, or a longer bake time.");
        }
        futility.ifPresent(chance ->
                VerdictSettingsException.range("futility", chance, 0, 0.5, "a probability above 0 and at most 0.5"));
    }

    /** A bake time; promoted as soon as that is proven, and asked about when it is not. */
    public static Timing baking(Duration bake) {
        return new Timing(bake, Duration.ZERO, OptionalDouble.empty(), InconclusivePolicy.ASK);
    }

    /** The bake time with all its extensions. */
    public Duration longest() {
        return bake.plus(whenInconclusive.by().multipliedBy(whenInconclusive.extensions()));
    }
}
