package dev.penstock.aws.traffic;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.ListenerRulesContract;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Rules at the simulated Elastic Load Balancing do what all rules must. */
class ElbListenerRulesTest extends ListenerRulesContract {

    private final SimulatedAccount account = new SimulatedAccount();
    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected ListenerRules rules() {
        return new ElbListenerRules(account.clients);
    }

    @Override
    protected String targetGroup(String name) {
        return elb.createTargetGroup(group ->
                        group.name(name).protocol(ProtocolEnum.HTTP).port(80).vpcId("vpc-0a"))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    @Override
    protected ListenerRuleArn rule(String targetGroup) {
        Action forward = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(targetGroup)
                .build();
        String balancer = elb.createLoadBalancer(front -> front.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        String listener = elb.createListener(at -> at.loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(forward))
                .listeners()
                .getFirst()
                .listenerArn();
        return ListenerRuleArn.of(elb.createRule(rule -> rule.listenerArn(listener)
                                .priority(10)
                                .conditions(RuleCondition.builder()
                                        .field("host-header")
                                        .hostHeaderConfig(values -> values.values(HOST))
                                        .build())
                                .actions(forward))
                        .rules()
                        .getFirst()
                        .ruleArn())
                .orElseThrow();
    }
}
