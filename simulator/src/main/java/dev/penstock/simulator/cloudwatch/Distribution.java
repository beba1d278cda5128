package dev.penstock.simulator.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often which value was measured, for percentiles. Beyond {@value #EXACT} values they are kept to one in ten, as
 * CloudWatch keeps them, so that a period's memory is bounded.
 *
 * @param values ascending
 * @param counts of the values, in their order
 * @param known whether nothing was published as a statistic set, which tells no distribution
 */
record Distribution(List<Double> values, List<Double> counts, boolean known) {

    private static final int EXACT = 100;
    private static final double STEP = Math.log(1.1);

    static Distribution of(Statistics datum) {
        return datum.isOneValue()
                ? new Distribution(List.of(datum.min()), List.of(datum.count()), true)
                : new Distribution(List.of(), List.of(), false);
    }

    Distribution plus(Distribution other) {
        if (!known || !other.known) {
            return new Distribution(List.of(), List.of(), false);
        }
        TreeMap<Double, Double> merged = new TreeMap<>();
        addTo(merged);
        other.addTo(merged);
        return of(merged.size() <= EXACT ? merged : coarse(merged));
    }

    double total() {
        return counts.stream().mapToDouble(Double::doubleValue).sum();
    }

    private void addTo(TreeMap<Double, Double> sums) {
        for (int i = 0; i < values.size(); i++) {
            sums.merge(values.get(i), counts.get(i), Double::sum);
        }
    }

    private static Distribution of(TreeMap<Double, Double> sums) {
        return new Distribution(new ArrayList<>(sums.keySet()), new ArrayList<>(sums.values()), true);
    }

    private static TreeMap<Double, Double> coarse(Map<Double, Double> fine) {
        TreeMap<Double, Double> coarse = new TreeMap<>();
        fine.forEach((value, count) -> coarse.merge(rounded(value), count, Double::sum));
        return coarse;
    }

    private static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        return Math.signum(value) * Math.exp(Math.round(Math.log(Math.abs(value)) / STEP) * STEP);
    }
}
