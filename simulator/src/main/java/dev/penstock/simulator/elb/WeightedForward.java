package dev.penstock.simulator.elb;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The action by which services that deploy move traffic: a forward to target groups by their weights. */
public final class WeightedForward {

    private WeightedForward() {}

    /**
     * A forward in place of another.
     *
     * @param present the actions of the rule or listener; their stickiness is kept
     * @param groups with their weights
     */
    public static Action of(List<Action> present, List<TargetGroupTuple> groups) {
        TargetGroupStickinessConfig stickiness = present.stream()
                .filter(action -> action.forwardConfig() != null)
                .map(action -> action.forwardConfig().targetGroupStickinessConfig())
                .findFirst()
                .orElse(null);
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(groups).targetGroupStickinessConfig(stickiness))
                .build();
    }
}
