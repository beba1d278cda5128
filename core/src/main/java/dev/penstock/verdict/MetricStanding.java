package dev.penstock.verdict;

/**
 * How a metric stands after a look.
 *
 * @param metric its name
 * @param canary the canary's counts that went into the evidence, of all scopes
 * @param baseline the baseline's
 * @param worse the natural logarithm of the e-value against "the canary is no worse"
 * @param acceptable that of the e-value against "the canary is unacceptably worse"
 * @param batches what became of its batches
 */
public record MetricStanding(
        String metric, ArmCounts canary, ArmCounts baseline, double worse, double acceptable, BatchTally batches) {}
