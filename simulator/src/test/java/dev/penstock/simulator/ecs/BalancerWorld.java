package dev.penstock.simulator.ecs;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** A load balancer with target groups, and short ways to look at their targets. */
final class BalancerWorld {

    private final ElasticLoadBalancingV2Client elb;
    private final String balancer;
    private int port = 80;
    private int nextPriority = 1;

    /** Waits until the load balancer is active. */
    BalancerWorld(Clients clients, SimulatedTime time) {
        elb = clients.with(ElasticLoadBalancingV2Client.builder());
        balancer = elb.createLoadBalancer(b -> b.name("main").subnets("subnet-1", "subnet-2"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        time.advance(Duration.ofMinutes(5));
    }

    /** A target group behind a listener of its own, checked every 10 seconds. */
    String targetGroup(String name, String type) {
        String group = targetGroupAlone(name, type);
        elb.createListener(l -> l.loadBalancerArn(balancer)
                .protocol("HTTP")
                .port(port++)
                .defaultActions(
                        Action.builder().type("forward").targetGroupArn(group).build()));
        return group;
    }

    String targetGroupAlone(String name, String type) {
        return elb.createTargetGroup(g -> g.name(name)
                        .protocol("HTTP")
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType(type)
                        .healthCheckIntervalSeconds(10)
                        .unhealthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    /** A rule at the listener of a target group, which forwards everything to the first of two others. */
    String rule(String listening, String path, String first, String second) {
        String listener = elb.describeListeners(d -> d.loadBalancerArn(balancer)).listeners().stream()
                .filter(l -> listening.equals(l.defaultActions().getFirst().targetGroupArn()))
                .findFirst()
                .orElseThrow()
                .listenerArn();
        return elb.createRule(r -> r.listenerArn(listener)
                        .priority(nextPriority++)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values(path)
                                .build())
                        .actions(Action.builder()
                                .type("forward")
                                .forwardConfig(f -> f.targetGroups(tuple(first, 1), tuple(second, 0)))
                                .build()))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    void delay(String group, int seconds) {
        elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(group)
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value(String.valueOf(seconds))
                        .build()));
    }

    /** The states of all targets of a group. */
    List<String> states(String group) {
        return health(group).stream().map(h -> h.targetHealth().stateAsString()).toList();
    }

    List<TargetHealthDescription> health(String group) {
        return elb.describeTargetHealth(d -> d.targetGroupArn(group)).targetHealthDescriptions();
    }

    /** A definition whose container answers at port 80. */
    String definition(EcsWorld world, String simulate) {
        return world.register(
                "public.example/web:1",
                simulate,
                c -> c.portMappings(PortMapping.builder().containerPort(80).build()));
    }

    static LoadBalancer of(String group) {
        return of(group, "web", 80);
    }

    static LoadBalancer of(String group, String container, int port) {
        return LoadBalancer.builder()
                .targetGroupArn(group)
                .containerName(container)
                .containerPort(port)
                .build();
    }
}
