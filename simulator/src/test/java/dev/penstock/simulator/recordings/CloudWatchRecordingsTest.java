package dev.penstock.simulator.recordings;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** Replayed in each of the three protocols, each test in an AWS of its own. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class CloudWatchRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("cloudwatch/test_cloudwatch.snapshot.json");

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:30Z");
    private static final Instant FROM = NOW.minusSeconds(60);
    private static final Instant TO = NOW.plusSeconds(60);

    private SimulatedTime time = SimulatedTime.stepped(NOW);
    private @Nullable CloudWatchClient client;

    private void replay(String test, Consumer<Session> steps) {
        replay(protocol -> test + "[" + protocol + "]", steps);
    }

    private CloudWatchClient cloudWatch() {
        return Objects.requireNonNull(client);
    }

    /** Replays the test of each protocol; fails with the differences of all. */
    private void replay(Function<CloudWatchProtocol, String> test, Consumer<Session> steps) {
        List<String> failures = new ArrayList<>();
        for (CloudWatchProtocol protocol : CloudWatchProtocol.values()) {
            time = SimulatedTime.stepped(NOW);
            try (SimulatedAws aws = SimulatedAws.builder().time(time).start()) {
                client = protocol.client(aws);
                RECORDING.test(test.apply(protocol), steps);
            } catch (AssertionError e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    private static MetricDatum datum(String name, double value, String unit) {
        return MetricDatum.builder()
                .metricName(name)
                .value(value)
                .unit(unit)
                .timestamp(NOW)
                .build();
    }

    private static MetricDatum summary(String name) {
        return MetricDatum.builder()
                .metricName(name)
                .unit("Seconds")
                .timestamp(NOW)
                .statisticValues(s -> s.sampleCount(10.0).sum(55.0).minimum(1.0).maximum(10.0))
                .build();
    }

    private void put(String namespace, MetricDatum... data) {
        cloudWatch().putMetricData(p -> p.namespace(namespace).metricData(data));
    }

    private static MetricDataQuery query(
            String id, String namespace, String name, String stat, int period, Dimension... dimensions) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(s -> s.stat(stat)
                        .period(period)
                        .metric(m -> m.namespace(namespace).metricName(name).dimensions(dimensions)))
                .build();
    }

    private void data(Session session, String label, MetricDataQuery... queries) {
        GetMetricDataResponse said =
                cloudWatch().getMetricData(g -> g.startTime(FROM).endTime(TO).metricDataQueries(queries));
        session.matches(label, masked(said));
    }

    /** The response as it was recorded: the list of times masked as one. */
    private static Map<String, Object> masked(GetMetricDataResponse said) {
        List<Object> results = new ArrayList<>();
        for (MetricDataResult result : said.metricDataResults()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("Id", result.id());
            members.put("Label", result.label());
            members.put("StatusCode", result.statusCodeAsString());
            members.put("Timestamps", "timestamp");
            members.put("Values", result.values());
            if (result.hasMessages()) {
                members.put("Messages", result.messages());
            }
            results.add(members);
        }
        return Map.of(
                "Messages",
                said.messages(),
                "MetricDataResults",
                results,
                "ResponseMetadata",
                Map.of(
                        "HTTPHeaders",
                        Map.of(),
                        "HTTPStatusCode",
                        said.sdkHttpResponse().statusCode()));
    }

    @Test
    void dataThatIsPut() {
        replay("test_put_metric_data_values_list", s -> {
            put(
                    "values",
                    MetricDatum.builder()
                            .metricName("test-metric")
                            .timestamp(NOW)
                            .values(1.0, 10.0)
                            .counts(2.0, 4.0)
                            .unit("Count")
                            .build());
            s.call(
                    "get_metric_statistics",
                    () -> cloudWatch()
                            .getMetricStatistics(g -> g.namespace("values")
                                    .metricName("test-metric")
                                    .startTime(FROM)
                                    .endTime(TO)
                                    .period(60)
                                    .statisticsWithStrings("SampleCount", "Sum", "Maximum")));
        });
        replay("test_put_metric_data_validation", s -> {
            MetricDatum both = datum("mymetric", 1.5, "Count").toBuilder()
                    .values(1.0, 10.0)
                    .build();
            s.fails(
                    "invalid-param-combination",
                    () -> cloudWatch().putMetricData(p -> p.namespace("v").metricData(both)));
            MetricDatum uneven = MetricDatum.builder()
                    .metricName("mymetric")
                    .values(1.0, 10.0)
                    .counts(2.0, 4.0, 5.0)
                    .build();
            s.fails(
                    "invalid-param-value",
                    () -> cloudWatch().putMetricData(p -> p.namespace("v").metricData(uneven)));
            MetricDatum summed = summary("mymetric").toBuilder().value(1.5).build();
            s.fails(
                    "invalid-param-combination-2",
                    () -> cloudWatch().putMetricData(p -> p.namespace("v").metricData(summed)));
        });
    }

    @Test
    void dataOfSeveralMetrics() {
        replay("test_get_metric_data_for_multiple_metrics", s -> {
            put("several", datum("metric1", 50, "Seconds"), datum("metric2", 25, "Seconds"), summary("metric3"));
            data(
                    s,
                    "get_metric_data",
                    query("result1", "several", "metric1", "Sum", 60),
                    query("result2", "several", "metric2", "Sum", 60),
                    query("result3", "several", "metric3", "Sum", 60));
        });
        for (String stat : new String[] {"Sum", "SampleCount", "Minimum", "Maximum", "Average"}) {
            replay(p -> "test_get_metric_data_stats[" + p + "-" + stat + "]", s -> {
                put("stats-" + stat, datum("metric1", 11, "Seconds"), summary("metric1"));
                data(s, "get_metric_data", query("result1", "stats-" + stat, "metric1", stat, 60));
            });
        }
        replay("test_get_metric_data_with_dimensions", s -> {
            Dimension one = Dimension.builder().name("InstanceId").value("one").build();
            Dimension two = Dimension.builder().name("InstanceId").value("two").build();
            put(
                    "dimensions",
                    datum("metric1", 11, "Seconds").toBuilder().dimensions(one).build(),
                    datum("metric1", 11, "Seconds").toBuilder().dimensions(two).build(),
                    summary("metric1"));
            data(s, "get_metric_data", query("result1", "dimensions", "metric1", "Sum", 60, one));
        });
    }

    @Test
    void labelsAndStatistics() {
        replay("test_get_metric_data_with_zero_and_labels", s -> {
            put(
                    "zero",
                    Stream.of(0, 2, 4, 3.5, 7, 100)
                            .map(v -> datum("metric1", v.doubleValue(), "Seconds"))
                            .toArray(MetricDatum[]::new));
            data(
                    s,
                    "get_metric_data_with_zero_and_labels",
                    Stream.of("Average", "Sum", "Minimum", "Maximum")
                            .map(stat -> query("result_" + stat, "zero", "metric1", stat, 60))
                            .toArray(MetricDataQuery[]::new));
        });
        String[][] pairs = {
            {"Sum 60 Seconds", "Minimum 30 Seconds"},
            {"Sum 60 Seconds", "Minimum 60 Seconds"},
            {"Sum 60 Seconds", "Sum 30 Seconds"},
            {"Sum 60 Seconds", "Minimum 30 Milliseconds"},
            {"Sum 60 Seconds", "Minimum 60 Milliseconds"},
            {"Sum 60 Seconds", "Sum 30 Milliseconds"},
            {"Sum 60 Seconds", "Sum 60 Milliseconds"}
        };
        for (int i = 0; i < pairs.length; i++) {
            String namespace = "labels-" + i;
            List<MetricDataQuery> queries = new ArrayList<>();
            for (String pair : pairs[i]) {
                String[] part = pair.split(" ", -1);
                MetricDataQuery plain = query(
                        "result_" + pair.replace(' ', '_'), namespace, "metric1", part[0], Integer.parseInt(part[1]));
                queries.add(plain.toBuilder()
                        .metricStat(plain.metricStat().toBuilder().unit(part[2]).build())
                        .build());
            }
            int index = i;
            replay(p -> "test_label_generation[" + p + "-input_pairs" + index + "]", s -> {
                put(
                        namespace,
                        Stream.of(0, 2, 7, 100)
                                .map(v -> datum("metric1", v, "Seconds"))
                                .toArray(MetricDatum[]::new));
                data(s, "label_generation", queries.toArray(new MetricDataQuery[0]));
            });
        }
        replay("test_get_metric_statistics", s -> {
            for (int i = 0; i < 10; i++) {
                MetricDatum each = MetricDatum.builder()
                        .metricName("metric")
                        .value((double) i)
                        .timestamp(NOW)
                        .build();
                put("statistics", each);
            }
            s.call(
                    "get_metric_statistics",
                    () -> cloudWatch()
                            .getMetricStatistics(g -> g.namespace("statistics")
                                    .metricName("metric")
                                    .startTime(FROM)
                                    .endTime(TO)
                                    .period(60)
                                    .statisticsWithStrings("Average", "Sum", "Minimum", "Maximum", "SampleCount")));
        });
    }

    @Test
    void units() {
        replay("test_handle_different_units", s -> {
            put("units", datum("m-test", 1, "Seconds"), datum("m-test", 5, "Count"), datum("m-test", 10, "None"));
            var said = cloudWatch()
                    .getMetricStatistics(g -> g.namespace("units")
                            .metricName("m-test")
                            .startTime(FROM)
                            .endTime(TO)
                            .period(60)
                            .statisticsWithStrings("Average"));
            var ordered = new ArrayList<>(said.datapoints());
            ordered.sort((a, b) -> Double.compare(b.average(), a.average()));
            s.matches(
                    "get_metric_statistics_with_different_units",
                    said.toBuilder().datapoints(ordered).build());
        });
        replay("test_get_metric_data_with_different_units", s -> {
            put("units2", datum("m-test", 1, "Seconds"), datum("m-test", 1, "Count"));
            MetricDataQuery plain = query("m1", "units2", "m-test", "Sum", 60);
            data(
                    s,
                    "get_metric_data_with_different_units",
                    plain.toBuilder()
                            .metricStat(plain.metricStat().toBuilder()
                                    .unit("Seconds")
                                    .build())
                            .build());
        });
        MetricDatum[] base = {datum("m-test", 60000, "Milliseconds"), datum("m-test", 60, "Seconds")};
        List<List<MetricDatum>> all = List.of(
                List.of(base),
                List.of(base[0], base[1], base[0], base[1]),
                List.of(base[0], base[1], base[0], base[1], datum("m-test", 5, "Count")));
        for (int i = 0; i < all.size(); i++) {
            String namespace = "no-unit-" + i;
            MetricDatum[] data = all.get(i).toArray(new MetricDatum[0]);
            int which = i;
            replay(
                    p -> "test_get_metric_data_different_units_no_unit_in_query[" + p + "-metric_data" + which + "]",
                    s -> {
                        put(namespace, data);
                        data(s, "get_metric_data_with_no_unit_specified", query("m1", namespace, "m-test", "Sum", 60));
                    });
        }
    }

    @Test
    void nothingFound() {
        Dimension foo = Dimension.builder().name("foo").value("bar").build();
        replay("test_get_metric_with_null_dimensions", s -> {
            put(
                    "null",
                    datum("m-test", 1, "Seconds").toBuilder().dimensions(foo).build());
            data(s, "get_metric_with_null_dimensions", query("m1", "null", "m-test", "Sum", 60));
        });
        replay("test_get_metric_with_no_results", s -> {
            put("none", datum("m", 1, "None"));
            data(s, "result", query("result", "none", "m", "Sum", 60, foo));
        });
        replay("test_invalid_amount_of_datapoints", s -> {
            s.fails(
                    "error-invalid-amount-datapoints",
                    () -> cloudWatch()
                            .getMetricStatistics(g -> g.namespace("n")
                                    .metricName("metric_name")
                                    .startTime(NOW)
                                    .endTime(NOW.plus(Duration.ofDays(1)))
                                    .period(1)
                                    .statisticsWithStrings("SampleCount")));
            s.fails(
                    "error-invalid-time-frame",
                    () -> cloudWatch()
                            .getMetricStatistics(g -> g.namespace("n")
                                    .metricName("metric_name")
                                    .startTime(NOW)
                                    .endTime(NOW)
                                    .period(1)
                                    .statisticsWithStrings("SampleCount")));
            s.call(
                    "get-metric-statitics",
                    () -> cloudWatch()
                            .getMetricStatistics(g -> g.namespace("n")
                                    .metricName("metric_name")
                                    .startTime(NOW)
                                    .endTime(NOW.plus(Duration.ofDays(1)))
                                    .period(60)
                                    .statisticsWithStrings("SampleCount")));
        });
    }

    @Test
    void manyDimensions() {
        replay("test_multiple_dimensions_statistics", s -> {
            List<Dimension> dimensions = Map.of(
                            "error",
                            "none",
                            "exception",
                            "none",
                            "method",
                            "GET",
                            "outcome",
                            "SUCCESS",
                            "uri",
                            "/greetings",
                            "status",
                            "200")
                    .entrySet()
                    .stream()
                    .map(d -> Dimension.builder()
                            .name(d.getKey())
                            .value(d.getValue())
                            .build())
                    .toList();
            for (double value : new double[] {0, 5}) {
                put(
                        "many",
                        datum("http.server.requests.count", value, "Count").toBuilder()
                                .storageResolution(1)
                                .dimensions(dimensions)
                                .build());
            }
            data(
                    s,
                    "get-metric-stats-max",
                    query(
                            "result1",
                            "many",
                            "http.server.requests.count",
                            "Maximum",
                            10,
                            dimensions.toArray(new Dimension[0])));
            s.call("list-metrics", () -> cloudWatch().listMetrics(l -> l.namespace("many")));
        });
    }

    private static PutMetricAlarmRequest.Builder alarm(String name) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("my-namespace")
                .metricName("my-metric")
                .evaluationPeriods(1)
                .comparisonOperator("GreaterThanThreshold")
                .period(60)
                .statistic("Sum")
                .threshold(30.0);
    }

    private void described(Session session, String label, String name) {
        session.call(label, () -> cloudWatch().describeAlarms(d -> d.alarmNames(name)));
    }

    @Test
    void alarms() {
        replay("test_describe_alarms_converts_date_format_correctly", s -> {
            cloudWatch().putMetricAlarm(alarm("a-1:test").build());
            described(s, "describe-alarms", "a-1:test");
        });
        replay("test_describe_minimal_metric_alarm", s -> {
            cloudWatch().putMetricAlarm(alarm("a-2").period(10).build());
            described(s, "describe_minimal_metric_alarm", "a-2");
        });
        replay("test_put_metric_alarm_escape_character", s -> {
            cloudWatch()
                    .putMetricAlarm(alarm("cpu-mon")
                            .alarmDescription("<")
                            .period(600)
                            .threshold(1.0)
                            .alarmActions("arn:aws:sns:us-east-1:111122223333:MyTopic")
                            .build());
            described(s, "describe-alarms-escaped-character", "cpu-mon");
        });
        replay("test_delete_alarm", s -> {
            cloudWatch()
                    .putMetricAlarm(alarm("test-alarm").metricName("metric1").build());
            described(s, "describe-alarm", "test-alarm");
            s.call("delete-alarm", () -> cloudWatch().deleteAlarms(d -> d.alarmNames("test-alarm")));
            described(s, "describe-after-delete", "test-alarm");
        });
        replay("test_set_alarm_invalid_input", s -> {
            s.fails(
                    "error-invalid-state",
                    () -> cloudWatch()
                            .setAlarmState(a ->
                                    a.alarmName("nobody").stateValue("INVALID").stateReason("test")));
            s.fails(
                    "error-resource-not-found",
                    () -> cloudWatch()
                            .setAlarmState(
                                    a -> a.alarmName("nobody").stateValue("OK").stateReason("test")));
        });
    }

    @Test
    void statesThatAreSet() {
        replay("test_set_alarm", s -> {
            s.give("<topic_alarm>", "to-alarm").give("<topic_ok>", "arn:aws:sns:us-east-1:111122223333:ok");
            cloudWatch()
                    .putMetricAlarm(alarm("test-alarm")
                            .alarmDescription("Test Alarm when CPU exceeds 50 percent")
                            .metricName("CPUUtilization-3")
                            .namespace("AWS/EC2")
                            .actionsEnabled(true)
                            .period(300)
                            .threshold(50.0)
                            .dimensions(d -> d.name("InstanceId").value("i-0317828c84edbe100"))
                            .unit("Percent")
                            .statistic("Average")
                            .okActions("arn:aws:sns:us-east-1:111122223333:ok")
                            .alarmActions("arn:aws:sns:us-east-1:111122223333:to-alarm")
                            .evaluationPeriods(2)
                            .treatMissingData("ignore")
                            .build());
            cloudWatch()
                    .setAlarmState(
                            a -> a.alarmName("test-alarm").stateValue("ALARM").stateReason("testing alarm"));
            described(s, "triggered-alarm", "test-alarm");
            cloudWatch()
                    .setAlarmState(
                            a -> a.alarmName("test-alarm").stateValue("OK").stateReason("resetting alarm"));
            described(s, "reset-alarm", "test-alarm");
        });
    }

    @Test
    void actionsThatAreDisabled() {
        replay("test_enable_disable_alarm_actions", s -> {
            String topic = "arn:aws:sns:us-east-1:111122223333:topic";
            cloudWatch()
                    .putMetricAlarm(alarm("test-alarm")
                            .alarmDescription("testing cloudwatch alarms")
                            .metricName("my-metric101")
                            .period(10)
                            .threshold(2.0)
                            .dimensions(d -> d.name("InstanceId").value("abc"))
                            .unit("Seconds")
                            .statistic("Average")
                            .okActions(topic)
                            .alarmActions(topic)
                            .evaluationPeriods(2)
                            .treatMissingData("ignore")
                            .build());
            described(s, "describe_alarm", "test-alarm");
            cloudWatch()
                    .setAlarmState(
                            a -> a.alarmName("test-alarm").stateValue("ALARM").stateReason("testing alarm"));
            described(s, "alarm-state-describe", "test-alarm");
            cloudWatch().disableAlarmActions(a -> a.alarmNames("test-alarm"));
            cloudWatch()
                    .setAlarmState(
                            a -> a.alarmName("test-alarm").stateValue("OK").stateReason("testing OK state"));
            described(s, "describe_alarm_disabled", "test-alarm");
            described(s, "ok-state-action-disabled-describe", "test-alarm");
            cloudWatch().enableAlarmActions(a -> a.alarmNames("test-alarm"));
            described(s, "describe_alarm_enabled", "test-alarm");
        });
    }

    @Test
    void tags() {
        replay("test_store_tags", s -> {
            s.sort("Tags", "Key");
            s.call(
                    "put_metric_alarm",
                    () -> cloudWatch()
                            .putMetricAlarm(
                                    alarm("a-1").metricName("store_tags").build()));
            described(s, "describe_alarms", "a-1");
            String arn = arn("a-1");
            s.call("list_tags_for_resource_empty ", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            cloudWatch().tagResource(t -> t.resourceARN(arn).tags(tag("tag1", "foo"), tag("tag2", "bar")));
            s.call("list_tags_for_resource", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            s.matches("list_tags_for_resource_post_untag", untagged(arn));
        });
        replay("test_tagging_composite_alarm", s -> {
            s.sort("Tags", "Key");
            cloudWatch().putMetricAlarm(alarm("a-3").build());
            cloudWatch()
                    .putCompositeAlarm(c ->
                            c.alarmName("both-3").alarmRule("ALARM(\"a-3\")").tags(tag("Environment", "Production")));
            String arn = cloudWatch()
                    .describeAlarms(d -> d.alarmNames("both-3").alarmTypesWithStrings("CompositeAlarm"))
                    .compositeAlarms()
                    .getFirst()
                    .alarmArn();
            s.call(
                    "list_tags_for_resource_after_creation ",
                    () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            cloudWatch().tagResource(t -> t.resourceARN(arn).tags(tag("tag1", "foo"), tag("tag2", "bar")));
            s.call("list_tags_for_resource_updated", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            s.matches("list_tags_for_resource_post_untag", untagged(arn));
            cloudWatch().deleteAlarms(d -> d.alarmNames("both-3"));
            s.call("list_tags_for_deleted_resource", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
        });
        replay("test_tagging_metric_alarm", s -> {
            s.call(
                    "put_metric_alarm",
                    () -> cloudWatch()
                            .putMetricAlarm(alarm("a-2")
                                    .tags(tag("Environment", "Production"))
                                    .build()));
            String arn = arn("a-2");
            s.call(
                    "list_tags_for_resource_after_creation",
                    () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            cloudWatch().tagResource(t -> t.resourceARN(arn).tags(tag("tag1", "foo"), tag("tag2", "bar")));
            s.call("list_tags_for_resource_updated", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
            s.matches("list_tags_for_resource_post_untag", untagged(arn));
            cloudWatch().deleteAlarms(d -> d.alarmNames("a-2"));
            s.call("list_tags_for_deleted_resource", () -> cloudWatch().listTagsForResource(l -> l.resourceARN(arn)));
        });
    }

    private Object untagged(String arn) {
        cloudWatch().untagResource(t -> t.resourceARN(arn).tagKeys("tag1"));
        return cloudWatch().listTagsForResource(l -> l.resourceARN(arn));
    }

    private String arn(String alarm) {
        return cloudWatch()
                .describeAlarms(d -> d.alarmNames(alarm))
                .metricAlarms()
                .getFirst()
                .alarmArn();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void dashboards() {
        replay(
                "test_invalid_dashboard_name",
                s -> s.fails(
                        "error-invalid-dashboardname",
                        () -> cloudWatch()
                                .putDashboard(p -> p.dashboardName("test-$$").dashboardBody("{\"widgets\":[]}"))));
        replay("test_dashboard_lifecycle", s -> {
            String body = """
                    {"widgets": [{"type": "metric", "x": 0, "y": 0, "width": 6, "height": 6, "properties": {"metrics": \
                    [["AWS/EC2", "CPUUtilization", "InstanceId", "i-12345678"]], "region": "us-east-1", \
                    "view": "timeSeries", "stacked": false}}]}""";
            cloudWatch().putDashboard(p -> p.dashboardName("test-1").dashboardBody(body));
            s.call("get_dashboard", () -> cloudWatch().getDashboard(g -> g.dashboardName("test-1")));
            s.call("list_dashboards", () -> cloudWatch().listDashboards());
            s.call("list_dashboards_prefix", () -> cloudWatch().listDashboards(l -> l.dashboardNamePrefix("test")));
            s.call(
                    "list_dashboards_prefix_empty",
                    () -> cloudWatch().listDashboards(l -> l.dashboardNamePrefix("no-valid-prefix")));
            cloudWatch().deleteDashboards(d -> d.dashboardNames("test-1"));
            s.call("list_dashboards_empty", () -> cloudWatch().listDashboards());
        });
    }

    @Test
    void compositeAlarms() {
        replay("test_trigger_composite_alarm", s -> {
            String ok = "arn:aws:sns:us-east-1:111122223333:ok";
            String bad = "arn:aws:sns:us-east-1:111122223333:bad";
            s.give("<ok-topic-name>", "ok").give("<alarm-topic-name>", "bad").give("<composite-alarm-name>", "both");
            s.give("<simple-alarm-1-name>", "one").give("<simple-alarm-2-name>", "two");
            cloudWatch().putMetricAlarm(alarm("one").treatMissingData("ignore").build());
            cloudWatch().putMetricAlarm(alarm("two").treatMissingData("ignore").build());
            s.call(
                    "put-composite-alarm",
                    () -> cloudWatch()
                            .putCompositeAlarm(c -> c.alarmName("both")
                                    .alarmDescription("composite alarm description")
                                    .alarmRule("ALARM(\"" + arn("one") + "\") OR ALARM(\"" + arn("two") + "\")")
                                    .okActions(ok)
                                    .alarmActions(bad)));
            composite(s, "one", "ALARM", "composite-alarm-in-alarm-when-alarm-1-is-in-alarm");
            composite(s, "one", "OK", "composite-alarm-in-ok-when-alarm-1-is-back-to-ok");
            composite(s, "two", "ALARM", "composite-alarm-in-alarm-when-alarm-2-is-in-alarm");
            composite(s, "two", "OK", "composite-alarm-in-ok-when-alarm-2-is-back-to-ok");
            cloudWatch()
                    .setAlarmState(a -> a.alarmName("one").stateValue("ALARM").stateReason("one"));
            composite(s, "two", "ALARM", "composite-alarm-is-triggered-by-alarm-1-and-then-unchanged-by-alarm-2");
        });
    }

    private void composite(Session session, String alarm, String state, String label) {
        time.advance(Duration.ofSeconds(1));
        cloudWatch().setAlarmState(a -> a.alarmName(alarm).stateValue(state).stateReason("trigger"));
        session.matches(
                label,
                cloudWatch()
                        .describeAlarms(d -> d.alarmNames("both").alarmTypesWithStrings("CompositeAlarm"))
                        .compositeAlarms()
                        .getFirst());
    }
}
