package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** Works out the queries of {@code GetMetricData} and of alarms on metric math. */
final class MetricQueries {

    /**
     * What a query comes to.
     *
     * @param values by start of the period
     * @param messages what the reader should know about them
     */
    record Answer(String label, NavigableMap<Instant, Double> values, List<MessageData> messages) {}

    private final Metrics metrics;

    MetricQueries(Metrics metrics) {
        this.metrics = metrics;
    }

    static MetricKey key(Metric metric) {
        return new MetricKey(metric.namespace(), metric.metricName(), AlarmWindow.dimensions(metric.dimensions()));
    }

    /**
     * Answers all queries, by id, in their order.
     *
     * @throws ServiceError {@code ValidationError} for an expression that cannot be worked out
     */
    Map<String, Answer> evaluate(
            String account, String region, List<MetricDataQuery> queries, Instant from, Instant to) {
        Map<String, MathValue.Series> series = new LinkedHashMap<>();
        Map<String, MathValue> values = new LinkedHashMap<>();
        Map<String, List<MessageData>> messages = new LinkedHashMap<>();
        for (MetricDataQuery query : queries) {
            if (query.metricStat() != null) {
                List<MessageData> about = new ArrayList<>();
                MathValue.Series read = read(account, region, query.metricStat(), from, to, about);
                series.put(query.id(), read);
                values.put(query.id(), read);
                messages.put(query.id(), about);
            }
        }
        MetricMath math = new MetricMath(series, values, from, to);
        Map<String, String> expressions = new LinkedHashMap<>();
        queries.stream().filter(q -> q.expression() != null).forEach(q -> expressions.put(q.id(), q.expression()));
        expressions.forEach((id, text) -> solve(id, text, expressions, values, math, new HashSet<>()));
        List<String> labels = MetricLabels.of(queries);
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            String id = queries.get(i).id();
            MathValue value = Objects.requireNonNull(values.get(id));
            answers.put(id, new Answer(labels.get(i), plain(id, value), messages.getOrDefault(id, List.of())));
        }
        return answers;
    }

    private MathValue.Series read(
            String account, String region, MetricStat stat, Instant from, Instant to, List<MessageData> about) {
        MetricKey key = key(stat.metric());
        String unit = stat.unitAsString();
        if (unit == null) {
            Set<String> units = metrics.units(account, region, key, from, to);
            unit = Units.first(units);
            if (units.size() > 1) {
                about.add(MessageData.builder()
                        .code("MultipleUnits")
                        .value("Multiple units returned: '" + Units.ordered(units) + "'")
                        .build());
            }
        }
        PeriodStatistic statistic = PeriodStatistic.parse(stat.stat()).orElseThrow();
        NavigableMap<Instant, Double> values = new TreeMap<>();
        metrics.read(account, region, key, unit, from, to, stat.period())
                .forEach((at, sample) -> statistic.of(sample).ifPresent(value -> values.put(at, value)));
        return new MathValue.Series(values, stat.period());
    }

    /** Works out an expression after those that it names. */
    private static void solve(
            String id,
            String text,
            Map<String, String> expressions,
            Map<String, MathValue> values,
            MetricMath math,
            Set<String> open) {
        if (values.containsKey(id)) {
            return;
        }
        if (!open.add(id)) {
            throw wrong(id, "The expression refers to itself");
        }
        try {
            MathExpression expression = MathParser.parse(text);
            for (String name : names(expression)) {
                String other = expressions.get(name);
                if (other != null) {
                    solve(name, other, expressions, values, math, open);
                }
            }
            values.put(id, math.evaluate(expression));
        } catch (IllegalArgumentException e) {
            throw wrong(id, String.valueOf(e.getMessage()));
        }
    }

    private static NavigableMap<Instant, Double> plain(String id, MathValue value) {
        return switch (value) {
            case MathValue.Series series -> series.values();
            case MathValue.Many many
            when many.series().size() == 1 -> many.series().getFirst().values();
            case MathValue.Many many ->
                throw ServiceError.notSimulated(
                        "an expression that returns several time series ('" + id + "')", "expressions that return one");
            case MathValue.Scalar scalar -> throw wrong(id, "The expression must return a time series, not a number");
            case MathValue.Word word -> throw wrong(id, "Unrecognized metric or expression id: '" + word.value() + "'");
        };
    }

    static ServiceError wrong(String id, String why) {
        return CloudWatchErrors.validation("Error in expression '" + id + "': " + why + ".");
    }

    private static List<String> names(MathExpression expression) {
        return switch (expression) {
            case MathExpression.Name name -> List.of(name.value());
            case MathExpression.Number n -> List.of();
            case MathExpression.Text t -> List.of();
            case MathExpression.Negation negation -> names(negation.of());
            case MathExpression.Array array -> all(array.elements());
            case MathExpression.Function function -> all(function.arguments());
            case MathExpression.Operation operation -> all(List.of(operation.left(), operation.right()));
        };
    }

    private static List<String> all(List<MathExpression> expressions) {
        return expressions.stream().flatMap(e -> names(e).stream()).toList();
    }
}
