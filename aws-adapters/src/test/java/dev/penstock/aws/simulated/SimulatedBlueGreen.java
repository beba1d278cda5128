package dev.penstock.aws.simulated;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.time.EngineClock.Busy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

/** A service that CodeDeploy deploys to, behind a load balancer with a test listener. */
public final class SimulatedBlueGreen {

    /** The deployment group. */
    public static final DeploymentGroupId GROUP = new DeploymentGroupId("shop", "web");

    /** ARN of the target group of the original at first. */
    public final String blue;

    /** ARN of the other target group. */
    public final String green;

    /** Its deployment group. */
    public final DeploymentGroupId id;

    private final SimulatedAccount account;
    private final String name;
    private final String balancer;
    private final String production;
    private final String test;

    /** Makes load balancer, service, application and group; time has to pass until the service is steady. */
    public SimulatedBlueGreen(
            SimulatedAccount account, String image, Consumer<CreateDeploymentGroupRequest.Builder> more) {
        this(account, GROUP.application(), image, more);
    }

    /** The same under a name of its own: that of its cluster and application. */
    public SimulatedBlueGreen(
            SimulatedAccount account, String name, String image, Consumer<CreateDeploymentGroupRequest.Builder> more) {
        this.account = account;
        this.name = name;
        this.id = new DeploymentGroupId(name, GROUP.group());
        try (Busy busy = account.clock().busy()) {
            role();
            balancer = elb().createLoadBalancer(b -> b.name(name).subnets("subnet-1", "subnet-2"))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            blue = targetGroup(name + "-blue");
            green = targetGroup(name + "-green");
            production = listener(80);
            test = listener(8080);
            service(image);
            group(more);
        }
    }

    /** A client of ECS. */
    public EcsClient ecs() {
        return account.clients.ecs(AwsScope.OWN, Use.CHANGE);
    }

    /** A client of CodeDeploy. */
    public CodeDeployClient codeDeploy() {
        return account.clients.codeDeploy(AwsScope.OWN, Use.CHANGE);
    }

    private ElasticLoadBalancingV2Client elb() {
        return account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
    }

    private void role() {
        try {
            account.clients
                    .iam(AwsScope.OWN, Use.CHANGE)
                    .createRole(role -> role.roleName("deploy")
                            .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
        } catch (EntityAlreadyExistsException there) {
            // Another one made it.
        }
    }

    private static String roleArn() {
        return "arn:aws:iam::" + SimulatedAccount.ID + ":role/deploy";
    }

    private void service(String image) {
        ecs().createCluster(cluster -> cluster.clusterName(name));
        String taskDefinition = register(image);
        ecs().createService(c -> c.cluster(name)
                .serviceName("web")
                .taskDefinition(taskDefinition)
                .desiredCount(2)
                .launchType("FARGATE")
                .deploymentController(d -> d.type("CODE_DEPLOY"))
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1")))
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(blue)
                        .containerName("web")
                        .containerPort(80)
                        .build()));
    }

    private String register(String image) {
        return ecs().registerTaskDefinition(request -> request.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(roleArn())
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image(image)
                                .portMappings(
                                        PortMapping.builder().containerPort(80).build())
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private void group(Consumer<CreateDeploymentGroupRequest.Builder> more) {
        codeDeploy().createApplication(a -> a.applicationName(name).computePlatform("ECS"));
        CreateDeploymentGroupRequest.Builder request = CreateDeploymentGroupRequest.builder()
                .applicationName(name)
                .deploymentGroupName("web")
                .serviceRoleArn(roleArn())
                .deploymentStyle(s -> s.deploymentType("BLUE_GREEN").deploymentOption("WITH_TRAFFIC_CONTROL"))
                .blueGreenDeploymentConfiguration(
                        b -> b.deploymentReadyOption(r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT"))
                                .terminateBlueInstancesOnDeploymentSuccess(
                                        t -> t.action("TERMINATE").terminationWaitTimeInMinutes(5)))
                .loadBalancerInfo(l -> l.targetGroupPairInfoList(TargetGroupPairInfo.builder()
                        .targetGroups(named(name + "-blue"), named(name + "-green"))
                        .prodTrafficRoute(r -> r.listenerArns(production))
                        .testTrafficRoute(r -> r.listenerArns(test))
                        .build()))
                .ecsServices(ECSService.builder()
                        .clusterName(name)
                        .serviceName("web")
                        .build());
        more.accept(request);
        codeDeploy().createDeploymentGroup(request.build());
    }

    private static TargetGroupInfo named(String name) {
        return TargetGroupInfo.builder().name(name).build();
    }

    private String targetGroup(String name) {
        return elb().createTargetGroup(g -> g.name(name)
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

    private String listener(int port) {
        return elb().createListener(l -> l.loadBalancerArn(balancer)
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

    /** The service as ECS describes it. */
    public Service service() {
        return ecs().describeServices(request -> request.cluster(name).services("web"))
                .services()
                .getFirst();
    }

    /** How the production listener divides requests: percent by target group. */
    public Map<String, Integer> weights() {
        return elb()
                .describeListeners(d -> d.listenerArns(production))
                .listeners()
                .getFirst()
                .defaultActions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .stream()
                .collect(Collectors.toMap(TargetGroupTuple::targetGroupArn, TargetGroupTuple::weight));
    }

    /** Lets somebody deploy an image. */
    public void deploy(String image) {
        String taskDefinition = register(image);
        String appSpec = """
                {"version": 0.0, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties": {
                "TaskDefinition": "%s", "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": 80}}}}]}""".formatted(taskDefinition);
        codeDeploy()
                .createDeployment(request -> request.applicationName(id.application())
                        .deploymentGroupName(id.group())
                        .revision(revision -> revision.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                .appSpecContent(content -> content.content(appSpec))));
    }

    /** Images of the task sets in a target group. */
    public List<String> images(String targetGroup) {
        return service().taskSets().stream()
                .filter(set -> set.loadBalancers().stream()
                        .anyMatch(balanced -> targetGroup.equals(balanced.targetGroupArn())))
                .map(set -> ecs().describeTaskDefinition(request -> request.taskDefinition(set.taskDefinition()))
                        .taskDefinition()
                        .containerDefinitions()
                        .getFirst()
                        .image())
                .toList();
    }
}
