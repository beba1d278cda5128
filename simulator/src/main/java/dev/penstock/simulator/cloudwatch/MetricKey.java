package dev.penstock.simulator.cloudwatch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a metric is known by. Two sets of dimensions are two metrics, also when one contains the other.
 *
 * @param namespace like {@code AWS/ApplicationELB}
 * @param name like {@code RequestCount}
 * @param dimensions values by name; empty for a metric without dimensions
 */
public record MetricKey(String namespace, String name, SortedMap<String, String> dimensions) {

    private static final char BETWEEN = '\u0000';

    public MetricKey {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    /** The form in which rows are ordered: by namespace, name, dimensions. */
    String text() {
        StringBuilder text = new StringBuilder(namespace).append(BETWEEN).append(name);
        dimensions.forEach((dimension, value) ->
                text.append(BETWEEN).append(dimension).append('\u0001').append(value));
        return text.toString();
    }
}
