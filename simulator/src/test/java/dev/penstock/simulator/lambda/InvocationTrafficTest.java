package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.InvocationTraffic.Flow;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;

/** Source of metrics and dimensions: Lambda Developer Guide, "Types of metrics for Lambda functions". */
class InvocationTrafficTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedTime time = SimulatedTime.virtual(START);
    private final LambdaWorld world =
            new LambdaWorld(SimulatedAws.builder().time(time).seed(7));
    private final CloudWatchClient cloudWatch = Clients.of(world.aws).with(CloudWatchClient.builder());
    private final String alias = alias();
    private final SimulatedTime.Busy busy = time.busy();

    @AfterEach
    void close() {
        busy.close();
        cloudWatch.close();
        world.close();
    }

    /** The old version fails one in a hundred, the new one, which gets a tenth, one in five. */
    private String alias() {
        world.function("orders", Map.of(ScriptedFunctions.VARIABLE, "failing:1"));
        String old = world.lambda.publishVersion(p -> p.functionName("orders")).version();
        String fresh = world.publish("orders", Map.of(ScriptedFunctions.VARIABLE, "failing:20, latency@120ms"));
        return world.lambda
                .createAlias(a -> a.functionName("orders")
                        .name("live")
                        .functionVersion(old)
                        .routingConfig(AliasRoutingConfiguration.builder()
                                .additionalVersionWeights(Map.of(fresh, 0.1))
                                .build()))
                .aliasArn();
    }

    private double sum(String metric, String version) {
        return cloudWatch
                .getMetricStatistics(GetMetricStatisticsRequest.builder()
                        .namespace("AWS/Lambda")
                        .metricName(metric)
                        .dimensions(
                                dimension("FunctionName", "orders"),
                                dimension("Resource", "orders:live"),
                                dimension("ExecutedVersion", version))
                        .startTime(START)
                        .endTime(time.now().plusSeconds(60))
                        .period(60)
                        .statistics(Statistic.SUM)
                        .build())
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    @Test
    void invocationsFollowTheWeightsOfTheAliasAndTheScriptsOfVersions() {
        Flow flow = world.aws.invocationTraffic().start(alias, 50, 42);
        time.advance(Duration.ofMinutes(10));
        var answers = flow.answers();
        assertThat(answers.executed("1") + answers.executed("2")).isEqualTo(30_000);
        assertThat(answers.executed("2") / 30_000.0).isCloseTo(0.1, within(0.01));
        assertThat(answers.failed("2") / (double) answers.executed("2")).isCloseTo(0.2, within(0.03));
        assertThat(answers.failed("1") / (double) answers.executed("1")).isCloseTo(0.01, within(0.005));
        assertThat(sum("Invocations", "2")).isEqualTo((double) answers.executed("2"));
        assertThat(sum("Errors", "2")).isEqualTo((double) answers.failed("2"));
        assertThat(sum("Errors", "1")).isEqualTo((double) answers.failed("1"));
        assertThat(sum("Duration", "2") / sum("Invocations", "2")).isCloseTo(120, within(1e-6));
    }

    @Test
    void aChangeOfWeightsCountsFromItsInstantOn() {
        Flow flow = world.aws.invocationTraffic().start(alias, 10, 1);
        time.advance(Duration.ofSeconds(30));
        world.lambda.updateAlias(u -> u.functionName("orders")
                .name("live")
                .functionVersion("2")
                .routingConfig(AliasRoutingConfiguration.builder()
                        .additionalVersionWeights(Map.of())
                        .build()));
        long before = flow.answers().executed("2");
        time.advance(Duration.ofSeconds(45));
        assertThat(flow.answers().executed("2") - before).isEqualTo(450);
        flow.stop();
        time.advance(Duration.ofMinutes(5));
        assertThat(flow.answers().executed("2") - before).isEqualTo(450);
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Flow one = world.aws.invocationTraffic().start(alias, 20, 9);
        Flow same = world.aws.invocationTraffic().start(alias, 20, 9);
        Flow other = world.aws.invocationTraffic().start(alias, 20, 10);
        time.advance(Duration.ofMinutes(2));
        assertThat(one.answers()).isEqualTo(same.answers()).isNotEqualTo(other.answers());
    }

    @Test
    void whatIsNoFunctionIsRefused() {
        InvocationTraffic traffic = world.aws.invocationTraffic();
        assertThatThrownBy(() -> traffic.start(alias + "ly", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> traffic.start("orders", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> traffic.start(alias, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
