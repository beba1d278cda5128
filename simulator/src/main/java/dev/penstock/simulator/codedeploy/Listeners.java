package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.elb.WeightedForward;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Listeners, as CodeDeploy moves traffic at them: every rule that forwards to one of the two target groups gets their weights.
 */
final class Listeners {

    private static final String ELB = "elasticloadbalancing";
    private static final int ALL = 100;

    private final ServiceCalls calls;

    Listeners(ServiceCalls calls) {
        this.calls = calls;
    }

    /** The ARNs of target groups by their names. */
    List<String> groups(Caller role, List<TargetGroupInfo> named) {
        return calls
                .call(
                        role,
                        ELB,
                        DescribeTargetGroupsRequest.builder()
                                .names(named.stream().map(TargetGroupInfo::name).toList())
                                .build(),
                        DescribeTargetGroupsResponse.class)
                .targetGroups()
                .stream()
                .map(TargetGroup::targetGroupArn)
                .toList();
    }

    /**
     * Gives a share of a listener's traffic to the green group and the rest to the blue one. Both stay in use, so that the health
     * of the targets of both is checked.
     */
    void weigh(Caller role, String listener, String blue, String green, int percent) {
        List<Rule> rules = calls.call(
                        role,
                        ELB,
                        DescribeRulesRequest.builder().listenerArn(listener).build(),
                        DescribeRulesResponse.class)
                .rules();
        for (Rule rule : rules) {
            if (rule.actions().stream().anyMatch(action -> forwards(action, blue) || forwards(action, green))) {
                modify(role, listener, rule, WeightedForward.of(rule.actions(), shares(blue, green, percent)));
            }
        }
    }

    private void modify(Caller role, String listener, Rule rule, Action action) {
        if (Boolean.TRUE.equals(rule.isDefault())) {
            calls.call(
                    role,
                    ELB,
                    ModifyListenerRequest.builder()
                            .listenerArn(listener)
                            .defaultActions(action)
                            .build(),
                    ModifyListenerResponse.class);
        } else {
            calls.call(
                    role,
                    ELB,
                    ModifyRuleRequest.builder()
                            .ruleArn(rule.ruleArn())
                            .actions(action)
                            .build(),
                    ModifyRuleResponse.class);
        }
    }

    private static List<TargetGroupTuple> shares(String blue, String green, int percent) {
        return List.of(
                TargetGroupTuple.builder()
                        .targetGroupArn(blue)
                        .weight(ALL - percent)
                        .build(),
                TargetGroupTuple.builder().targetGroupArn(green).weight(percent).build());
    }

    private static boolean forwards(Action action, String group) {
        return group.equals(action.targetGroupArn())
                || (action.forwardConfig() != null
                        && action.forwardConfig().targetGroups().stream()
                                .anyMatch(tuple -> group.equals(tuple.targetGroupArn())));
    }
}
