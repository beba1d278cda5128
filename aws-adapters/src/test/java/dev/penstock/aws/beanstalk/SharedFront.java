package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** A load balancer that environments share, with a rule for the users' host name that answers by itself at first. */
final class SharedFront {

    static final String HOST = "shop.example.com";

    final ElasticLoadBalancingV2Client elb;
    final String loadBalancer;
    final String listener;
    final ListenerRuleArn rule;
    private final ElbListenerRules rules;

    SharedFront(AwsClients clients) {
        elb = clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
        rules = new ElbListenerRules(clients);
        loadBalancer = elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        listener = elb.createListener(l -> l.loadBalancerArn(loadBalancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(answer("404")))
                .listeners()
                .getFirst()
                .listenerArn();
        rule = ListenerRuleArn.of(elb.createRule(r -> r.listenerArn(listener)
                                .priority(10)
                                .conditions(RuleCondition.builder()
                                        .field("host-header")
                                        .hostHeaderConfig(h -> h.values(HOST))
                                        .build())
                                .actions(answer("503")))
                        .rules()
                        .getFirst()
                        .ruleArn())
                .orElseThrow();
    }

    private static Action answer(String status) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(f -> f.statusCode(status))
                .build();
    }

    /** Lets an environment share it. */
    Map<OptionName, String> options() {
        return Map.of(
                new OptionName("aws:elasticbeanstalk:environment", "LoadBalancerIsShared"),
                "true",
                new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer"),
                loadBalancer);
    }

    TrafficShares shares() {
        return rules.rule(AwsScope.OWN, rule).orElseThrow().shares();
    }

    int targetGroups() {
        return elb.describeTargetGroups().targetGroups().size();
    }
}
