package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.MetricKey;
import dev.penstock.simulator.cloudwatch.Statistics;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an application load balancer tells CloudWatch of its requests. Source: ELB User Guide, "CloudWatch metrics for
 * your Application Load Balancer", with its dimensions.
 */
final class RequestMetrics {

    static final String APPLICATION = "AWS/ApplicationELB";
    static final String NETWORK = "AWS/NetworkELB";

    private static final String COUNT = "Count";
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final String TARGET_GROUP = "TargetGroup";
    private static final String ZONE = "AvailabilityZone";

    /** Takes what was measured. */
    interface Sink {
        /**
         * Takes data of a metric.
         *
         * @param about the ARN of the load balancer: its account and region are the metric's
         */
        void add(String about, Instant at, MetricKey key, String unit, Statistics data);
    }

    /**
     * Where requests were handled.
     *
     * @param zone of the target, or of the load balancer's node when there was none
     */
    record Place(String loadBalancer, String zone) {}

    private RequestMetrics() {}

    /** Requests that a group's targets answered with a status. */
    static void answered(Sink sink, Instant at, Place place, String group, int status, Statistics seconds) {
        Statistics each = new Statistics(seconds.count(), seconds.count(), 1, 1);
        forGroup(sink, at, place, group, "RequestCount", COUNT, each);
        forGroup(sink, at, place, group, "HTTPCode_Target_" + status / 100 + "XX_Count", COUNT, each);
        forGroup(sink, at, place, group, "TargetResponseTime", "Seconds", seconds);
    }

    /** Requests that were meant for a group and that the load balancer answered with a status of its own. */
    static void failed(Sink sink, Instant at, Place place, String group, int status, boolean connected, long count) {
        Statistics each = new Statistics(count, count, 1, 1);
        forGroup(sink, at, place, group, "RequestCount", COUNT, each);
        if (!connected) {
            forGroup(sink, at, place, group, "TargetConnectionErrorCount", COUNT, each);
        }
        own(sink, at, place, status, count);
    }

    /** Requests that a rule answers by itself. */
    static void unforwarded(Sink sink, Instant at, Place place, String metric, long count) {
        Statistics each = new Statistics(count, count, 1, 1);
        forBalancer(sink, at, place, "RequestCount", COUNT, each);
        forBalancer(sink, at, place, metric, COUNT, each);
    }

    /** Requests that the load balancer refused before there was a group to choose a target of. */
    static void refused(Sink sink, Instant at, Place place, int status, long count) {
        forBalancer(sink, at, place, "RequestCount", COUNT, new Statistics(count, count, 1, 1));
        own(sink, at, place, status, count);
    }

    /** Requests that came when a group had no targets. */
    static void unavailable(Sink sink, Instant at, Place place, String group, long count) {
        forGroup(sink, at, place, group, "RequestCount", COUNT, new Statistics(count, count, 1, 1));
        own(sink, at, place, 503, count);
    }

    /** How many requests each target of a group got. */
    static void perTarget(Sink sink, Instant at, Place place, String group, double requests) {
        Statistics data = new Statistics(1, requests, requests, requests);
        sink.add(
                place.loadBalancer(),
                at,
                key(APPLICATION, "RequestCountPerTarget", dimensions("", Arns.dimension(group), "")),
                COUNT,
                data);
        sink.add(
                place.loadBalancer(),
                at,
                key(
                        APPLICATION,
                        "RequestCountPerTarget",
                        dimensions(Arns.dimension(place.loadBalancer()), Arns.dimension(group), "")),
                COUNT,
                data);
    }

    /** How many targets of a group were in a state. */
    static void hosts(
            Sink sink, Instant at, Place place, String group, String metric, String namespace, Statistics data) {
        String balancer = Arns.dimension(place.loadBalancer());
        SortedMap<String, String> dimensions = dimensions(balancer, Arns.dimension(group), place.zone());
        sink.add(place.loadBalancer(), at, key(namespace, metric, dimensions), COUNT, data);
    }

    /** An answer of the load balancer's own. */
    private static void own(Sink sink, Instant at, Place place, int status, long count) {
        Statistics each = new Statistics(count, count, 1, 1);
        forBalancer(sink, at, place, "HTTPCode_ELB_" + status / 100 + "XX_Count", COUNT, each);
        if (status == 500 || status == 502 || status == 503 || status == 504) {
            forBalancer(sink, at, place, "HTTPCode_ELB_" + status + "_Count", COUNT, each);
        }
    }

    private static void forGroup(
            Sink sink, Instant at, Place place, String group, String metric, String unit, Statistics data) {
        forBalancer(sink, at, place, metric, unit, data);
        String balancer = Arns.dimension(place.loadBalancer());
        String target = Arns.dimension(group);
        add(sink, at, place, metric, unit, data, dimensions(balancer, target, ""));
        add(sink, at, place, metric, unit, data, dimensions(balancer, target, place.zone()));
    }

    private static void forBalancer(Sink sink, Instant at, Place place, String metric, String unit, Statistics data) {
        String balancer = Arns.dimension(place.loadBalancer());
        add(sink, at, place, metric, unit, data, dimensions(balancer, "", ""));
        add(sink, at, place, metric, unit, data, dimensions(balancer, "", place.zone()));
    }

    private static void add(
            Sink sink,
            Instant at,
            Place place,
            String metric,
            String unit,
            Statistics data,
            SortedMap<String, String> dimensions) {
        sink.add(place.loadBalancer(), at, key(APPLICATION, metric, dimensions), unit, data);
    }

    private static MetricKey key(String namespace, String metric, SortedMap<String, String> dimensions) {
        return new MetricKey(namespace, metric, dimensions);
    }

    private static SortedMap<String, String> dimensions(String balancer, String group, String zone) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        put(dimensions, LOAD_BALANCER, balancer);
        put(dimensions, TARGET_GROUP, group);
        put(dimensions, ZONE, zone);
        return dimensions;
    }

    private static void put(SortedMap<String, String> dimensions, String name, String value) {
        if (!value.isEmpty()) {
            dimensions.put(name, value);
        }
    }
}
