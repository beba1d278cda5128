package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.cloudwatch.MathValue.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The functions of metric math on time series. No points come to no number, which is left out of results. */
final class SeriesMath {

    private SeriesMath() {}

    static double sum(List<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : values.stream().mapToDouble(v -> v).sum();
    }

    static double average(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }

    static double least(List<Double> values) {
        return values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
    }

    static double greatest(List<Double> values) {
        return values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
    }

    static double deviation(List<Double> values) {
        double mean = average(values);
        return Math.sqrt(values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElse(Double.NaN));
    }

    /** One value for each instant at which any of the series has one. */
    static Series across(List<Series> series, ToDoubleFunction<List<Double>> of) {
        NavigableMap<Instant, List<Double>> together = new TreeMap<>();
        int period = 1;
        for (Series one : series) {
            period = Math.max(period, one.period());
            one.values()
                    .forEach((at, value) ->
                            together.computeIfAbsent(at, t -> new ArrayList<>()).add(value));
        }
        NavigableMap<Instant, Double> values = new TreeMap<>();
        together.forEach((at, all) -> MathValue.put(values, at, of.applyAsDouble(all)));
        return new Series(values, period);
    }

    /** The change for each second since the point before. */
    static Series rate(Series series) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        Map.Entry<Instant, Double> before = null;
        for (Map.Entry<Instant, Double> entry : series.values().entrySet()) {
            if (before != null) {
                double seconds =
                        entry.getKey().getEpochSecond() - before.getKey().getEpochSecond();
                MathValue.put(values, entry.getKey(), (entry.getValue() - before.getValue()) / seconds);
            }
            before = entry;
        }
        return new Series(values, series.period());
    }

    /** The change since the point before. */
    static Series difference(Series series) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        double before = Double.NaN;
        for (Map.Entry<Instant, Double> entry : series.values().entrySet()) {
            MathValue.put(values, entry.getKey(), entry.getValue() - before);
            before = entry.getValue();
        }
        return new Series(values, series.period());
    }

    static Series running(Series series) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        double sum = 0;
        for (Map.Entry<Instant, Double> entry : series.values().entrySet()) {
            sum += entry.getValue();
            MathValue.put(values, entry.getKey(), sum);
        }
        return new Series(values, series.period());
    }

    /** Gives every period of the range a value. */
    static Series fill(Series series, MathValue with, Instant from, Instant to) {
        NavigableMap<Instant, Double> values = new TreeMap<>(series.values());
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(series.period())) {
            if (!values.containsKey(at)) {
                MathValue.put(values, at, filling(series, with, at));
            }
        }
        return new Series(values, series.period());
    }

    /** The value at an instant: a scalar has the same one always, a series may have none. */
    static double at(MathValue value, Instant at) {
        return switch (value) {
            case MathValue.Scalar scalar -> scalar.value();
            case Series series -> series.values().getOrDefault(at, Double.NaN);
            case MathValue.Many many -> throw new IllegalArgumentException("An array stands where one value must");
            case MathValue.Word word ->
                throw new IllegalArgumentException("'" + word.value() + "' is no number and no time series");
        };
    }

    private static double filling(Series series, MathValue with, Instant at) {
        if (!(with instanceof MathValue.Word(String how))) {
            return at(with, at);
        }
        Map.Entry<Instant, Double> before = series.values().floorEntry(at);
        Map.Entry<Instant, Double> after = series.values().ceilingEntry(at);
        return switch (how) {
            case "REPEAT" -> before == null ? Double.NaN : before.getValue();
            case "LINEAR" -> before == null || after == null ? Double.NaN : between(before, after, at);
            default -> throw new IllegalArgumentException("FILL takes a number, a metric, REPEAT or LINEAR");
        };
    }

    private static double between(Map.Entry<Instant, Double> before, Map.Entry<Instant, Double> after, Instant at) {
        double whole = after.getKey().getEpochSecond() - before.getKey().getEpochSecond();
        double part = at.getEpochSecond() - before.getKey().getEpochSecond();
        return before.getValue() + (after.getValue() - before.getValue()) * part / whole;
    }
}
