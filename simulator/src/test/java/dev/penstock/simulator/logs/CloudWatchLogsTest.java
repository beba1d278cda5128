package dev.penstock.simulator.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourcePolicy;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class CloudWatchLogsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final SimulatedTime time = SimulatedTime.stepped(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final CloudWatchLogsClient logs = Clients.of(aws).logs();

    @BeforeEach
    void aGroupWithTwoStreams() {
        logs.createLogGroup(c -> c.logGroupName("/shop"));
        logs.createLogStream(c -> c.logGroupName("/shop").logStreamName("a"));
        logs.createLogStream(c -> c.logGroupName("/shop").logStreamName("b"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aGroupIsIdentifiedByItsNameAndItsArnWithoutTheStreams() {
        String arn = logs.describeLogGroups(d -> d.logGroupNamePrefix("/shop"))
                .logGroups()
                .getFirst()
                .logGroupArn();

        assertThat(logs.describeLogStreams(d -> d.logGroupIdentifier(arn)).logStreams())
                .hasSize(2);
        assertThatThrownBy(() -> logs.describeLogStreams(d -> d.logGroupIdentifier(arn + ":*")))
                .hasMessageContaining("Value at 'logGroupIdentifier' failed to satisfy constraint: Member must satisfy"
                        + " regular expression pattern: [\\w#+=/:,.@-]*");
    }

    @Test
    void aFilterNameHasNeitherColonsNorAsterisks() {
        assertThatThrownBy(() ->
                        logs.deleteMetricFilter(d -> d.logGroupName("/shop").filterName("a:b")))
                .hasMessageContaining("at 'filterName' failed to satisfy constraint: Member must satisfy regular"
                        + " expression pattern: [^:*]*");
    }

    @Test
    void resourcePoliciesAreKeptListedAndDeleted() {
        String document = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:PutLogEvents",
                  "Principal": {"Service": "route53.amazonaws.com"}, "Resource": "*"}]}""";
        for (int i = 0; i < 10; i++) {
            String name = "policy-" + i;
            assertThat(logs.putResourcePolicy(p -> p.policyName(name).policyDocument(document))
                            .resourcePolicy()
                            .lastUpdatedTime())
                    .isEqualTo(START.toEpochMilli());
        }
        logs.putResourcePolicy(p -> p.policyName("policy-3").policyDocument(document));

        assertThatThrownBy(() ->
                        logs.putResourcePolicy(p -> p.policyName("policy-10").policyDocument(document)))
                .hasMessageContaining("Resource limit exceeded.");
        assertThatThrownBy(() ->
                        logs.putResourcePolicy(p -> p.policyName("policy-3").policyDocument("{}")))
                .hasMessageContaining("policy document");
        logs.deleteResourcePolicy(d -> d.policyName("policy-0"));
        assertThatThrownBy(() -> logs.deleteResourcePolicy(d -> d.policyName("policy-0")))
                .hasMessageContaining("Policy with name [policy-0] does not exist");
        assertThat(logs.describeResourcePolicies(d -> d.limit(4)).resourcePolicies())
                .extracting(ResourcePolicy::policyName)
                .containsExactly("policy-1", "policy-2", "policy-3", "policy-4");
    }

    @Test
    void aStreamIsReadFromItsEndOrItsHeadAndTheEndGivesItsTokenBack() {
        IntStream.range(0, 5).forEach(i -> put("a", i, "line " + i));

        GetLogEventsResponse latest = get("", 2, false);
        assertThat(latest.events()).extracting(OutputLogEvent::message).containsExactly("line 3", "line 4");
        GetLogEventsResponse before = get(latest.nextBackwardToken(), 2, false);
        assertThat(before.events()).extracting(OutputLogEvent::message).containsExactly("line 1", "line 2");
        GetLogEventsResponse end = get(latest.nextForwardToken(), 2, false);
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(latest.nextForwardToken());
        put("a", 9, "late");
        assertThat(get(end.nextForwardToken(), 2, false).events())
                .extracting(OutputLogEvent::message)
                .containsExactly("late");
        assertThat(get("", 1, true).events())
                .extracting(OutputLogEvent::message)
                .containsExactly("line 0");
    }

    @Test
    void streamsOfAGroupAreReadTogetherInTimeAndInPages() {
        put("a", 1, "one ERROR");
        put("b", 2, "two ERROR");
        put("a", 3, "three");
        put("a", 4, "four ERROR");

        FilterLogEventsResponse first = logs.filterLogEvents(
                f -> f.logGroupName("/shop").filterPattern("ERROR").limit(2));
        assertThat(first.events()).extracting(FilteredLogEvent::message).containsExactly("one ERROR", "two ERROR");
        assertThat(logs.filterLogEvents(f -> f.logGroupName("/shop")
                                .filterPattern("ERROR")
                                .limit(2)
                                .nextToken(first.nextToken()))
                        .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("four ERROR");
    }

    @Test
    void aMetricFilterMeasuresWhatItMatches() {
        logs.putMetricFilter(p -> p.logGroupName("/shop")
                .filterName("latency")
                .filterPattern("{ $.path = \"/buy\" }")
                .metricTransformations(
                        t -> t.metricNamespace("Shop").metricName("Latency").metricValue("$.ms")));
        put("a", 0, "{\"path\":\"/buy\",\"ms\":120}");
        put("b", 1, "{\"path\":\"/buy\",\"ms\":80}");
        put("b", 2, "{\"path\":\"/look\",\"ms\":5}");

        assertThat(Clients.of(aws)
                        .with(CloudWatchClient.builder())
                        .getMetricStatistics(s -> s.namespace("Shop")
                                .metricName("Latency")
                                .startTime(START)
                                .endTime(START.plusSeconds(60))
                                .period(60)
                                .statisticsWithStrings("Sum", "SampleCount"))
                        .datapoints())
                .singleElement()
                .satisfies(d -> assertThat(d.sum()).isEqualTo(200))
                .satisfies(d -> assertThat(d.sampleCount()).isEqualTo(2));
        assertThat(logs.describeLogGroups().logGroups().getFirst().metricFilterCount())
                .isEqualTo(1);
    }

    @Test
    void eventsOutliveTheRetentionOfTheirGroupNot() {
        put("a", 0, "old");
        logs.putRetentionPolicy(r -> r.logGroupName("/shop").retentionInDays(1));
        time.advance(Duration.ofDays(2));
        put("a", 0, "new");

        assertThat(get("", 10, true).events())
                .extracting(OutputLogEvent::message)
                .containsExactly("new");
        assertThat(code(() ->
                        logs.putRetentionPolicy(r -> r.logGroupName("/shop").retentionInDays(2))))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void whatIsTooOldOrTooNewIsRejectedAndTheRestKept() {
        RejectedLogEventsInfo old = logs.putLogEvents(p -> p.logGroupName("/shop")
                        .logStreamName("a")
                        .logEvents(event(START.minus(Duration.ofDays(15)), "x")))
                .rejectedLogEventsInfo();
        RejectedLogEventsInfo young = logs.putLogEvents(p -> p.logGroupName("/shop")
                        .logStreamName("a")
                        .logEvents(event(START, "kept"), event(START.plus(Duration.ofHours(3)), "y")))
                .rejectedLogEventsInfo();

        assertThat(old.tooOldLogEventEndIndex()).isEqualTo(1);
        assertThat(young.tooNewLogEventStartIndex()).isEqualTo(1);
        assertThat(get("", 10, true).events())
                .extracting(OutputLogEvent::message)
                .containsExactly("kept");
        assertThat(code(() -> logs.putLogEvents(p -> p.logGroupName("/shop")
                        .logStreamName("a")
                        .logEvents(event(START.plusSeconds(1), "b"), event(START, "a")))))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void streamsAreListedByNameOrByTheirLastEvent() {
        put("b", 1, "x");
        put("a", 2, "x");

        assertThat(names(true, false, null)).containsExactly("b", "a");
        assertThat(names(true, true, null)).containsExactly("a", "b");
        assertThat(names(false, false, "a")).containsExactly("a");
        assertThat(code(() -> names(true, false, "a"))).isEqualTo("InvalidParameterException");
    }

    private List<String> names(boolean byTime, boolean descending, @Nullable String prefix) {
        return logs
                .describeLogStreams(d -> d.logGroupName("/shop")
                        .orderBy(byTime ? "LastEventTime" : "LogStreamName")
                        .descending(descending)
                        .logStreamNamePrefix(prefix))
                .logStreams()
                .stream()
                .map(LogStream::logStreamName)
                .toList();
    }

    private GetLogEventsResponse get(String token, int limit, boolean head) {
        return logs.getLogEvents(g -> g.logGroupName("/shop")
                .logStreamName("a")
                .limit(limit)
                .startFromHead(head)
                .nextToken(token.isEmpty() ? null : token));
    }

    private void put(String stream, int second, String message) {
        logs.putLogEvents(p -> p.logGroupName("/shop")
                .logStreamName(stream)
                .logEvents(event(time.now().plusSeconds(second), message)));
    }

    private static InputLogEvent event(Instant at, String message) {
        return InputLogEvent.builder()
                .timestamp(at.toEpochMilli())
                .message(message)
                .build();
    }

    @Test
    void listingsRefuseLimitsAndOrdersThatDoNotExist() {
        assertThat(code(() -> logs.describeLogGroups(d -> d.limit(51)))).isEqualTo("InvalidParameterException");
        assertThat(code(() ->
                        logs.describeLogStreams(d -> d.logGroupName("/shop").limit(0))))
                .isEqualTo("InvalidParameterException");
        assertThat(code(() ->
                        logs.describeLogStreams(d -> d.logGroupName("/shop").orderBy("logstreamname"))))
                .isEqualTo("InvalidParameterException");
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "";
        } catch (CloudWatchLogsException e) {
            return e.awsErrorDetails().errorCode();
        }
    }
}
