package dev.penstock.verdict;

/**
 * What a source says of one metric in one window. Windows of one metric and scope follow each other and do not overlap.
 *
 * <p>A metric is anything that makes a request bad: it failed, it was refused, it was slower than a limit that was fixed before the
 * window began: a percentile of the judged window itself would make the baseline's count a constant and the evidence too strong.
 */
public sealed interface MetricBatch {

    /** The metric, as the settings name it. */
    String metric();

    /** Where it was counted, such as a Region, as the settings name it; empty when there is one place only. */
    String scope();

    /** When it was counted. */
    Window window();

    /**
     * Counts of both arms.
     *
     * @param canary what went to the new version
     * @param baseline what went to the old version in the same window and place
     */
    record Counted(String metric, String scope, Window window, ArmCounts canary, ArmCounts baseline)
            implements MetricBatch {}

    /**
     * The source has no data for that window, and says why. This is not the same as no request, and never counts as a pass.
     *
     * @param reason one full sentence
     */
    record Missing(String metric, String scope, Window window, String reason) implements MetricBatch {}
}
