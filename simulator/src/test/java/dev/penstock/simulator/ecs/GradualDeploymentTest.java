package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.events.EventWorld;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Blue/green, linear and canary deployments: stages, traffic, hooks, and the ways back. */
class GradualDeploymentTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);
    private final BalancerWorld balancer = new BalancerWorld(world.clients, aws.time());
    private final RawCalls raw = new RawCalls(aws);
    private final ElasticLoadBalancingV2Client elb = world.clients.with(ElasticLoadBalancingV2Client.builder());
    private String blue = "";
    private String green = "";
    private String rule = "";
    private String testRule = "";

    @BeforeEach
    void listen() {
        blue = balancer.targetGroup("blue", "ip");
        green = balancer.targetGroupAlone("green", "ip");
        balancer.delay(blue, 0);
        balancer.delay(green, 0);
        rule = balancer.rule(blue, "/shop/*", blue, green);
        testRule = balancer.rule(blue, "/test/*", blue, green);
    }

    @AfterEach
    void stop() {
        raw.close();
        aws.close();
    }

    @Test
    void theFirstDeploymentGivesAllTrafficToTheFirstTargetGroupAndDoesNotBake() {
        Service service = create(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(30));

        List<String> stages = stages(service.currentServiceDeployment(), Duration.ofMinutes(10));

        assertThat(stages)
                .containsExactly(
                        "PRE_SCALE_UP",
                        "SCALE_UP",
                        "POST_SCALE_UP",
                        "TEST_TRAFFIC_SHIFT",
                        "POST_TEST_TRAFFIC_SHIFT",
                        "PRE_PRODUCTION_TRAFFIC_SHIFT",
                        "PRODUCTION_TRAFFIC_SHIFT",
                        "POST_PRODUCTION_TRAFFIC_SHIFT",
                        "BAKE_TIME",
                        "CLEAN_UP");
        assertThat(status(service)).isEqualTo("SUCCESSFUL");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        assertThat(balancer.states(blue)).containsExactly("healthy", "healthy");
        assertThat(balancer.states(green)).isEmpty();
        assertThat(world.messages()).endsWith("(service web) has reached a steady state.");
    }

    @Test
    void blueGreenKeepsBothRevisionsUntilTheBakeTimeIsOver() {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(5));

        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        String deployment = updated.currentServiceDeployment();
        assertThat(until(deployment, "BAKE_TIME").sourceServiceRevisions())
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.runningTaskCount()).isEqualTo(2);
                    assertThat(s.requestedProductionTrafficWeight()).isZero();
                });
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(weights(testRule)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(balancer.states(blue)).containsExactly("healthy", "healthy");
        assertThat(balancer.states(green)).containsExactly("healthy", "healthy");
        assertThat(world.deployment(deployment).targetServiceRevision())
                .returns(100.0, ServiceRevisionSummary::requestedProductionTrafficWeight)
                .returns(2, ServiceRevisionSummary::runningTaskCount);

        aws.time().advance(Duration.ofMinutes(4));
        assertThat(world.deployment(deployment).lifecycleStageAsString()).isEqualTo("BAKE_TIME");
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(status(updated)).isEqualTo("SUCCESSFUL");
        assertThat(running()).containsOnly(updated.taskDefinition()).hasSize(2);
        assertThat(resolvedGroup(deployment)).isEqualTo(green);

        Service next = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        aws.time().advance(Duration.ofMinutes(15));
        assertThat(status(next)).isEqualTo("SUCCESSFUL");
        assertThat(resolvedGroup(next.currentServiceDeployment()))
                .describedAs("target groups take turns")
                .isEqualTo(blue);
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
    }

    @Test
    void aCanaryGetsItsShareForItsBakeTimeAndThenAll() {
        steady(c -> c.strategy("CANARY")
                .canaryConfiguration(k -> k.canaryPercent(2.5).canaryBakeTimeInMinutes(10)));

        String deployment = world.update(u -> u.taskDefinition(balancer.definition(world, "")))
                .currentServiceDeployment();
        until(deployment, "PRODUCTION_TRAFFIC_SHIFT");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 975, green, 25));
        aws.time().advance(Duration.ofMinutes(9));
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 975, green, 25));
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 0, green, 100));
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.deployment(deployment).statusAsString()).isEqualTo("SUCCESSFUL");
    }

    @Test
    void aLinearDeploymentTakesEqualStepsWithAPauseAfterEachButTheLast() {
        steady(c -> c.strategy("LINEAR")
                .linearConfiguration(l -> l.stepPercent(30.0).stepBakeTimeInMinutes(2)));

        String deployment = world.update(u -> u.taskDefinition(balancer.definition(world, "")))
                .currentServiceDeployment();
        until(deployment, "PRODUCTION_TRAFFIC_SHIFT");
        List<Integer> shares = new ArrayList<>();
        Instant begun = aws.time().now();
        while (!world.deployment(deployment).lifecycleStageAsString().equals("BAKE_TIME")) {
            int share = weights(rule).getOrDefault(green, -1);
            if (shares.isEmpty() || shares.getLast() != share) {
                shares.add(share);
            }
            aws.time().advance(Duration.ofSeconds(1));
        }

        assertThat(shares).containsExactly(30, 60, 90, 100);
        assertThat(Duration.between(begun, aws.time().now())).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
    }

    @Test
    void aPauseIsToldToTheDefaultEventBusWithTheIdToDecideBy() throws Exception {
        EventWorld events = new EventWorld(aws);
        events.watch("told", "{\"source\":[\"aws.ecs\"],\"detail-type\":[\"ECS Hook State Change\"]}");
        steady(c -> c.strategy("LINEAR")
                .linearConfiguration(l -> l.stepPercent(50.0).stepBakeTimeInMinutes(0)));
        raw.call("UpdateService", hooks("{'targetType':'PAUSE','lifecycleStages':['PRE_PRODUCTION_TRAFFIC_SHIFT']}"));
        String deployment = world.update(u -> u.taskDefinition(balancer.definition(world, "")))
                .currentServiceDeployment();
        until(deployment, "PRE_PRODUCTION_TRAFFIC_SHIFT");
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(events.details("told")).singleElement().satisfies(detail -> {
            assertThat(detail).containsEntry("eventName", new JsonValue.Text("HOOK_AWAITING_ACTION"));
            assertThat(detail).containsEntry("hookId", new JsonValue.Text((String) hook(deployment, "hookId")));
        });
    }

    @Test
    void aPauseBeforeEveryStepWaitsForItsOwnDecision() throws Exception {
        steady(c -> c.strategy("LINEAR")
                .linearConfiguration(l -> l.stepPercent(50.0).stepBakeTimeInMinutes(0)));
        raw.call("UpdateService", hooks("{'targetType':'PAUSE','lifecycleStages':['PRE_PRODUCTION_TRAFFIC_SHIFT']}"));
        String deployment = world.update(u -> u.taskDefinition(balancer.definition(world, "")))
                .currentServiceDeployment();

        until(deployment, "PRE_PRODUCTION_TRAFFIC_SHIFT");
        aws.time().advance(Duration.ofHours(2));
        assertThat(hook(deployment, "status")).isEqualTo("AWAITING_ACTION");
        assertThat(hook(deployment, "targetType")).isEqualTo("PAUSE");
        assertThat(hook(deployment, "timeoutAction")).isEqualTo("ROLLBACK");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        String first = (String) hook(deployment, "hookId");

        decide(deployment, first, "CONTINUE");
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 50, green, 50));
        assertThat(world.deployment(deployment).lifecycleStageAsString()).isEqualTo("PRE_PRODUCTION_TRAFFIC_SHIFT");
        String second = (String) hook(deployment, "hookId");
        assertThat(second).isNotEqualTo(first).startsWith("ecs-pause-");
        assertThat(RawCalls.at(decide(deployment, first, "CONTINUE"), "__type")).isEqualTo("InvalidParameterException");

        decide(deployment, second, "ROLLBACK");
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.deployment(deployment))
                .returns("ROLLBACK_SUCCESSFUL", ServiceDeployment::statusAsString)
                .returns(
                        "Service deployment rolled back because a lifecycle hook failed.",
                        ServiceDeployment::statusReason);
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
    }

    @Test
    void aPauseThatNobodyDecidesEndsAsItsTimeoutSays() throws Exception {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        raw.call(
                "UpdateService",
                hooks("{'targetType':'PAUSE','lifecycleStages':['POST_TEST_TRAFFIC_SHIFT'],"
                        + "'timeoutConfiguration':{'timeoutInMinutes':10,'action':'CONTINUE'}}"));
        Service going = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        aws.time().advance(Duration.ofMinutes(20));
        assertThat(status(going)).isEqualTo("SUCCESSFUL");

        raw.call(
                "UpdateService",
                hooks("{'targetType':'PAUSE','lifecycleStages':['POST_TEST_TRAFFIC_SHIFT'],"
                        + "'timeoutConfiguration':{'timeoutInMinutes':10}}"));
        Service back = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        aws.time().advance(Duration.ofMinutes(20));
        assertThat(status(back)).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(weights(testRule)).isEqualTo(Map.of(blue, 0, green, 100));
    }

    @Test
    void aFunctionDecidesAndIsAskedAgainWhileItIsNotDone() throws Exception {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        String good = function("good", "{\"hookStatus\":\"SUCCEEDED\"}");
        String slow = function("slow", "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":60}");
        raw.call("UpdateService", hooks(lambda(good, "PRE_SCALE_UP"), lambda(slow, "PRODUCTION_TRAFFIC_SHIFT")));

        String deployment = world.update(u -> u.taskDefinition(balancer.definition(world, "")))
                .currentServiceDeployment();
        until(deployment, "PRODUCTION_TRAFFIC_SHIFT");
        assertThat(hook(deployment, "targetArn")).isEqualTo(slow);
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(hook(deployment, "status")).isEqualTo("IN_PROGRESS");

        answer("slow", "{\"hookStatus\":\"SUCCEEDED\"}");
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.deployment(deployment).statusAsString()).isEqualTo("SUCCESSFUL");
    }

    @Test
    void aFunctionThatSaysNoOrNothingTakesTheDeploymentBack() throws Exception {
        Service before = steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        for (String answer : List.of("{\"hookStatus\":\"FAILED\"}", "{}")) {
            String bad = function("bad" + answer.length(), answer);
            raw.call("UpdateService", hooks(lambda(bad, "POST_TEST_TRAFFIC_SHIFT")));
            Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
            aws.time().advance(Duration.ofMinutes(10));

            assertThat(status(updated)).isEqualTo("ROLLBACK_SUCCESSFUL");
            assertThat(world.service().taskDefinition()).isEqualTo(before.taskDefinition());
            assertThat(running()).containsOnly(before.taskDefinition()).hasSize(2);
            assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
            assertThat(weights(testRule)).isEqualTo(Map.of(blue, 100, green, 0));
        }
    }

    @Test
    void anAlarmInTheBakeTimeGivesTheTrafficBackAtOnce() {
        CloudWatchClient alarms = world.clients.with(CloudWatchClient.builder());
        alarms.putMetricAlarm(p -> p.alarmName("errors")
                .namespace("shop")
                .metricName("errors")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("ignore"));
        alarms.setAlarmState(
                s -> s.alarmName("errors").stateValue(StateValue.OK).stateReason("told"));
        Service before = steady(c -> c.strategy("BLUE_GREEN")
                .bakeTimeInMinutes(10)
                .alarms(a -> a.enable(true).rollback(true).alarmNames("errors")));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        until(updated.currentServiceDeployment(), "BAKE_TIME");

        alarms.setAlarmState(
                s -> s.alarmName("errors").stateValue(StateValue.ALARM).stateReason("told"));
        aws.time().advance(Duration.ofSeconds(5));
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(status(updated)).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(running()).containsOnly(before.taskDefinition()).hasSize(2);
    }

    @Test
    void aStoppedCanaryGoesBack() {
        Service before = steady(c -> c.strategy("CANARY")
                .canaryConfiguration(k -> k.canaryPercent(10.0).canaryBakeTimeInMinutes(60)));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        String deployment = updated.currentServiceDeployment();
        until(deployment, "PRODUCTION_TRAFFIC_SHIFT");

        world.ecs.stopServiceDeployment(s -> s.serviceDeploymentArn(deployment).stopType("ROLLBACK"));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(status(updated)).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        assertThat(running()).containsOnly(before.taskDefinition()).hasSize(2);
        assertThat(balancer.states(green)).isEmpty();
    }

    @Test
    void aDeploymentInTheMiddleOfAnotherReconcilesFirst() {
        steady(c -> c.strategy("CANARY")
                .canaryConfiguration(k -> k.canaryPercent(10.0).canaryBakeTimeInMinutes(60)));
        Service first = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        until(first.currentServiceDeployment(), "PRODUCTION_TRAFFIC_SHIFT");

        Service second = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        assertThat(status(first)).isEqualTo("STOPPED");
        until(second.currentServiceDeployment(), "RECONCILE_SERVICE");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        until(second.currentServiceDeployment(), "SCALE_UP");
        assertThat(running()).doesNotContain(first.taskDefinition());
        aws.time().advance(Duration.ofMinutes(90));

        assertThat(status(second)).isEqualTo("SUCCESSFUL");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(running()).containsOnly(second.taskDefinition()).hasSize(2);
    }

    @Test
    void aRevisionThatNeverGetsHealthyGetsNoTraffic() {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "failing:100")));
        aws.time().advance(Duration.ofHours(1));

        assertThat(world.deployment(updated.currentServiceDeployment()).lifecycleStageAsString())
                .isEqualTo("SCALE_UP");
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
        aws.time().advance(Duration.ofHours(24));
        assertThat(status(updated)).isEqualTo("ROLLBACK_SUCCESSFUL");
    }

    /** ECS API Reference, DeploymentCircuitBreaker: it is for rolling deployments only. */
    @Test
    void theCircuitBreakerDoesNotWatchADeploymentThatMovesTraffic() {
        steady(c -> c.strategy("BLUE_GREEN")
                .bakeTimeInMinutes(0)
                .deploymentCircuitBreaker(b -> b.enable(true).rollback(true)));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "exit:1@5s")));
        aws.time().advance(Duration.ofMinutes(10));

        ServiceDeployment going = world.deployment(updated.currentServiceDeployment());
        assertThat(going.statusAsString()).isEqualTo("IN_PROGRESS");
        assertThat(going.deploymentCircuitBreaker().statusAsString()).isEqualTo("DISABLED");
        assertThat(going.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(world.tasks("STOPPED")).hasSizeGreaterThan(3);
        assertThat(weights(rule)).isEqualTo(Map.of(blue, 100, green, 0));
    }

    @Test
    void spotCapacityThatIsTakenBackDuringACanaryIsReplacedInItsOwnRevision() {
        world.ecs.putClusterCapacityProviders(p -> p.cluster("main")
                .capacityProviders("FARGATE", "FARGATE_SPOT")
                .defaultCapacityProviderStrategy(CapacityProviderStrategyItem.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(1)
                        .build()));
        world.create(
                balancer.definition(world, ""),
                2,
                c -> c.launchType((String) null)
                        .loadBalancers(pair())
                        .deploymentConfiguration(d -> d.strategy("CANARY")
                                .canaryConfiguration(k -> k.canaryPercent(10.0).canaryBakeTimeInMinutes(20))));
        aws.time().advance(Duration.ofMinutes(10));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        until(updated.currentServiceDeployment(), "PRODUCTION_TRAFFIC_SHIFT");

        for (String definition : running().stream().distinct().toList()) {
            Task taken = world.tasks("RUNNING").stream()
                    .filter(task -> task.taskDefinitionArn().equals(definition))
                    .findFirst()
                    .orElseThrow();
            aws.ecsIncidents().interruptSpot(taken.taskArn());
        }
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.tasks("STOPPED"))
                .extracting(Task::stopCodeAsString)
                .containsExactly("SpotInterruption", "SpotInterruption");
        assertThat(weights(rule)).as("the canary keeps its share").isEqualTo(Map.of(blue, 90, green, 10));
        assertThat(balancer.states(blue)).containsExactly("healthy", "healthy");
        assertThat(balancer.states(green)).containsExactly("healthy", "healthy");
        aws.time().advance(Duration.ofMinutes(25));
        assertThat(status(updated)).isEqualTo("SUCCESSFUL");
    }

    @Test
    void scalingInTheMiddleScalesBothRevisions() {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        until(updated.currentServiceDeployment(), "BAKE_TIME");

        world.update(u -> u.desiredCount(3));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(balancer.states(blue)).containsExactly("healthy", "healthy", "healthy");
        assertThat(balancer.states(green)).containsExactly("healthy", "healthy", "healthy");
    }

    @Test
    void withoutTheInfrastructureRoleTrafficStaysAndTheServiceSaysWhy() {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        elb.deleteRule(r -> r.ruleArn(rule));
        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(status(updated)).isEqualTo("IN_PROGRESS");
        assertThat(world.messages())
                .anySatisfy(m -> assertThat(m).startsWith("(service web) is unable to shift traffic. Reason: "));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> create(c -> c.strategy("GREEN_BLUE"))).hasMessageContaining("GREEN_BLUE");
        assertThatThrownBy(() -> create(c -> c.strategy("CANARY").canaryConfiguration(k -> k.canaryPercent(0.05))))
                .hasMessageContaining("canaryPercent must be between 0.1 and 100");
        assertThatThrownBy(() -> create(c -> c.strategy("LINEAR").linearConfiguration(k -> k.stepPercent(2.0))))
                .hasMessageContaining("stepPercent must be between 3 and 100");
        assertThatThrownBy(() -> world.create(
                        balancer.definition(world, ""),
                        1,
                        c -> c.loadBalancers(BalancerWorld.of(blue))
                                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN"))))
                .hasMessageContaining("advancedConfiguration must be specified");
        assertThatThrownBy(() ->
                        world.create(world.register(""), 1, c -> c.deploymentConfiguration(d -> d.strategy("CANARY"))))
                .hasMessageContaining("needs an Application Load Balancer");
    }

    @Test
    void whatHooksMayNotBeIsRefused() throws Exception {
        steady(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        assertThat(refusal("{'targetType':'PAUSE','lifecycleStages':['TEST_TRAFFIC_SHIFT']}"))
                .contains("TEST_TRAFFIC_SHIFT");
        assertThat(refusal("{'targetType':'PAUSE','lifecycleStages':['SCALE_UP']}"))
                .contains("SCALE_UP");
        assertThat(refusal("{'targetType':'PAUSE','lifecycleStages':['POST_SCALE_UP'],"
                        + "'timeoutConfiguration':{'timeoutInMinutes':20161}}"))
                .contains("20160");
        assertThat(refusal("{'lifecycleStages':['POST_SCALE_UP']}")).contains("hookTargetArn");
    }

    private String refusal(String hook) throws IOException, InterruptedException {
        return String.valueOf(RawCalls.at(raw.call("UpdateService", hooks(hook)), "message"));
    }

    private Service create(Consumer<DeploymentConfiguration.Builder> configuration) {
        return world.create(
                balancer.definition(world, ""), 2, c -> c.loadBalancers(pair()).deploymentConfiguration(configuration));
    }

    private Service steady(Consumer<DeploymentConfiguration.Builder> configuration) {
        Service service = create(configuration);
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(status(service)).isEqualTo("SUCCESSFUL");
        return world.service();
    }

    private LoadBalancer pair() {
        return BalancerWorld.of(blue).toBuilder()
                .advancedConfiguration(a -> a.alternateTargetGroupArn(green)
                        .productionListenerRule(rule)
                        .testListenerRule(testRule)
                        .roleArn(EcsWorld.ROLE))
                .build();
    }

    private String status(Service service) {
        return world.deployment(service.currentServiceDeployment()).statusAsString();
    }

    private List<String> running() {
        return world.tasks("RUNNING").stream().map(Task::taskDefinitionArn).toList();
    }

    private String resolvedGroup(String deployment) {
        String revision = world.deployment(deployment).targetServiceRevision().arn();
        return world.ecs
                .describeServiceRevisions(d -> d.serviceRevisionArns(revision))
                .serviceRevisions()
                .getFirst()
                .resolvedConfiguration()
                .loadBalancers()
                .getFirst()
                .targetGroupArn();
    }

    private Map<String, Integer> weights(String of) {
        return elb
                .describeRules(d -> d.ruleArns(of))
                .rules()
                .getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .stream()
                .collect(Collectors.toMap(TargetGroupTuple::targetGroupArn, TargetGroupTuple::weight));
    }

    private ServiceDeployment until(String deployment, String stage) {
        for (int second = 0; second < 3600; second++) {
            if (stage.equals(world.deployment(deployment).lifecycleStageAsString())) {
                return world.deployment(deployment);
            }
            aws.time().advance(Duration.ofSeconds(1));
        }
        throw new AssertionError("never came to " + stage + ": " + world.deployment(deployment));
    }

    private List<String> stages(String deployment, Duration within) {
        List<String> stages = new ArrayList<>();
        for (int second = 0; second < within.toSeconds(); second++) {
            String stage = world.deployment(deployment).lifecycleStageAsString();
            if (stage != null && (stages.isEmpty() || !stages.getLast().equals(stage))) {
                stages.add(stage);
            }
            aws.time().advance(Duration.ofSeconds(1));
        }
        return stages;
    }

    private Object hook(String deployment, String member) throws IOException, InterruptedException {
        return RawCalls.at(
                raw.call("DescribeServiceDeployments", "{\"serviceDeploymentArns\":[\"" + deployment + "\"]}"),
                "serviceDeployments",
                "lifecycleHookDetails",
                member);
    }

    private Object decide(String deployment, String hook, String action) throws IOException, InterruptedException {
        return raw.call(
                "ContinueServiceDeployment",
                "{\"serviceDeploymentArn\":\"" + deployment + "\",\"hookId\":\"" + hook + "\",\"action\":\"" + action
                        + "\"}");
    }

    private static String hooks(String... all) {
        return ("{'cluster':'main','service':'web','deploymentConfiguration':{'lifecycleHooks':["
                        + String.join(",", all) + "]}}")
                .replace('\'', '"');
    }

    private static String lambda(String function, String stage) {
        return "{'hookTargetArn':'" + function + "','roleArn':'" + EcsWorld.ROLE + "','lifecycleStages':['" + stage
                + "'],'hookDetails':{'url':'http://test'}}";
    }

    private String function(String name, String answer) {
        world.clients
                .iam()
                .updateAssumeRolePolicy(
                        r -> r.roleName("execution")
                                .policyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                                + "\"Principal\":{\"Service\":[\"lambda.amazonaws.com\",\"ecs.amazonaws.com\"]}}]}"));
        aws.time().advance(Duration.ofMinutes(1));
        String arn = lambda().createFunction(f -> f.functionName(name)
                        .role(EcsWorld.ROLE)
                        .runtime("java21")
                        .handler("Hook")
                        .environment(e -> e.variables(Map.of("PENSTOCK_SIMULATE_ANSWER", answer)))
                        .code(c -> c.zipFile(archive())))
                .functionArn();
        aws.time().advance(Duration.ofMinutes(1));
        return arn;
    }

    private void answer(String name, String answer) {
        lambda().updateFunctionConfiguration(f ->
                f.functionName(name).environment(e -> e.variables(Map.of("PENSTOCK_SIMULATE_ANSWER", answer))));
    }

    private static SdkBytes archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("Hook.class"));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    private LambdaClient lambda() {
        return world.clients.with(LambdaClient.builder());
    }
}
