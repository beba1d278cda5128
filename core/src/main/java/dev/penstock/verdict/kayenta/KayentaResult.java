package dev.penstock.verdict.kayenta;

import java.util.List;
import java.util.Map;

/**
 * What the judge says.
 *
 * @param score 0 to 100, with two decimals
 * @param classification what the thresholds make of it
 * @param reason why the score is 0 whatever the metrics' share; empty otherwise
 * @param groups the score of each group, 0 also where it has no data
 * @param metrics each metric
 */
public record KayentaResult(
        double score,
        Classification classification,
        String reason,
        Map<String, Double> groups,
        List<MetricResult> metrics) {

    /** What becomes of the release. */
    public enum Classification {
        /** At least the passing score. */
        PASS,
        /** At least the marginal score. */
        MARGINAL,
        /** Less. */
        FAIL
    }

    /** What becomes of a metric. */
    public enum Label {
        /** No change that counts. */
        PASS,
        /** The canary's values are higher. */
        HIGH,
        /** They are lower. */
        LOW,
        /** There is no data: left out of the score. */
        NO_DATA,
        /** There is no data where there must be: counts as failed. */
        NO_DATA_FAIL,
        /** It could not be computed: left out of the score. */
        ERROR
    }

    /**
     * A metric.
     *
     * @param metric its name
     * @param label what it is
     * @param critical whether it fails the whole canary unless it passes
     * @param ratio the mean of the canary by that of the baseline; NaN where one of them is 0, 1 where nothing was compared
     */
    public record MetricResult(String metric, Label label, boolean critical, double ratio) {}

    public KayentaResult {
        groups = Map.copyOf(groups);
        metrics = List.copyOf(metrics);
    }
}
