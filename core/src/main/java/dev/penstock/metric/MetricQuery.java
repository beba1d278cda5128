package dev.penstock.metric;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One series of CloudWatch.
 *
 * @param namespace such as {@code AWS/ApplicationELB}
 * @param metric such as {@code RequestCount}
 * @param dimensions by name; the metric has these and no others
 * @param statistic such as {@code Sum} or {@code TC(:0.8)}
 * @param period of one value: 1, 5, 10, 20, 30 seconds or a multiple of 60
 */
public record MetricQuery(
        String namespace, String metric, SortedMap<String, String> dimensions, String statistic, Duration period) {

    public MetricQuery {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }
}
