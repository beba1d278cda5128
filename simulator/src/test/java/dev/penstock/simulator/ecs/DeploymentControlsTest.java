package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Deployment configurations with members that the pinned SDK does not model. */
class DeploymentControlsTest {

    private static final String CONFIGURATION =
            "{\"cluster\":\"main\",\"service\":\"web\",\"deploymentConfiguration\":%s}";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);
    private final RawCalls raw = new RawCalls(aws);

    @AfterEach
    void stop() {
        raw.close();
        aws.close();
    }

    @Test
    void aThresholdAsACountIsKeptAnsweredAndKeptTo() throws Exception {
        steady(2);
        Object updated = configure("{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,"
                + "\"resetOnHealthyTask\":false,\"thresholdConfiguration\":{\"type\":\"COUNT\",\"value\":5}}}");
        assertThat(RawCalls.at(updated, "service", "deploymentConfiguration", "deploymentCircuitBreaker"))
                .isEqualTo(Map.of(
                        "enable",
                        true,
                        "rollback",
                        true,
                        "resetOnHealthyTask",
                        false,
                        "thresholdConfiguration",
                        Map.of("type", "COUNT", "value", 5L)));

        Service deploying = world.update(u -> u.taskDefinition(world.register("exit:1@3s")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(world.deployment(deploying.currentServiceDeployment())
                        .deploymentCircuitBreaker()
                        .threshold())
                .isEqualTo(5);
        Object described = raw.call(
                "DescribeServiceDeployments",
                "{\"serviceDeploymentArns\":[\"" + deploying.currentServiceDeployment() + "\"]}");
        assertThat(RawCalls.at(
                        described,
                        "serviceDeployments",
                        "deploymentConfiguration",
                        "deploymentCircuitBreaker",
                        "thresholdConfiguration",
                        "type"))
                .isEqualTo("COUNT");
        assertThat(world.tasks("STOPPED"))
                .filteredOn(t -> "EssentialContainerExited".equals(t.stopCodeAsString()))
                .hasSizeBetween(5, 6);
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("ROLLBACK_SUCCESSFUL");
    }

    @Test
    void whatAnUpdateDoesNotSayStaysAndTheStandardIsAnswered() throws Exception {
        steady(1);
        Object standard = raw.call("DescribeServices", "{\"cluster\":\"main\",\"services\":[\"web\"]}");
        assertThat(RawCalls.at(
                        standard,
                        "services",
                        "deploymentConfiguration",
                        "deploymentCircuitBreaker",
                        "thresholdConfiguration"))
                .isEqualTo(Map.of("type", "BOUNDED_PERCENT", "value", 50L));
        configure("{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,"
                + "\"thresholdConfiguration\":{\"type\":\"UNBOUNDED_PERCENT\",\"value\":10}}}");

        Object after = configure("{\"maximumPercent\":150}");

        assertThat(RawCalls.at(
                        after,
                        "service",
                        "deploymentConfiguration",
                        "deploymentCircuitBreaker",
                        "thresholdConfiguration",
                        "type"))
                .isEqualTo("UNBOUNDED_PERCENT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,\"thresholdConfiguration\":{\"type\":\"SOME\",\"value\":5}}}|Use BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT",
                "{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,\"thresholdConfiguration\":{\"type\":\"COUNT\",\"value\":0}}}|must be at least 1",
                "{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,\"thresholdConfiguration\":{\"type\":\"COUNT\"}}}|must be a whole number",
                "{\"earlySuccessCriteria\":{\"enable\":true,\"healthyPercent\":50}}|between minimumHealthyPercent and 100",
                "{\"earlySuccessCriteria\":{\"enable\":true,\"healthyPercent\":100,\"sourceServiceRevisionCleanup\":\"NEVER\"}}|Use BLOCKING or DEFERRED",
                "{\"strategy\":\"GREEN_BLUE\"}|Invalid deployment strategy: GREEN_BLUE",
            })
    void whatCannotBeIsRefused(String configuration, String message) throws Exception {
        steady(1);

        assertThat(RawCalls.at(configure(configuration), "message").toString()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"DEFERRED,true", "BLOCKING,false"})
    void withEarlySuccessADeploymentCompletesBeforeAllItsTasksAreThere(String cleanup, boolean oldOnesRemain)
            throws Exception {
        steady(4);
        configure("{\"minimumHealthyPercent\":50,\"maximumPercent\":150,\"earlySuccessCriteria\":{\"enable\":true,"
                + "\"healthyPercent\":50,\"sourceServiceRevisionCleanup\":\"" + cleanup + "\"}}");

        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        for (int i = 0; i < 200 && !status(deploying).equals("SUCCESSFUL"); i++) {
            aws.time().advance(Duration.ofSeconds(1));
        }

        assertThat(world.deployment(deploying.currentServiceDeployment())
                        .targetServiceRevision()
                        .runningTaskCount())
                .isEqualTo(2);
        assertThat(world.service().deployments().size() > 1).isEqualTo(oldOnesRemain);
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().runningCount()).isEqualTo(4);
        assertThat(world.service().deployments())
                .extracting(Deployment::rolloutStateAsString)
                .containsExactly("COMPLETED");
        assertThat(world.tasks("RUNNING")).extracting(Task::taskDefinitionArn).containsOnly(deploying.taskDefinition());
    }

    private String status(Service deploying) {
        return world.deployment(deploying.currentServiceDeployment()).statusAsString();
    }

    private Object configure(String configuration) throws IOException, InterruptedException {
        return raw.call("UpdateService", CONFIGURATION.formatted(configuration));
    }

    private Service steady(int desired) {
        world.create(world.register(""), desired, c -> {});
        aws.time().advance(Duration.ofMinutes(3));
        return world.service();
    }
}
