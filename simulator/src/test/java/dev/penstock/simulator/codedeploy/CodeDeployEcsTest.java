package dev.penstock.simulator.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Deployments to ECS services: lifecycle events, traffic, waits, and the ways back. */
class CodeDeployEcsTest {

    private static final String ROLE = "arn:aws:iam::" + Clients.ACCOUNT + ":role/deploy";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final Clients clients = Clients.of(aws);
    private final CodeDeployClient codeDeploy = clients.with(CodeDeployClient.builder());
    private final EcsClient ecs = clients.ecs();
    private final ElasticLoadBalancingV2Client elb = clients.with(ElasticLoadBalancingV2Client.builder());
    private String blue = "";
    private String green = "";
    private String production = "";
    private String test = "";

    @BeforeEach
    void prepare() {
        clients.iam()
                .createRole(r ->
                        r.roleName("deploy").assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
        String balancer = elb.createLoadBalancer(b -> b.name("main").subnets("subnet-1", "subnet-2"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        aws.time().advance(Duration.ofMinutes(5));
        blue = group("blue");
        green = group("green");
        production = listener(balancer, 80);
        test = listener(balancer, 8080);
        ecs.createCluster(c -> c.clusterName("main"));
        ecs.createService(c -> c.cluster("main")
                .serviceName("web")
                .taskDefinition(definition(""))
                .desiredCount(2)
                .launchType("FARGATE")
                .deploymentController(d -> d.type("CODE_DEPLOY"))
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1")))
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(blue)
                        .containerName("web")
                        .containerPort(80)
                        .build()));
        aws.time().advance(Duration.ofMinutes(5));
        codeDeploy.createApplication(a -> a.applicationName("shop").computePlatform("ECS"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void allAtOnceReplacesTheTaskSetAndEndsTheOldOneAfterItsTime() {
        group(g -> g.blueGreenDeploymentConfiguration(
                b -> b.deploymentReadyOption(r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT"))
                        .terminateBlueInstancesOnDeploymentSuccess(
                                t -> t.action("TERMINATE").terminationWaitTimeInMinutes(5))));
        String next = definition("");
        String id = deploy(next);

        aws.time().advance(Duration.ofMinutes(3));
        assertThat(weights(production)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(weights(test)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(info(id).instanceTerminationWaitTimeStarted()).isTrue();
        assertThat(service().taskSets()).extracting(TaskSet::status).containsExactlyInAnyOrder("PRIMARY", "ACTIVE");
        aws.time().advance(Duration.ofMinutes(6));

        assertThat(info(id).statusAsString()).isEqualTo("Succeeded");
        assertThat(target(id).lifecycleEvents())
                .allSatisfy(e -> assertThat(e.statusAsString()).isEqualTo("Succeeded"))
                .extracting(LifecycleEvent::lifecycleEventName)
                .containsExactly(
                        "BeforeInstall",
                        "Install",
                        "AfterInstall",
                        "AllowTestTraffic",
                        "AfterAllowTestTraffic",
                        "BeforeAllowTraffic",
                        "AllowTraffic",
                        "AfterAllowTraffic");
        aws.time().advance(Duration.ofMinutes(6));
        assertThat(service().taskSets())
                .singleElement()
                .satisfies(set -> assertThat(set.taskDefinition()).isEqualTo(next));
        assertThat(service().taskDefinition()).isEqualTo(next);
    }

    @Test
    void aCanaryConfigurationMovesTenPercentAndThenTheRest() {
        group(g -> g.deploymentConfigName("CodeDeployDefault.ECSCanary10Percent5Minutes"));
        String id = deploy(definition(""));

        aws.time().advance(Duration.ofMinutes(3));
        assertThat(weights(production)).isEqualTo(Map.of(blue, 90, green, 10));
        assertThat(target(id).taskSetsInfo())
                .anySatisfy(set -> assertThat(set.trafficWeight()).isEqualTo(10.0));
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(weights(production)).isEqualTo(Map.of(blue, 0, green, 100));
    }

    @Test
    void aReadyDeploymentWaitsForSomebodyToLetItGoOn() {
        group(g -> g.blueGreenDeploymentConfiguration(b -> b.deploymentReadyOption(
                        r -> r.actionOnTimeout("STOP_DEPLOYMENT").waitTimeInMinutes(60))
                .terminateBlueInstancesOnDeploymentSuccess(t -> t.action("TERMINATE"))));
        String id = deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(info(id).statusAsString()).isEqualTo("Ready");
        assertThat(weights(production)).isEqualTo(Map.of(blue, 100, green, 0));

        codeDeploy.continueDeployment(c -> c.deploymentId(id).deploymentWaitType("READY_WAIT"));
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(info(id).statusAsString()).isEqualTo("Succeeded");

        String abandoned = deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(75));
        assertThat(info(abandoned).statusAsString()).isEqualTo("Stopped");
    }

    @Test
    void aStoppedDeploymentIsTakenBackByADeploymentOfItsOwn() {
        group(g -> g.deploymentConfigName("CodeDeployDefault.ECSLinear10PercentEvery3Minutes"));
        String before = service().taskDefinition();
        String id = deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(8));
        assertThat(weights(production).get(green)).isBetween(10, 90);

        codeDeploy.stopDeployment(s -> s.deploymentId(id).autoRollbackEnabled(true));
        aws.time().advance(Duration.ofMinutes(1));

        DeploymentInfo stopped = info(id);
        assertThat(stopped.statusAsString()).isEqualTo("Stopped");
        assertThat(stopped.errorInformation().codeAsString()).isEqualTo("MANUAL_STOP");
        DeploymentInfo back = info(stopped.rollbackInfo().rollbackDeploymentId());
        assertThat(back.creatorAsString()).isEqualTo("codeDeployRollback");
        assertThat(back.rollbackInfo().rollbackTriggeringDeploymentId()).isEqualTo(id);
        assertThat(back.statusAsString()).isEqualTo("Succeeded");
        assertThat(weights(production)).isEqualTo(Map.of(blue, 100, green, 0));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(service().taskSets())
                .singleElement()
                .satisfies(set -> assertThat(set.taskDefinition()).isEqualTo(before));
        assertThatThrownBy(() -> codeDeploy.stopDeployment(s -> s.deploymentId(id)))
                .hasMessageContaining("already");
    }

    @Test
    void anAlarmEndsADeploymentAndTakesItBack() {
        CloudWatchClient alarms = clients.with(CloudWatchClient.builder());
        alarms.putMetricAlarm(p -> p.alarmName("errors")
                .namespace("shop")
                .metricName("errors")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("ignore"));
        group(g -> g.deploymentConfigName("CodeDeployDefault.ECSCanary10Percent15Minutes")
                .alarmConfiguration(a ->
                        a.enabled(true).alarms(Alarm.builder().name("errors").build()))
                .autoRollbackConfiguration(r -> r.enabled(true).eventsWithStrings("DEPLOYMENT_STOP_ON_ALARM")));
        String id = deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(weights(production)).isEqualTo(Map.of(blue, 90, green, 10));

        alarms.setAlarmState(
                s -> s.alarmName("errors").stateValue(StateValue.ALARM).stateReason("told"));
        aws.time().advance(Duration.ofSeconds(10));

        assertThat(info(id).statusAsString()).isEqualTo("Stopped");
        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("ALARM_ACTIVE");
        assertThat(weights(production)).isEqualTo(Map.of(blue, 100, green, 0));
    }

    @Test
    void aReplacementThatNeverGetsHealthyFailsWithinTheHour() {
        group(g -> g.autoRollbackConfiguration(r -> r.enabled(true).eventsWithStrings("DEPLOYMENT_FAILURE")));
        String id = deploy(definition("failing:100"));
        aws.time().advance(Duration.ofMinutes(70));

        assertThat(info(id).statusAsString()).isEqualTo("Failed");
        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("TIMEOUT");
        assertThat(weights(production)).isEqualTo(Map.of(blue, 100, green, 0));
        assertThat(target(id).lifecycleEvents())
                .extracting(LifecycleEvent::statusAsString)
                .startsWith("Succeeded", "Failed", "Skipped");
    }

    @Test
    void anAlarmThatIsOnAlreadyEndsADeploymentBeforeAnythingIsDone() {
        CloudWatchClient alarms = clients.with(CloudWatchClient.builder());
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
                s -> s.alarmName("errors").stateValue(StateValue.ALARM).stateReason("told"));
        group(g -> g.alarmConfiguration(a ->
                        a.enabled(true).alarms(Alarm.builder().name("errors").build()))
                .autoRollbackConfiguration(r -> r.enabled(true).eventsWithStrings("DEPLOYMENT_STOP_ON_ALARM")));
        String id = deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(1));

        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("ALARM_ACTIVE");
        assertThat(info(id).rollbackInfo())
                .describedAs("there is nothing to be taken back")
                .isNull();
    }

    @Test
    void theStickinessOfAListenerStays() {
        elb.modifyListener(m -> m.listenerArn(production)
                .defaultActions(Action.builder()
                        .type("forward")
                        .forwardConfig(f -> f.targetGroups(TargetGroupTuple.builder()
                                        .targetGroupArn(blue)
                                        .build())
                                .targetGroupStickinessConfig(
                                        s -> s.enabled(true).durationSeconds(60)))
                        .build()));
        group(g -> {});
        deploy(definition(""));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(weights(production)).isEqualTo(Map.of(blue, 0, green, 100));
        assertThat(elb.describeListeners(d -> d.listenerArns(production))
                        .listeners()
                        .getFirst()
                        .defaultActions()
                        .getFirst()
                        .forwardConfig()
                        .targetGroupStickinessConfig()
                        .durationSeconds())
                .isEqualTo(60);
    }

    @Test
    void oneDeploymentAtATime() {
        group(g -> {});
        String id = deploy(definition(""));
        assertThatThrownBy(() -> deploy(definition("")))
                .hasMessageContaining("already has an active Deployment '" + id + "'");
    }

    @Test
    void whatIsNoAppSpecFailsTheDeployment() {
        group(g -> {});
        String id = codeDeploy
                .createDeployment(d -> d.applicationName("shop")
                        .deploymentGroupName("web")
                        .revision(r -> r.revisionType("AppSpecContent")
                                .appSpecContent(c -> c.content("version: 0.0\nResources: []\n"))))
                .deploymentId();
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("INVALID_REVISION");
    }

    private String group(String name) {
        return elb.createTargetGroup(g -> g.name(name)
                        .protocol("HTTP")
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType("ip")
                        .healthCheckIntervalSeconds(10)
                        .unhealthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private String listener(String balancer, int port) {
        return elb.createListener(l -> l.loadBalancerArn(balancer)
                        .protocol("HTTP")
                        .port(port)
                        .defaultActions(Action.builder()
                                .type("forward")
                                .targetGroupArn(blue)
                                .build()))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    private void group(Consumer<CreateDeploymentGroupRequest.Builder> more) {
        CreateDeploymentGroupRequest.Builder request = CreateDeploymentGroupRequest.builder()
                .applicationName("shop")
                .deploymentGroupName("web")
                .serviceRoleArn(ROLE)
                .deploymentStyle(s -> s.deploymentType("BLUE_GREEN").deploymentOption("WITH_TRAFFIC_CONTROL"))
                .blueGreenDeploymentConfiguration(
                        b -> b.deploymentReadyOption(r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT"))
                                .terminateBlueInstancesOnDeploymentSuccess(
                                        t -> t.action("TERMINATE").terminationWaitTimeInMinutes(0)))
                .loadBalancerInfo(l -> l.targetGroupPairInfoList(TargetGroupPairInfo.builder()
                        .targetGroups(EcsTarget.info(blue), EcsTarget.info(green))
                        .prodTrafficRoute(r -> r.listenerArns(production))
                        .testTrafficRoute(r -> r.listenerArns(test))
                        .build()))
                .ecsServices(ECSService.builder()
                        .clusterName("main")
                        .serviceName("web")
                        .build());
        more.accept(request);
        codeDeploy.createDeploymentGroup(request.build());
    }

    private String deploy(String definition) {
        String spec = """
                version: 0.0
                Resources:
                  - TargetService:
                      Type: AWS::ECS::Service
                      Properties:
                        TaskDefinition: "%s"
                        LoadBalancerInfo:
                          ContainerName: web
                          ContainerPort: 80
                """.formatted(definition);
        return codeDeploy
                .createDeployment(d -> d.applicationName("shop")
                        .deploymentGroupName("web")
                        .revision(r -> r.revisionType("AppSpecContent").appSpecContent(c -> c.content(spec))))
                .deploymentId();
    }

    private DeploymentInfo info(String id) {
        return codeDeploy.getDeployment(g -> g.deploymentId(id)).deploymentInfo();
    }

    private ECSTarget target(String id) {
        String target = codeDeploy
                .listDeploymentTargets(l -> l.deploymentId(id))
                .targetIds()
                .getFirst();
        return codeDeploy
                .getDeploymentTarget(g -> g.deploymentId(id).targetId(target))
                .deploymentTarget()
                .ecsTarget();
    }

    private Service service() {
        return ecs.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }

    private Map<String, Integer> weights(String listener) {
        Action action = elb.describeListeners(d -> d.listenerArns(listener))
                .listeners()
                .getFirst()
                .defaultActions()
                .getFirst();
        return action.forwardConfig().targetGroups().stream()
                .collect(Collectors.toMap(TargetGroupTuple::targetGroupArn, TargetGroupTuple::weight));
    }

    private String definition(String simulate) {
        return ecs.registerTaskDefinition(r -> r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(ROLE)
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image("public.example/web:1")
                                .environment(KeyValuePair.builder()
                                        .name("PENSTOCK_SIMULATE")
                                        .value(simulate)
                                        .build())
                                .portMappings(
                                        PortMapping.builder().containerPort(80).build())
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }
}
