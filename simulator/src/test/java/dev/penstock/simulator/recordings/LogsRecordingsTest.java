package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

@SuppressWarnings({"unchecked", "deprecation"}) // the SDK takes several builders as generic varargs; old tag operations
class LogsRecordingsTest {

    @RegisterExtension
    static final Recording EVENTS = Recordings.open("logs/test_logs_events.snapshot.json");

    @RegisterExtension
    static final Recording FILTER_EVENTS = Recordings.open("logs/test_logs_filter_events.snapshot.json");

    @RegisterExtension
    static final Recording GROUPS = Recordings.open("logs/test_logs_groups.snapshot.json");

    @RegisterExtension
    static final Recording METRIC_FILTERS = Recordings.open("logs/test_logs_metric_filters.snapshot.json");

    @RegisterExtension
    static final Recording STREAMS = Recordings.open("logs/test_logs_streams.snapshot.json");

    @RegisterExtension
    static final Recording SUBSCRIPTIONS = Recordings.open("logs/test_logs_subscription_filters.snapshot.json");

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String LAMBDA = "arn:aws:lambda:us-east-1:111122223333:function:f";

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(NOW)).start();
    private final CloudWatchLogsClient logs = Clients.of(aws).logs();

    @AfterEach
    void stop() {
        aws.close();
    }

    private static InputLogEvent event(Instant at, String message) {
        return InputLogEvent.builder()
                .timestamp(at.toEpochMilli())
                .message(message)
                .build();
    }

    private Object put(String stream, InputLogEvent... events) {
        return logs.putLogEvents(p -> p.logGroupName("g").logStreamName(stream).logEvents(events));
    }

    private void groupWithStream() {
        logs.createLogGroup(c -> c.logGroupName("g"));
        logs.createLogStream(c -> c.logGroupName("g").logStreamName("s"));
    }

    @Test
    void events() {
        groupWithStream();
        EVENTS.test(
                "test_put_log_events_to_invalid_stream",
                s -> s.fails("error-invalid-stream", () -> put("nobody", event(NOW, "x"))));
        EVENTS.test(
                "test_put_log_events_wrong_order",
                s -> s.fails("error-wrong-order", () -> put("s", event(NOW, "x"), event(NOW.minusSeconds(60), "y"))));
        EVENTS.test(
                "test_get_log_events_invalid_token",
                s -> s.fails(
                        "error-invalid-token",
                        () -> logs.getLogEvents(
                                g -> g.logGroupName("g").logStreamName("s").nextToken("invalid-token"))));
        EVENTS.test(
                "test_get_log_events_limit_validation",
                s -> s.fails(
                        "error-limit-exceeded",
                        () -> logs.getLogEvents(
                                g -> g.logGroupName("g").logStreamName("s").limit(10001))));
        EVENTS.test("test_resource_does_not_exist", s -> {
            s.fails(
                    "error-log-group-does-not-exist",
                    () -> logs.getLogEvents(g -> g.logGroupName("nobody").logStreamName("s")));
            s.fails(
                    "error-log-stream-does-not-exist",
                    () -> logs.getLogEvents(g -> g.logGroupName("g").logStreamName("nobody")));
        });
        FILTER_EVENTS.test(
                "test_filter_log_events_limit_validation",
                s -> s.fails(
                        "error-limit-exceeded",
                        () -> logs.filterLogEvents(f -> f.logGroupName("g").limit(10001))));
        FILTER_EVENTS.test(
                "test_filter_log_events_unknown_token",
                s -> s.fails(
                        "invalid-token",
                        () -> logs.filterLogEvents(f -> f.logGroupName("g").nextToken("invalid-token"))));
    }

    @Test
    void groups() {
        GROUPS.test("test_create_log_group_with_kms_key", s -> {
            logs.createLogGroup(c -> c.logGroupName("kms").kmsKeyId("arn:aws:kms:us-east-1:111122223333:key/1-2"));
            s.call("describe-log-groups-with-kms", () -> logs.describeLogGroups(d -> d.logGroupNamePrefix("kms")));
        });
        GROUPS.test(
                "test_create_log_group_duplicate_error",
                s -> s.fails("error-duplicate-log-group", () -> logs.createLogGroup(c -> c.logGroupName("kms"))));
        GROUPS.test(
                "test_create_log_group_invalid_name_length",
                s -> s.fails(
                        "error-invalid-name-length", () -> logs.createLogGroup(c -> c.logGroupName("x".repeat(513)))));
        GROUPS.test("test_describe_log_groups_with_prefix", s -> {
            logs.createLogGroup(c -> c.logGroupName("prefix-0"));
            logs.createLogGroup(c -> c.logGroupName("prefix-1"));
            logs.createLogGroup(c -> c.logGroupName("prefix-2"));
            s.call("describe-log-groups-prefix", () -> logs.describeLogGroups(d -> d.logGroupNamePrefix("prefix-")));
        });
        GROUPS.test(
                "test_describe_log_groups_prefix_and_pattern_error",
                s -> s.fails(
                        "error-prefix-and-pattern",
                        () -> logs.describeLogGroups(
                                d -> d.logGroupNamePrefix("a").logGroupNamePattern("b"))));
    }

    @Test
    void groupTags() {
        GROUPS.test("test_create_log_group_with_tags", s -> {
            logs.createLogGroup(c -> c.logGroupName("t1").tags(Map.of("env", "testing")));
            s.call("list-tags-after-create", () -> logs.listTagsLogGroup(l -> l.logGroupName("t1")));
        });
        GROUPS.test("test_tag_log_group", s -> {
            logs.createLogGroup(c -> c.logGroupName("t2"));
            logs.tagLogGroup(t -> t.logGroupName("t2").tags(Map.of("tag_key_1", "tag_value_1")));
            s.call("list-tags-after-tag", () -> logs.listTagsLogGroup(l -> l.logGroupName("t2")));
        });
        GROUPS.test("test_untag_log_group", s -> {
            logs.createLogGroup(c -> c.logGroupName("t3").tags(Map.of("tag_key_1", "v", "tag_key_2", "tag_value_2")));
            logs.untagLogGroup(u -> u.logGroupName("t3").tags("tag_key_1"));
            s.call("list-tags-after-untag", () -> logs.listTagsLogGroup(l -> l.logGroupName("t3")));
        });
        GROUPS.test("test_tag_resource_api", s -> {
            String arn = "arn:aws:logs:us-east-1:111122223333:log-group:t4";
            logs.createLogGroup(c -> c.logGroupName("t4").tags(Map.of("env", "testing1")));
            s.call("list-tags-after-create", () -> logs.listTagsLogGroup(l -> l.logGroupName("t4")));
            logs.tagResource(t -> t.resourceArn(arn).tags(Map.of("test1", "val1", "test2", "val2")));
            bothListings(s, arn, "after-tag-resource");
            logs.tagLogGroup(t -> t.logGroupName("t4").tags(Map.of("test3", "val3")));
            bothListings(s, arn, "after-tag-log-group");
            logs.untagLogGroup(u -> u.logGroupName("t4").tags("env", "test1"));
            logs.untagResource(u -> u.resourceArn(arn).tagKeys("test3"));
            bothListings(s, arn, "after-untag");
        });
    }

    private void bothListings(Session session, String arn, String when) {
        session.call("list-tags-log-group-" + when, () -> logs.listTagsLogGroup(l -> l.logGroupName("t4")));
        session.call("list-tags-for-resource-" + when, () -> logs.listTagsForResource(l -> l.resourceArn(arn)));
    }

    @Test
    void streams() {
        groupWithStream();
        STREAMS.test(
                "test_create_and_delete_log_stream",
                s -> s.call(
                        "describe-log-streams-after-create", () -> logs.describeLogStreams(d -> d.logGroupName("g"))));
        STREAMS.test(
                "test_log_stream_arn_format",
                s -> s.call("describe-log-streams-with-arn", () -> logs.describeLogStreams(d -> d.logGroupName("g"))));
        STREAMS.test(
                "test_create_log_stream_duplicate_error",
                s -> s.fails(
                        "error-duplicate-log-stream",
                        () -> logs.createLogStream(c -> c.logGroupName("g").logStreamName("s"))));
        STREAMS.test("test_describe_log_streams_with_log_group_identifier", s -> {
            String arn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
            s.call("describe-streams-identifier-name", () -> logs.describeLogStreams(d -> d.logGroupIdentifier("g")));
            s.call("describe-streams-identifier-arn", () -> logs.describeLogStreams(d -> d.logGroupIdentifier(arn)));
            s.fails(
                    "error-both-name-and-identifier",
                    () -> logs.describeLogStreams(d -> d.logGroupName("g").logGroupIdentifier(arn)));
        });
        STREAMS.test("test_describe_log_streams_with_prefix", s -> {
            for (int i = 0; i < 3; i++) {
                String name = "prefix-" + i;
                logs.createLogStream(c -> c.logGroupName("g").logStreamName(name));
            }
            s.call(
                    "describe-streams-with-prefix",
                    () -> logs.describeLogStreams(d -> d.logGroupName("g").logStreamNamePrefix("prefix-")));
        });
    }

    private void metricFilter(String group, String name, String pattern, MetricTransformation... to) {
        logs.putMetricFilter(p ->
                p.logGroupName(group).filterName(name).filterPattern(pattern).metricTransformations(to));
    }

    private static MetricTransformation to(String metric, String namespace, String value) {
        return MetricTransformation.builder()
                .metricName(metric)
                .metricNamespace(namespace)
                .metricValue(value)
                .build();
    }

    @Test
    void metricFilters() {
        for (String group : List.of("g0", "g1", "g2", "g3")) {
            logs.createLogGroup(c -> c.logGroupName(group));
        }
        MetricTransformation counted =
                to("m", "n", "1").toBuilder().defaultValue(0.0).build();
        METRIC_FILTERS.test("test_put_metric_filter_basic", s -> {
            metricFilter("g0", "basic", " ", counted);
            s.call("describe-metric-filters", () -> logs.describeMetricFilters(d -> d.filterNamePrefix("basic")));
        });
        METRIC_FILTERS.test("test_put_metric_filter_json_pattern", s -> {
            metricFilter("g0", "json", "{$.message = \"test\"}", counted);
            s.call("describe-metric-filters-json", () -> logs.describeMetricFilters(d -> d.filterNamePrefix("json")));
        });
        METRIC_FILTERS.test("test_describe_metric_filters_by_prefix", s -> {
            metricFilter("g1", "prefix-0", "filterPattern0", to("metric0", "namespace0", "0"));
            metricFilter("g2", "prefix-1", "filterPattern1", to("metric1", "namespace1", "1"));
            s.call("describe-by-prefix", () -> logs.describeMetricFilters(d -> d.filterNamePrefix("prefix")));
        });
        METRIC_FILTERS.test("test_describe_metric_filters_by_log_group", s -> {
            metricFilter("g3", "one", "pattern", to("metric", "namespace", "1"));
            s.call("describe-by-log-group", () -> logs.describeMetricFilters(d -> d.logGroupName("g3")));
        });
        METRIC_FILTERS.test("test_describe_metric_filters_by_metric_name", s -> {
            metricFilter("g0", "named", "pattern", to("metric-x", "namespace-x", "1"));
            s.call(
                    "describe-by-metric-name",
                    () -> logs.describeMetricFilters(
                            d -> d.metricName("metric-x").metricNamespace("namespace-x")));
        });
    }

    @Test
    void metricFiltersThatAreRefused() {
        String longName = "X".repeat(513);
        METRIC_FILTERS.test(
                "test_put_metric_filter_invalid_filter_name",
                s -> s.fails(
                        "error-invalid-filter-name",
                        () -> logs.putMetricFilter(p -> p.logGroupName("g")
                                .filterName(longName)
                                .filterPattern("p")
                                .metricTransformations(to("m", "n", "1")))));
        METRIC_FILTERS.test(
                "test_put_metric_filter_invalid_filter_pattern",
                s -> s.fails(
                        "error-invalid-filter-pattern",
                        () -> logs.putMetricFilter(p -> p.logGroupName("g")
                                .filterName("f")
                                .filterPattern("X".repeat(1025))
                                .metricTransformations(to("m", "n", "1")))));
        METRIC_FILTERS.test(
                "test_put_metric_filter_too_many_transformations",
                s -> s.fails(
                        "error-too-many-transformations",
                        () -> logs.putMetricFilter(p -> p.logGroupName("g")
                                .filterName("f")
                                .filterPattern("p")
                                .metricTransformations(
                                        to("metric1", "namespace1", "1"), to("metric2", "namespace2", "1")))));
        METRIC_FILTERS.test(
                "test_delete_metric_filter_invalid_filter_name",
                s -> s.fails(
                        "error-invalid-filter-name",
                        () -> logs.deleteMetricFilter(d -> d.logGroupName("g").filterName(longName))));
        METRIC_FILTERS.test(
                "test_delete_metric_filter_invalid_log_group_name",
                s -> s.fails(
                        "error-invalid-log-group-name",
                        () -> logs.deleteMetricFilter(
                                d -> d.logGroupName(longName).filterName("f"))));
        METRIC_FILTERS.test("test_describe_metric_filters_invalid_parameters", s -> {
            s.fails("error-invalid-filter-prefix", () -> logs.describeMetricFilters(d -> d.filterNamePrefix(longName)));
            s.fails(
                    "error-invalid-metric-name",
                    () -> logs.describeMetricFilters(
                            d -> d.metricName("X".repeat(256)).metricNamespace("n")));
        });
    }

    @Test
    void subscriptionFilters() {
        logs.createLogGroup(c -> c.logGroupName("g"));
        SUBSCRIPTIONS.test(
                "test_describe_subscription_filters_empty",
                s -> s.call(
                        "describe-subscription-filters-empty",
                        () -> logs.describeSubscriptionFilters(d -> d.logGroupName("g"))));
        SUBSCRIPTIONS.test(
                "test_describe_subscription_filters_log_group_not_found",
                s -> s.fails(
                        "error-log-group-not-found",
                        () -> logs.describeSubscriptionFilters(d -> d.logGroupName("nobody"))));
        SUBSCRIPTIONS.test("test_put_subscription_filter_update", s -> {
            s.give("<function-arn>", LAMBDA).give("<log-group-name>", "g");
            subscribe("test", "");
            subscribe("test", "[]");
            s.call("updated-filter", () -> logs.describeSubscriptionFilters(d -> d.logGroupName("g")));
        });
        SUBSCRIPTIONS.test("test_put_subscription_filter_limit_exceeded", s -> {
            subscribe("second", "");
            s.fails("error-limit-exceeded", () -> subscribe("third", ""));
        });
        SUBSCRIPTIONS.test("test_delete_subscription_filter_errors", s -> {
            s.fails(
                    "error-log-group-not-found",
                    () -> logs.deleteSubscriptionFilter(
                            d -> d.logGroupName("nobody").filterName("f")));
            s.fails(
                    "error-filter-not-found",
                    () -> logs.deleteSubscriptionFilter(d -> d.logGroupName("g").filterName("nobody")));
        });
        SUBSCRIPTIONS.test("test_put_subscription_filter_errors", s -> {
            String other = "arn:aws:lambda:us-east-1:444455556666:function:f";
            s.fails(
                    "error-log-group-not-found",
                    () -> logs.putSubscriptionFilter(p -> p.logGroupName("nobody")
                            .filterName("f")
                            .filterPattern("")
                            .destinationArn(other)));
            s.fails(
                    "error-lambda-not-found",
                    () -> logs.putSubscriptionFilter(p -> p.logGroupName("g")
                            .filterName("f")
                            .filterPattern("")
                            .destinationArn(other)));
            s.fails(
                    "error-kinesis-not-found",
                    () -> logs.putSubscriptionFilter(p -> p.logGroupName("g")
                            .filterName("f")
                            .filterPattern("")
                            .destinationArn("arn:aws:kinesis:us-east-1:111122223333:stream/s")));
        });
    }

    private Object subscribe(String name, String pattern) {
        return logs.putSubscriptionFilter(
                p -> p.logGroupName("g").filterName(name).filterPattern(pattern).destinationArn(LAMBDA));
    }
}
