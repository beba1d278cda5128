package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.time.Duration;

/**
 * What happens when the bake time is over and nothing is proven.
 *
 * @param extensions how often the bake time is extended first, 0 to 100
 * @param by by how much each time; above zero if there are extensions
 * @param action what is done then
 */
public record InconclusivePolicy(int extensions, Duration by, Action action) {

    /** Ask at once. */
    public static final InconclusivePolicy ASK = new InconclusivePolicy(0, Duration.ZERO, Action.ASK);

    /** What is done when a verdict stays inconclusive. */
    public enum Action {
        /** Leave traffic as it is and keep looking; evidence may still decide. */
        HOLD,
        /** The same, and somebody is asked. */
        ASK,
        /** Go back to the old version. */
        ROLL_BACK
    }

    public InconclusivePolicy {
        VerdictSettingsException.range("extensions", extensions, -1, 100, "0 to 100");
        if (extensions > 0 && (by.isNegative() || by.isZero())) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES, "by", "An extension of the bake time is longer than zero.");
        }
    }

    /** That action at once. */
    public static InconclusivePolicy of(Action action) {
        return new InconclusivePolicy(0, Duration.ZERO, action);
    }
}
