package dev.penstock.metric;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a metric is counted. */
public sealed interface MetricSource {

    /** Whether it counts the requests of users, so that it also tells how the traffic is shared out. */
    default boolean countsTraffic() {
        return switch (this) {
            case TargetGroup ignored -> true;
            case CloudWatch ignored -> true;
            case Lambda ignored -> true;
            case Beanstalk ignored -> true;
            case Prometheus ignored -> true;
            case HttpCheck ignored -> false;
            case Command ignored -> true;
        };
    }

    /**
     * Answers of the targets of each arm's target group, as an Application Load Balancer counts them by the minute.
     *
     * @param bad what makes a request bad; empty when it is its time
     * @param latencyAbove the longest time that is not bad, in seconds
     * @param lag how long after its end a minute is settled
     */
    record TargetGroup(Set<BadAnswer> bad, OptionalDouble latencyAbove, Duration lag) implements MetricSource {

        public TargetGroup {
            bad = Set.copyOf(bad);
        }
    }

    /**
     * Any metrics of CloudWatch.
     *
     * @param requests what counts requests
     * @param bad what counts bad ones
     * @param zeroWhenAbsent whether no data of {@code bad} where {@code requests} has some means that there was none
     * @param period the length of a window
     * @param lag how long after its end a window is settled
     */
    record CloudWatch(
            MetricTemplate requests, MetricTemplate bad, boolean zeroWhenAbsent, Duration period, Duration lag)
            implements MetricSource {}

    /**
     * Invocations of a Lambda function's alias and those that failed, by the version that was executed.
     *
     * @param lag how long after its end a minute is settled
     */
    record Lambda(Duration lag) implements MetricSource {}

    /**
     * Answers counted by the enhanced health of Elastic Beanstalk, every ten seconds.
     *
     * @param bad what makes a request bad
     */
    record Beanstalk(Set<BadAnswer> bad) implements MetricSource {

        public Beanstalk {
            bad = Set.copyOf(bad);
        }
    }

    /**
     * Queries of a Prometheus server at the ends of windows.
     *
     * @param server its address
     * @param requests counts requests
     * @param bad counts bad ones
     * @param bearerTokenVariable the environment variable that holds a token
     * @param every the length of a window
     * @param lag how long after its end a window is settled
     */
    record Prometheus(
            String server,
            PromQlTemplate requests,
            PromQlTemplate bad,
            Optional<String> bearerTokenVariable,
            Duration every,
            Duration lag)
            implements MetricSource {}

    /**
     * A page of each arm that is asked for: each asking is a request, and one that does not bring the status is bad.
     *
     * @param url of the page
     * @param status that is good; any of 200 to 399 when there is none
     * @param every the length of a window
     * @param requests how often each arm is asked in a window
     * @param limit within which an answer must come
     * @param allowPrivate whether addresses of private networks may be asked
     */
    record HttpCheck(
            Template url, Optional<Integer> status, Duration every, int requests, Duration limit, boolean allowPrivate)
            implements MetricSource {}

    /**
     * A program that counts.
     *
     * @param run the program and its arguments
     * @param every the length of a window
     * @param lag how long after its end a window is settled
     * @param limit after which the program is ended
     */
    record Command(List<String> run, Duration every, Duration lag, Duration limit) implements MetricSource {

        public Command {
            run = List.copyOf(run);
        }
    }

    /**
     * A metric of CloudWatch, for each arm with its own dimensions.
     *
     * @param namespace such as {@code Shop/Checkout}
     * @param metric such as {@code Orders}
     * @param dimensions by name
     * @param statistic such as {@code Sum}
     */
    record MetricTemplate(String namespace, String metric, SortedMap<String, Template> dimensions, String statistic) {

        public MetricTemplate {
            dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
        }

        MetricQuery of(Arm arm, Duration period) throws Template.UnknownLabelException {
            SortedMap<String, String> filled = new TreeMap<>();
            for (Map.Entry<String, Template> dimension : dimensions.entrySet()) {
                filled.put(dimension.getKey(), dimension.getValue().of(arm));
            }
            return new MetricQuery(namespace, metric, filled, statistic, period);
        }
    }
}
