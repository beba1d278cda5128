package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Makes what stands in front of services whose releases divide requests. */
final class FrontStandIns {

    private static final String ROLE = "penstock-stand-in-infrastructure";
    private static final String TRUST_ECS = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": {"Service": "ecs.amazonaws.com"}}]}
        """;

    private static final int HTTP = 80;

    /** Names of load balancers and target groups have at most 32 characters. */
    private static final int LONGEST_NAME = 32;

    private final AwsClients clients;

    FrontStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Makes a load balancer, two target groups and a rule that sends everything to the first.
     *
     * @return what a service names of it
     */
    software.amazon.awssdk.services.ecs.model.LoadBalancer make(
            AwsScope scope, ServiceStandIn wanted, String... subnets) {
        String role = new RoleStandIns(clients).role(scope, ROLE, TRUST_ECS);
        return clients.call(
                "elasticloadbalancing:CreateLoadBalancer",
                "make the load balancer of the service " + wanted.service(),
                () -> {
                    ElasticLoadBalancingV2Client elb = clients.elasticLoadBalancing(scope, Use.CHANGE);
                    String blue = group(elb, wanted, "blue");
                    String green = group(elb, wanted, "green");
                    String balancer = elb.createLoadBalancer(request ->
                                    request.name(name(wanted, "front")).subnets(subnets))
                            .loadBalancers()
                            .getFirst()
                            .loadBalancerArn();
                    String listener = elb.createListener(request -> request.loadBalancerArn(balancer)
                                    .protocol(ProtocolEnum.HTTP)
                                    .port(HTTP)
                                    .defaultActions(Action.builder()
                                            .type(ActionTypeEnum.FIXED_RESPONSE)
                                            .fixedResponseConfig(answer -> answer.statusCode("404"))
                                            .build()))
                            .listeners()
                            .getFirst()
                            .listenerArn();
                    String rule = elb.createRule(request -> request.listenerArn(listener)
                                    .priority(1)
                                    .conditions(RuleCondition.builder()
                                            .field("path-pattern")
                                            .values("/*")
                                            .build())
                                    .actions(forward(blue, green)))
                            .rules()
                            .getFirst()
                            .ruleArn();
                    return software.amazon.awssdk.services.ecs.model.LoadBalancer.builder()
                            .targetGroupArn(blue)
                            .containerName(wanted.container())
                            .containerPort(wanted.containerPort())
                            .advancedConfiguration(AdvancedConfiguration.builder()
                                    .alternateTargetGroupArn(green)
                                    .productionListenerRule(rule)
                                    .roleArn(role)
                                    .build())
                            .build();
                });
    }

    /** The listener in front of a service, whose requests its rule divides; absent where none was made. */
    Optional<String> listener(AwsScope scope, ServiceStandIn wanted) {
        return clients.call(
                "elasticloadbalancing:DescribeListeners",
                "look for the load balancer of the service " + wanted.service(),
                () -> {
                    ElasticLoadBalancingV2Client elb = clients.elasticLoadBalancing(scope, Use.READ);
                    try {
                        String balancer = elb.describeLoadBalancers(request -> request.names(name(wanted, "front")))
                                .loadBalancers()
                                .getFirst()
                                .loadBalancerArn();
                        return Optional.of(elb.describeListeners(request -> request.loadBalancerArn(balancer))
                                .listeners()
                                .getFirst()
                                .listenerArn());
                    } catch (LoadBalancerNotFoundException e) {
                        return Optional.empty();
                    }
                });
    }

    private static String group(ElasticLoadBalancingV2Client elb, ServiceStandIn wanted, String colour) {
        return elb.createTargetGroup(request -> request.name(name(wanted, colour))
                        .protocol(ProtocolEnum.HTTP)
                        .port(wanted.containerPort())
                        .vpcId("vpc-0a1b2c3d4e5f60718")
                        .targetType(TargetTypeEnum.IP)
                        .healthCheckIntervalSeconds(10))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private static String name(ServiceStandIn wanted, String part) {
        int most = LONGEST_NAME - part.length() - 1;
        String service = wanted.service().replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^-+", "");
        return service.substring(0, Math.min(most, service.length())) + "-" + part;
    }

    private static Action forward(String first, String second) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(divided -> divided.targetGroups(weight(first, 1), weight(second, 0)))
                .build();
    }

    private static TargetGroupTuple weight(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }
}
