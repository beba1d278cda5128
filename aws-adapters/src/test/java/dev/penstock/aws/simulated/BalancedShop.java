package dev.penstock.aws.simulated;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.release.ServiceId;
import dev.penstock.time.EngineClock.Busy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The service {@code web} of the cluster {@code shop} behind an Application Load Balancer with two target groups, which a rule
 * for users' requests and one for tests divide them among.
 */
public final class BalancedShop {

    /** The service. */
    public static final ServiceId WEB = new ServiceId("shop", "web");

    /** The role by which ECS changes rules. */
    public static final String ROLE = "arn:aws:iam::" + SimulatedAccount.ID + ":role/infrastructure";

    private static final int PORT = 80;

    /** The group that the rules send everything to at first. */
    public final String blue;

    /** The other one. */
    public final String green;

    /** The rule for users' requests. */
    public final String rule;

    /** The rule for tests. */
    public final String testRule;

    /** The listener that both are at. */
    public final String listener;

    private final SimulatedAccount account;
    private final ElasticLoadBalancingV2Client elb;

    /** Makes everything but the service. */
    public BalancedShop(SimulatedAccount account) {
        this.account = account;
        this.elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
        try (Busy busy = account.clock().busy()) {
            roles();
            ecs().createCluster(cluster -> cluster.clusterName(WEB.cluster()));
            String balancer = elb.createLoadBalancer(b -> b.name("front").subnets("subnet-1", "subnet-2"))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            blue = group("blue", "ip");
            green = group("green", "ip");
            listener = elb.createListener(l -> l.loadBalancerArn(balancer)
                            .protocol("HTTP")
                            .port(PORT)
                            .defaultActions(Action.builder()
                                    .type("fixed-response")
                                    .fixedResponseConfig(answer -> answer.statusCode("404"))
                                    .build()))
                    .listeners()
                    .getFirst()
                    .listenerArn();
            rule = rule(1, "/*", blue, green);
            testRule = rule(2, "/test/*", blue, green);
        }
    }

    private void roles() {
        account.clients
                .iam(AwsScope.OWN, Use.CHANGE)
                .createRole(
                        role -> role.roleName("infrastructure")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                + "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs.amazonaws.com\"}}]}"));
    }

    /** Makes a target group whose tasks drain at once. */
    public String group(String name, String type) {
        String arn = elb.createTargetGroup(g -> g.name(name)
                        .protocol("HTTP")
                        .port(PORT)
                        .vpcId("vpc-1")
                        .targetType(type)
                        .healthCheckIntervalSeconds(10))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(arn)
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("0")
                        .build()));
        return arn;
    }

    private String rule(int priority, String path, String first, String second) {
        return elb.createRule(r -> r.listenerArn(listener)
                        .priority(priority)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values(path)
                                .build())
                        .actions(forward(Map.of(first, 1, second, 0))))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private static Action forward(Map<String, Integer> weights) {
        return Action.builder()
                .type("forward")
                .forwardConfig(f -> f.targetGroups(weights.entrySet().stream()
                        .map(weight -> TargetGroupTuple.builder()
                                .targetGroupArn(weight.getKey())
                                .weight(weight.getValue())
                                .build())
                        .toList()))
                .build();
    }

    /** A client of ECS. */
    public EcsClient ecs() {
        return account.clients.ecs(AwsScope.OWN, Use.CHANGE);
    }

    /** Makes the service, of two tasks, and more of it as is said. */
    public void createService(String image, Consumer<CreateServiceRequest.Builder> more) {
        try (Busy busy = account.clock().busy()) {
            String definition = register(image);
            ecs().createService(request -> {
                request.cluster(WEB.cluster())
                        .serviceName(WEB.service())
                        .taskDefinition(definition)
                        .launchType("FARGATE")
                        .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                        .loadBalancers(balancer())
                        .desiredCount(2);
                more.accept(request);
            });
        }
    }

    /** Makes the service, of two tasks, with a primary task set of its own in the first target group. */
    public void createExternalService(String image) {
        try (Busy busy = account.clock().busy()) {
            ecs().createService(request -> request.cluster(WEB.cluster())
                    .serviceName(WEB.service())
                    .deploymentController(controller -> controller.type("EXTERNAL"))
                    .desiredCount(2));
            String set = createTaskSet(register(image), blue);
            ecs().updateServicePrimaryTaskSet(update ->
                    update.cluster(WEB.cluster()).service(WEB.service()).primaryTaskSet(set));
        }
    }

    /** Makes a task set of all tasks, and says its ARN. */
    public String createTaskSet(String taskDefinition, String group) {
        return ecs().createTaskSet(request -> request.cluster(WEB.cluster())
                        .service(WEB.service())
                        .taskDefinition(taskDefinition)
                        .launchType("FARGATE")
                        .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                        .loadBalancers(LoadBalancer.builder()
                                .targetGroupArn(group)
                                .containerName("web")
                                .containerPort(PORT)
                                .build())
                        .scale(scale -> scale.unit("PERCENT").value(100.0)))
                .taskSet()
                .taskSetArn();
    }

    /** The service's load balancer, with everything that moves traffic. */
    public LoadBalancer balancer() {
        return LoadBalancer.builder()
                .targetGroupArn(blue)
                .containerName("web")
                .containerPort(PORT)
                .advancedConfiguration(a -> a.alternateTargetGroupArn(green)
                        .productionListenerRule(rule)
                        .testListenerRule(testRule)
                        .roleArn(ROLE))
                .build();
    }

    /** Registers a task definition of the containers {@code web} and {@code sidecar}. */
    public String register(String image) {
        return ecs().registerTaskDefinition(request -> request.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container("web", image), container("sidecar", image)))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private static ContainerDefinition container(String name, String image) {
        ContainerDefinition.Builder container = ContainerDefinition.builder()
                .name(name)
                .image(image)
                .essential(true)
                .memory(128);
        return name.equals("web")
                ? container
                        .portMappings(PortMapping.builder().containerPort(PORT).build())
                        .build()
                : container.build();
    }

    /** How the rule for users' requests divides them now. */
    public Map<String, Integer> weights() {
        Map<String, Integer> weights = new TreeMap<>();
        elb.describeRules(d -> d.ruleArns(rule))
                .rules()
                .getFirst()
                .actions()
                .getLast()
                .forwardConfig()
                .targetGroups()
                .forEach(group -> weights.put(group.targetGroupArn(), group.weight()));
        return weights;
    }

    /** Lets the rule for users' requests divide them otherwise, as somebody else would. */
    public void weigh(Map<String, Integer> weights) {
        elb.modifyRule(m -> m.ruleArn(rule).actions(forward(weights)));
    }
}
