package dev.penstock.simulator.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/**
 * The labels of queries that name none: the metric's name, and of the rest what tells the queries apart (recorded from
 * CloudWatch for statistics and periods).
 */
final class MetricLabels {

    private MetricLabels() {}

    /** A label for each query, in their order. */
    static List<String> of(List<MetricDataQuery> queries) {
        List<MetricStat> stats = queries.stream()
                .filter(q -> q.metricStat() != null)
                .map(MetricDataQuery::metricStat)
                .toList();
        boolean namespaces = differ(stats, s -> s.metric().namespace());
        boolean dimensions = differ(stats, s -> s.metric().dimensions());
        boolean statistics = differ(stats, MetricStat::stat);
        boolean periods = differ(stats, MetricStat::period);
        List<String> labels = new ArrayList<>();
        for (MetricDataQuery query : queries) {
            if (query.label() != null) {
                labels.add(query.label());
            } else if (query.metricStat() == null) {
                labels.add(query.id());
            } else {
                MetricStat stat = query.metricStat();
                List<String> parts = new ArrayList<>();
                if (namespaces) {
                    parts.add(stat.metric().namespace());
                }
                if (dimensions) {
                    stat.metric().dimensions().forEach(d -> parts.add(d.value()));
                }
                parts.add(stat.metric().metricName());
                if (statistics) {
                    parts.add(stat.stat());
                }
                if (periods) {
                    parts.add(String.valueOf(stat.period()));
                }
                labels.add(String.join(" ", parts));
            }
        }
        return labels;
    }

    private static boolean differ(List<MetricStat> stats, Function<MetricStat, Object> part) {
        return stats.stream().map(part).distinct().count() > 1;
    }
}
