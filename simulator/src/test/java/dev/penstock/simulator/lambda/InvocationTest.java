package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.sns.TopicMessage;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.sns.SnsClient;

class InvocationTest {

    private final LambdaWorld world = new LambdaWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aFunctionAnswersWithItsEventUnlessToldOtherwise() {
        world.function("echo", Map.of());
        world.function("told", Map.of(ScriptedFunctions.ANSWER, "{\"statusCode\":204}"));

        assertThat(world.invoke("echo", "{\"order\":7}").payload().asUtf8String())
                .isEqualTo("{\"order\":7}");
        assertThat(world.invoke("told", "{}").payload().asUtf8String()).isEqualTo("{\"statusCode\":204}");
        assertThat(world.invoke("echo", "1").executedVersion()).isEqualTo("$LATEST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failing:100|\"errorMessage\":\"scripted failure\"",
                "timeout|Error: Task timed out after 3.00 seconds",
                "latency@4s|Error: Task timed out after 3.00 seconds",
                "exit:1|Runtime exited with error: exit status 1",
                "exit:0|Runtime exited without providing a reason",
                "oom|Runtime exited with error: signal: killed",
                "dance|PENSTOCK_SIMULATE: \\\"dance\\\" is not understood",
            })
    void whatGoesWrongIsAnsweredAsAwsAnswersIt(String told, String answer) {
        world.function("web", Map.of(ScriptedFunctions.VARIABLE, told));

        InvokeResponse response = world.invoke("web", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String()).contains(answer);
    }

    @Test
    void whatIsNotJsonIsRefused() {
        world.function("web", Map.of());

        assertThatThrownBy(() -> world.invoke("web", "{oops"))
                .hasMessageContaining("Could not parse request body into json: Could not parse payload into json:");
    }

    @Test
    void anAliasSharesItsInvocationsByItsWeights() {
        world.function("web", Map.of());
        world.publish("web", Map.of("COLOR", "blue"));
        world.publish("web", Map.of("COLOR", "green", ScriptedFunctions.VARIABLE, "failing:50"));
        world.lambda.createAlias(a -> a.functionName("web")
                .name("live")
                .functionVersion("1")
                .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.2))));

        int green = 0;
        int failed = 0;
        try (SimulatedTime.Busy still = world.aws.time().busy()) {
            for (int i = 0; i < 1000; i++) {
                InvokeResponse response = world.lambda.invoke(
                        v -> v.functionName("web").qualifier("live").payload(SdkBytes.fromUtf8String("{}")));
                green += response.executedVersion().equals("2") ? 1 : 0;
                failed += response.functionError() != null ? 1 : 0;
            }
        }

        assertThat(green).isCloseTo(200, within(50));
        assertThat(failed).isCloseTo(100, within(40));
        assertThat(sum("Invocations", "web:live", "2")).isEqualTo(green);
        assertThat(sum("Errors", "web:live", "2")).isEqualTo(failed);
        assertThat(sum("Errors", "web:live", "1")).isZero();
        assertThat(sum("Invocations", "web:live", "")).isEqualTo(1000);
    }

    @Test
    void failuresBeginWhenTheyAreToldTo() {
        world.function("web", Map.of(ScriptedFunctions.VARIABLE, "failing:100@10m"));

        assertThat(world.invoke("web", "{}").functionError()).isNull();
        world.aws.time().advance(Duration.ofMinutes(11));
        assertThat(world.invoke("web", "{}").functionError()).isEqualTo("Unhandled");
    }

    @Test
    void theLogIsAnsweredAndWritten() {
        world.function(
                "web", Map.of(ScriptedFunctions.LOG, "hello\nworld", ScriptedFunctions.VARIABLE, "latency@123ms"));

        InvokeResponse response = world.lambda.invoke(
                i -> i.functionName("web").logType(LogType.TAIL).payload(SdkBytes.fromUtf8String("{}")));
        String tail = new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);

        assertThat(tail)
                .containsSubsequence(
                        "START RequestId: ",
                        " Version: $LATEST\nhello\nworld\nEND RequestId: ",
                        "REPORT RequestId: ",
                        "\tDuration: 123.00 ms\tBilled Duration: 123 ms\tMemory Size: 128 MB\t");
        assertThat(lines("/aws/lambda/web")).contains("hello\n", "world\n");
    }

    @Test
    void aDryRunExecutesNothing() {
        world.function("web", Map.of());

        assertThat(world.lambda
                        .invoke(i -> i.functionName("web").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
        assertThat(sum("Invocations", "web", "")).isZero();
    }

    @Test
    void withoutExecutionsLeftAnInvocationIsRefusedAndCounted() {
        world.function("web", Map.of());
        world.lambda.putFunctionConcurrency(p -> p.functionName("web").reservedConcurrentExecutions(0));

        assertThatThrownBy(() -> world.invoke("web", "{}"))
                .isInstanceOfSatisfying(
                        TooManyRequestsException.class,
                        e -> assertThat(e.reasonAsString())
                                .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded"));
        assertThat(sum("Throttles", "web", "")).isGreaterThanOrEqualTo(1);
        assertThat(sum("Invocations", "web", "")).isZero();
    }

    @Test
    void anEventIsTriedThreeTimesAndItsFailureGoesToItsDestination() {
        world.function("web", Map.of(ScriptedFunctions.VARIABLE, "failing:100"));
        String topic;
        try (SnsClient sns = Clients.of(world.aws).with(SnsClient.builder())) {
            topic = sns.createTopic(t -> t.name("failures")).topicArn();
        }
        world.lambda.putFunctionEventInvokeConfig(
                p -> p.functionName("web").destinationConfig(d -> d.onFailure(f -> f.destination(topic))));
        Instant before = world.aws.time().now();

        world.lambda.invoke(i -> i.functionName("web")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"order\":7}")));
        world.aws.time().advance(Duration.ofMinutes(5));

        assertThat(lines("/aws/lambda/web").stream().filter(line -> line.startsWith("START")))
                .hasSize(3);
        assertThat(world.aws.messages(topic))
                .singleElement()
                .extracting(TopicMessage::message)
                .asString()
                .contains(
                        "\"condition\":\"RetriesExhausted\"",
                        "\"approximateInvokeCount\":3",
                        "\"requestPayload\":{\"order\":7}",
                        "\"functionError\":\"Unhandled\"");
        assertThat(world.aws.time().now()).isAfterOrEqualTo(before.plus(Duration.ofMinutes(3)));
    }

    @Test
    void functionsAreExecutedByTheRuntimeThatIsGiven() {
        List<String> invoked = new ArrayList<>();
        FunctionRuntime code = invocation -> CompletableFuture.supplyAsync(() -> {
            invoked.add(invocation.functionArn());
            return new FunctionRuntime.Outcome(
                    new FunctionRuntime.Result.Answered(
                            "\"" + invocation.environment().get("NAME") + "\""),
                    Duration.ofMillis(5),
                    List.of(),
                    30);
        });
        try (LambdaWorld coded = new LambdaWorld(SimulatedAws.builder().functions(code))) {
            coded.function("web", Map.of("NAME", "Ada"));

            assertThat(coded.invoke("web", "{}").payload().asUtf8String()).isEqualTo("\"Ada\"");
            assertThat(invoked).containsExactly("arn:aws:lambda:us-east-1:" + Clients.ACCOUNT + ":function:web");
        }
    }

    private List<String> lines(String group) {
        try (var logs = Clients.of(world.aws).logs()) {
            return logs.filterLogEvents(f -> f.logGroupName(group)).events().stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        }
    }

    /** The sum of a metric in the last hour, by executed version if one is given. */
    private double sum(String metric, String resource, String version) {
        List<Dimension> dimensions = new ArrayList<>();
        dimensions.add(dimension("FunctionName", resource.split(":", 2)[0]));
        dimensions.add(dimension("Resource", resource));
        if (!version.isEmpty()) {
            dimensions.add(dimension("ExecutedVersion", version));
        }
        Instant now = world.aws.time().now();
        try (CloudWatchClient cloudWatch = Clients.of(world.aws).with(CloudWatchClient.builder())) {
            return cloudWatch
                    .getMetricStatistics(g -> g.namespace("AWS/Lambda")
                            .metricName(metric)
                            .dimensions(dimensions)
                            .startTime(now.minus(Duration.ofHours(1)))
                            .endTime(now.plus(Duration.ofMinutes(1)))
                            .period(60)
                            .statistics(Statistic.SUM))
                    .datapoints()
                    .stream()
                    .mapToDouble(Datapoint::sum)
                    .sum();
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
