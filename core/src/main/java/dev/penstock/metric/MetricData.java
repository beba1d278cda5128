package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.verdict.Window;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** Where metrics of AWS's services are kept: Amazon CloudWatch. */
@FunctionalInterface
public interface MetricData {

    /**
     * Reads series, all of them in as few calls as the service has (500 series with each {@code GetMetricData}).
     *
     * @param queries what is asked
     * @param span values of periods that begin in it
     * @return for each query in its order, the values by the beginnings of their periods; a period without data has none
     * @throws dev.penstock.action.RemoteCallException when it cannot be read
     */
    List<SortedMap<Instant, Double>> read(AwsScope scope, List<MetricQuery> queries, Window span);
}
