package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

class DeploymentAlarmsTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);
    private final CloudWatchClient alarms = world.clients.with(CloudWatchClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anAlarmDuringTheDeploymentRollsBack() {
        Service before = steady(true, "errors");
        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(20));
        assertThat(world.deployment(deploying.currentServiceDeployment())
                        .alarms()
                        .statusAsString())
                .isEqualTo("MONITORING");

        set("errors", StateValue.ALARM);
        aws.time().advance(Duration.ofMinutes(10));

        ServiceDeployment ended = world.deployment(deploying.currentServiceDeployment());
        assertThat(ended.statusAsString()).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(ended.alarms().statusAsString()).isEqualTo("TRIGGERED");
        assertThat(ended.alarms().alarmNames()).containsExactly("errors");
        assertThat(ended.alarms().triggeredAlarmNames()).containsExactly("errors");
        assertThat(world.service().taskDefinition()).isEqualTo(before.taskDefinition());
        assertThat(world.messages())
                .contains(
                        "(service web) (deployment ecs-svc/…) deployment failed: alarm detected.",
                        "(service web) rolling back to deployment ecs-svc/….");
    }

    @Test
    void anAlarmInTheBakeTimeRollsBackAfterAllTasksWereReplaced() {
        Service before = steady(true, "errors");
        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(2).plusSeconds(30));
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .describedAs("baking: one period of five minutes")
                .isEqualTo("IN_PROGRESS");
        assertThat(world.service().deployments()).hasSize(2);
        assertThat(world.tasks("RUNNING"))
                .hasSize(2)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(deploying.taskDefinition()));

        set("errors", StateValue.ALARM);
        aws.time().advance(Duration.ofMinutes(20));

        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(world.tasks("RUNNING"))
                .hasSize(2)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(before.taskDefinition()));
    }

    @Test
    void aQuietBakeTimeEndsWithSuccess() {
        steady(true, "errors");
        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(6));
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("IN_PROGRESS");
        aws.time().advance(Duration.ofMinutes(2));

        ServiceDeployment ended = world.deployment(deploying.currentServiceDeployment());
        assertThat(ended.statusAsString()).isEqualTo("SUCCESSFUL");
        assertThat(ended.alarms().statusAsString()).isEqualTo("MONITORING_COMPLETE");
    }

    @Test
    void anAlarmThatIsOnAlreadyIsNotWatched() {
        steady(true, "errors");
        set("errors", StateValue.ALARM);

        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
    }

    @Test
    void anAlarmThatDoesNotExistIsNotWatched() {
        world.create(
                world.register(""),
                1,
                c -> c.deploymentConfiguration(
                        d -> d.alarms(a -> a.enable(true).rollback(true).alarmNames("none"))));
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void withoutRollbackTheDeploymentFailsAndStays() {
        steady(false, "errors");
        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(20));

        set("errors", StateValue.ALARM);
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("STOPPED");
        assertThat(world.service().deployments())
                .extracting(Deployment::rolloutStateAsString)
                .startsWith("FAILED");
        assertThat(world.service().deployments().getFirst().rolloutStateReason())
                .isEqualTo("ECS deployment alarm detected.");
    }

    @Test
    void alarmsWithoutNamesAreRefused() {
        assertThatThrownBy(() -> world.create(
                        world.register(""),
                        1,
                        c -> c.deploymentConfiguration(
                                d -> d.alarms(a -> a.enable(true).rollback(true).alarmNames(List.of())))))
                .hasMessageContaining("alarmNames can not be empty");
    }

    private Service steady(boolean rollback, String alarm) {
        alarms.putMetricAlarm(p -> p.alarmName(alarm)
                .namespace("shop")
                .metricName("errors")
                .statistic("Sum")
                .period(300)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("ignore"));
        set(alarm, StateValue.OK);
        world.create(
                world.register(""),
                2,
                c -> c.deploymentConfiguration(
                        d -> d.alarms(a -> a.enable(true).rollback(rollback).alarmNames(alarm))));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        return world.service();
    }

    private void set(String alarm, StateValue state) {
        alarms.setAlarmState(s -> s.alarmName(alarm).stateValue(state).stateReason("told"));
    }
}
