package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.util.List;

/**
 * How often a verdict may be wrong, over all metrics, scopes and looks together.
 *
 * @param falseRollback the largest probability that a canary that is no worse is rolled back (α), above 0 and at most 0.5
 * @param falsePromotion the largest probability that a canary that is worse by the unacceptable ratio is promoted (β), above 0 and
 *     at most 0.5
 * @param sharing how α is shared by the metrics
 * @param merging how evidence of several scopes is put together
 * @param ratios the ratios of bad rates, canary to baseline, that evidence is looked for at: above 1, at least one. Their mixture
 *     finds what lies between and beyond them as well
 * @param onset when a fault is taken to begin
 */
public record ErrorBudget(
        double falseRollback,
        double falsePromotion,
        Sharing sharing,
        Merging merging,
        List<Double> ratios,
        Onset onset) {

    /** 1 % and 5 %; one fault somewhere or a fault everywhere, from any time on; ratios from 1.25 to 100. */
    public static final ErrorBudget STANDARD = new ErrorBudget(
            0.01,
            0.05,
            Sharing.MEAN,
            Merging.BOTH,
            List.of(1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0),
            Onset.ANY_TIME);

    /** How metrics share the budget for false rollbacks. */
    public enum Sharing {
        /**
         * The weighted mean of the metrics' e-values must reach 1/α. It is an e-value whatever the metrics have to do with each
         * other, and reaches 1/α no later than {@link #SPLIT}.
         */
        MEAN,
        /** Each metric must by itself reach 1/(α × its weight). */
        SPLIT
    }

    /** How the evidence of a metric's scopes is put together. */
    public enum Merging {
        /** Multiplied, as of one place: the quickest when a fault shows everywhere. */
        SHARED,
        /** The mean of the scopes' own: finds a fault in one of them. For a promotion each scope must prove itself. */
        SEPARATE,
        /** Half of the weight on each of the two. */
        BOTH
    }

    /** When a fault is taken to begin. */
    public enum Onset {
        /** With the first window: the quickest for what is there from the start, and slow to find what begins late. */
        START,
        /**
         * With any window: two thirds of the weight on the first one, the rest over all others. What spoke for the canary before a
         * fault began does not count for long.
         */
        ANY_TIME;

        /** The weight of a fault that is there from the first window on, above 0 and at most 1. */
        public double weightOfStart() {
            return switch (this) {
                case START -> 1;
                case ANY_TIME -> FaultOnsets.AT_START;
            };
        }
    }

    public ErrorBudget {
        VerdictSettingsException.range("falseRollback", falseRollback, 0, 0.5, "above 0 and at most 0.5");
        VerdictSettingsException.range("falsePromotion", falsePromotion, 0, 0.5, "above 0 and at most 0.5");
        ratios = ratios.stream().sorted().distinct().toList();
        if (ratios.isEmpty() || ratios.size() > 50) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_VALUE,
                    "ratios",
                    "Evidence is looked for at 1 to 50 ratios, not at " + ratios.size() + ".");
        }
        for (double ratio : ratios) {
            VerdictSettingsException.range(
                    "ratios", ratio, 1, 1e6, "a list of ratios above 1, such as 2 for twice as many");
        }
    }

    /** The standard one with other probabilities. */
    public static ErrorBudget of(double falseRollback, double falsePromotion) {
        return new ErrorBudget(
                falseRollback,
                falsePromotion,
                STANDARD.sharing(),
                STANDARD.merging(),
                STANDARD.ratios(),
                STANDARD.onset());
    }

    /** The same with faults that begin then. */
    public ErrorBudget with(Onset other) {
        return new ErrorBudget(falseRollback, falsePromotion, sharing, merging, ratios, other);
    }

    /**
     * The part of each of several verdicts that together are to be wrong no more often than one by this budget.
     *
     * @param verdicts how many, at least 1
     */
    public ErrorBudget among(int verdicts) {
        return new ErrorBudget(falseRollback / verdicts, falsePromotion / verdicts, sharing, merging, ratios, onset);
    }
}
