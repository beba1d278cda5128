package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Works out expressions of metric math over other series. */
final class MetricMath {

    private static final Set<String> SIMULATED = Set.of(
            "ABS",
            "AVG",
            "CEIL",
            "DIFF",
            "FILL",
            "FLOOR",
            "IF",
            "LOG",
            "LOG10",
            "MAX",
            "METRICS",
            "METRIC_COUNT",
            "MIN",
            "PERIOD",
            "RATE",
            "RUNNING_SUM",
            "STDDEV",
            "SUM");
    private static final Set<String> KNOWN = Set.of(
            "ANOMALY_DETECTION_BAND",
            "DATAPOINT_COUNT",
            "DAY",
            "DB_PERF_INSIGHTS",
            "DIFF_TIME",
            "EPOCH",
            "FIRST",
            "HOUR",
            "INSIGHT_RULE_METRIC",
            "LAMBDA",
            "LAST",
            "LOGS",
            "MINUTE",
            "MONTH",
            "DATE",
            "YEAR",
            "SEARCH",
            "SERVICE_QUOTA",
            "SLICE",
            "SORT",
            "TIME_SERIES");

    private final Map<String, MathValue.Series> metrics;
    private final Map<String, MathValue> known;
    private final Instant from;
    private final Instant to;

    /**
     * @param metrics the series of metrics by id, which {@code METRICS()} gives
     * @param known all values by id
     */
    MetricMath(Map<String, MathValue.Series> metrics, Map<String, MathValue> known, Instant from, Instant to) {
        this.metrics = metrics;
        this.known = known;
        this.from = from;
        this.to = to;
    }

    /**
     * Works out an expression.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it
     * @throws ServiceError when it asks for a function that is not simulated
     */
    MathValue evaluate(MathExpression expression) {
        return switch (expression) {
            case MathExpression.Number number -> new MathValue.Scalar(number.value());
            case MathExpression.Text text -> new MathValue.Word(text.value());
            case MathExpression.Name name -> known.getOrDefault(name.value(), new MathValue.Word(name.value()));
            case MathExpression.Array array -> new MathValue.Many(series(array.elements()));
            case MathExpression.Negation negation ->
                MathValue.combine(new MathValue.Scalar(0), evaluate(negation.of()), (a, b) -> a - b);
            case MathExpression.Operation operation -> operation(operation);
            case MathExpression.Function function -> function(function);
        };
    }

    /** The names of functions in an expression that are not simulated are refused, unknown ones are wrong. */
    static void check(MathExpression expression) {
        switch (expression) {
            case MathExpression.Number n -> {}
            case MathExpression.Text t -> {}
            case MathExpression.Name n -> {}
            case MathExpression.Array array -> array.elements().forEach(MetricMath::check);
            case MathExpression.Negation negation -> check(negation.of());
            case MathExpression.Operation operation -> {
                check(operation.left());
                check(operation.right());
            }
            case MathExpression.Function function -> {
                requireSimulated(function.name());
                function.arguments().forEach(MetricMath::check);
            }
        }
    }

    private static void requireSimulated(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (KNOWN.contains(upper)) {
            throw ServiceError.notSimulated(
                    "the function " + upper + " of metric math",
                    String.join(", ", SIMULATED.stream().sorted().toList()));
        }
        if (!SIMULATED.contains(upper)) {
            throw new IllegalArgumentException("There is no function '" + name + "'");
        }
    }

    private MathValue operation(MathExpression.Operation operation) {
        MathValue left = evaluate(operation.left());
        MathValue right = evaluate(operation.right());
        return switch (operation.operator()) {
            case "+" -> MathValue.combine(left, right, Double::sum);
            case "-" -> MathValue.combine(left, right, (a, b) -> a - b);
            case "*" -> MathValue.combine(left, right, (a, b) -> a * b);
            case "/" -> MathValue.combine(left, right, (a, b) -> b == 0 ? Double.NaN : a / b);
            case "^" -> MathValue.combine(left, right, Math::pow);
            case "<" -> MathValue.combine(left, right, (a, b) -> a < b ? 1 : 0);
            case "<=" -> MathValue.combine(left, right, (a, b) -> a <= b ? 1 : 0);
            case ">" -> MathValue.combine(left, right, (a, b) -> a > b ? 1 : 0);
            case ">=" -> MathValue.combine(left, right, (a, b) -> a >= b ? 1 : 0);
            case "==" -> MathValue.combine(left, right, (a, b) -> a == b ? 1 : 0);
            case "!=" -> MathValue.combine(left, right, (a, b) -> a != b ? 1 : 0);
            case "&&" -> MathValue.combine(left, right, (a, b) -> a != 0 && b != 0 ? 1 : 0);
            default -> MathValue.combine(left, right, (a, b) -> a != 0 || b != 0 ? 1 : 0);
        };
    }

    private MathValue function(MathExpression.Function function) {
        requireSimulated(function.name());
        List<MathExpression> arguments = function.arguments();
        return switch (function.name().toUpperCase(Locale.ROOT)) {
            case "METRICS" -> new MathValue.Many(metrics(arguments));
            case "METRIC_COUNT" -> new MathValue.Scalar(many(only(function)).size());
            case "PERIOD" -> new MathValue.Scalar(one(function).period());
            case "SUM" -> aggregate(function, SeriesMath::sum);
            case "AVG" -> aggregate(function, SeriesMath::average);
            case "MIN" -> aggregate(function, SeriesMath::least);
            case "MAX" -> aggregate(function, SeriesMath::greatest);
            case "STDDEV" -> aggregate(function, SeriesMath::deviation);
            case "ABS" -> each(function, Math::abs);
            case "CEIL" -> each(function, Math::ceil);
            case "FLOOR" -> each(function, Math::floor);
            case "LOG" -> each(function, Math::log);
            case "LOG10" -> each(function, Math::log10);
            case "RATE" -> SeriesMath.rate(one(function));
            case "DIFF" -> SeriesMath.difference(one(function));
            case "RUNNING_SUM" -> SeriesMath.running(one(function));
            case "FILL" -> fill(arguments);
            default -> choose(arguments);
        };
    }

    private MathValue aggregate(MathExpression.Function function, ToDoubleFunction<List<Double>> of) {
        return switch (only(function)) {
            case MathValue.Series series ->
                new MathValue.Scalar(
                        of.applyAsDouble(List.copyOf(series.values().values())));
            case MathValue.Many many -> SeriesMath.across(many.series(), of);
            case MathValue.Scalar scalar -> scalar;
            case MathValue.Word word -> throw notAMetric(word.value());
        };
    }

    private MathValue each(MathExpression.Function function, DoubleUnaryOperator of) {
        return MathValue.combine(only(function), new MathValue.Scalar(0), (a, ignored) -> of.applyAsDouble(a));
    }

    private MathValue fill(List<MathExpression> arguments) {
        if (arguments.size() != 2) {
            throw new IllegalArgumentException("FILL takes a metric and what to fill it with");
        }
        MathValue with = evaluate(arguments.get(1));
        return switch (evaluate(arguments.getFirst())) {
            case MathValue.Series series -> SeriesMath.fill(series, with, from, to);
            case MathValue.Many many ->
                new MathValue.Many(many.series().stream()
                        .map(s -> SeriesMath.fill(s, with, from, to))
                        .toList());
            case MathValue.Scalar scalar -> scalar;
            case MathValue.Word word -> throw notAMetric(word.value());
        };
    }

    private MathValue choose(List<MathExpression> arguments) {
        if (arguments.size() != 2 && arguments.size() != 3) {
            throw new IllegalArgumentException("IF takes a condition, a value, and a value otherwise");
        }
        MathValue condition = evaluate(arguments.get(0));
        MathValue then = evaluate(arguments.get(1));
        MathValue otherwise = arguments.size() == 3 ? evaluate(arguments.get(2)) : new MathValue.Scalar(Double.NaN);
        if (condition instanceof MathValue.Scalar(double value)) {
            return value != 0 ? then : otherwise;
        }
        if (!(condition instanceof MathValue.Series series)) {
            throw new IllegalArgumentException("The condition of IF must be a time series or a number");
        }
        NavigableMap<Instant, Double> values = new TreeMap<>();
        series.values()
                .forEach((at, holds) -> MathValue.put(values, at, SeriesMath.at(holds != 0 ? then : otherwise, at)));
        return new MathValue.Series(values, series.period());
    }

    private List<MathValue.Series> metrics(List<MathExpression> arguments) {
        if (arguments.isEmpty()) {
            return List.copyOf(metrics.values());
        }
        if (!(arguments.getFirst() instanceof MathExpression.Text(String part))) {
            throw new IllegalArgumentException("METRICS takes a string in quotation marks");
        }
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<MathValue.Series> series(List<MathExpression> elements) {
        List<MathValue.Series> all = new ArrayList<>();
        for (MathExpression element : elements) {
            all.addAll(many(evaluate(element)));
        }
        return all;
    }

    private static List<MathValue.Series> many(MathValue value) {
        return switch (value) {
            case MathValue.Series series -> List.of(series);
            case MathValue.Many many -> many.series();
            case MathValue.Scalar scalar -> throw notAMetric(String.valueOf(scalar.value()));
            case MathValue.Word word -> throw notAMetric(word.value());
        };
    }

    private MathValue only(MathExpression.Function function) {
        if (function.arguments().size() == 1) {
            return evaluate(function.arguments().getFirst());
        }
        // SUM(m1, m2) is read like SUM([m1, m2]).
        return new MathValue.Many(series(function.arguments()));
    }

    private MathValue.Series one(MathExpression.Function function) {
        List<MathValue.Series> all = many(only(function));
        if (all.size() != 1) {
            throw new IllegalArgumentException(function.name() + " takes one time series");
        }
        return all.getFirst();
    }

    private static IllegalArgumentException notAMetric(String what) {
        return new IllegalArgumentException("Unrecognized metric or expression id: '" + what + "'");
    }
}
