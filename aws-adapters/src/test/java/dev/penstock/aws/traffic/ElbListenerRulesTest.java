package dev.penstock.aws.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.ListenerRulesContract;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Rules at the simulated Elastic Load Balancing do what all rules must. */
class ElbListenerRulesTest extends ListenerRulesContract {

    private final SimulatedAccount account = new SimulatedAccount();
    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);

    @Test
    void whatARuleDoesAndWhetherClientsStayIsRead() {
        String blue = targetGroup("blue");
        ListenerRuleArn arn = rule(blue);
        assertThat(read(arn).does()).isEqualTo(ListenerRule.Does.FORWARD);
        assertThat(read(arn).stickiness()).isEmpty();

        become(
                arn,
                Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .forwardConfig(ForwardActionConfig.builder()
                                .targetGroups(TargetGroupTuple.builder()
                                        .targetGroupArn(blue)
                                        .weight(1)
                                        .build())
                                .targetGroupStickinessConfig(TargetGroupStickinessConfig.builder()
                                        .enabled(true)
                                        .durationSeconds(600)
                                        .build())
                                .build())
                        .build());
        assertThat(read(arn).stickiness()).contains(Duration.ofMinutes(10));
        rules().divide(AwsScope.OWN, arn, TrafficShares.splitPermille(targetGroup("green"), 5, blue));
        assertThat(read(arn).stickiness()).contains(Duration.ofMinutes(10));
        assertThat(read(arn).shares().fraction(blue)).isEqualTo(0.995);

        become(
                arn,
                Action.builder()
                        .type(ActionTypeEnum.REDIRECT)
                        .redirectConfig(RedirectActionConfig.builder()
                                .protocol("HTTPS")
                                .port("443")
                                .statusCode(RedirectActionStatusCodeEnum.HTTP_301)
                                .build())
                        .build());
        assertThat(read(arn).does()).isEqualTo(ListenerRule.Does.REDIRECT);
        become(
                arn,
                Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(FixedResponseActionConfig.builder()
                                .statusCode("503")
                                .build())
                        .build());
        assertThat(read(arn).does()).isEqualTo(ListenerRule.Does.ANSWER);
        assertThat(read(arn).shares()).isEqualTo(TrafficShares.NONE);
    }

    private ListenerRule read(ListenerRuleArn arn) {
        return rules().rule(AwsScope.OWN, arn).orElseThrow();
    }

    private void become(ListenerRuleArn arn, Action action) {
        elb.modifyRule(rule -> rule.ruleArn(arn.text()).actions(List.of(action)));
    }

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
