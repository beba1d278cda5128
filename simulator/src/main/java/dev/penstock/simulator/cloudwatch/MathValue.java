package dev.penstock.simulator.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What an expression of metric math comes to. */
sealed interface MathValue {

    record Scalar(double value) implements MathValue {}

    record Word(String value) implements MathValue {}

    /**
     * A time series.
     *
     * @param period seconds between its points
     */
    record Series(NavigableMap<Instant, Double> values, int period) implements MathValue {}

    record Many(List<Series> series) implements MathValue {}

    /** A value for each pair: of two series, where both have one. Results that are no numbers are left out. */
    static MathValue combine(MathValue left, MathValue right, DoubleBinaryOperator operator) {
        return switch (left) {
            case Scalar a ->
                switch (right) {
                    case Scalar b -> new Scalar(operator.applyAsDouble(a.value(), b.value()));
                    case Series b -> map(b, v -> operator.applyAsDouble(a.value(), v));
                    case Many b ->
                        new Many(b.series().stream()
                                .map(s -> (Series) combine(a, s, operator))
                                .toList());
                    case Word w -> throw unusable(w);
                };
            case Series a ->
                switch (right) {
                    case Scalar b -> map(a, v -> operator.applyAsDouble(v, b.value()));
                    case Series b -> both(a, b, operator);
                    case Many b ->
                        new Many(b.series().stream()
                                .map(s -> both(a, s, operator))
                                .toList());
                    case Word w -> throw unusable(w);
                };
            case Many a -> {
                if (right instanceof Many) {
                    throw new IllegalArgumentException("Two arrays of time series cannot be combined");
                }
                yield new Many(a.series().stream()
                        .map(s -> (Series) combine(s, right, operator))
                        .toList());
            }
            case Word w -> throw unusable(w);
        };
    }

    static Series map(Series of, DoubleUnaryOperator each) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        of.values().forEach((at, value) -> put(values, at, each.applyAsDouble(value)));
        return new Series(values, of.period());
    }

    private static Series both(Series a, Series b, DoubleBinaryOperator operator) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        a.values().forEach((at, value) -> {
            Double other = b.values().get(at);
            if (other != null) {
                put(values, at, operator.applyAsDouble(value, other));
            }
        });
        return new Series(values, Math.max(a.period(), b.period()));
    }

    static void put(NavigableMap<Instant, Double> values, Instant at, double value) {
        if (Double.isFinite(value)) {
            values.put(at, value);
        }
    }

    private static IllegalArgumentException unusable(Word word) {
        return new IllegalArgumentException("'" + word.value() + "' is no number and no time series");
    }
}
