package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Which targets of a group get requests: the healthy ones, or all that do not drain when fewer than the group's minimum
 * are healthy. Source: ELB User Guide, "Target group health", and the attributes
 * {@code target_group_health.unhealthy_state_routing}.
 */
final class Candidates {

    private static final String ROUTING = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";

    private Candidates() {}

    /** Empty when the group has none that could get requests. */
    static List<TargetRow> of(GroupRow group, List<TargetRow> targets) {
        List<TargetRow> registered = targets.stream()
                .filter(row -> row.health().state() != TargetHealthStateEnum.DRAINING
                        && row.health().state() != TargetHealthStateEnum.UNUSED)
                .toList();
        List<TargetRow> healthy = registered.stream()
                .filter(row -> row.health().state() == TargetHealthStateEnum.HEALTHY)
                .toList();
        int least = Integer.parseInt(group.attributes().get(ROUTING + "count"));
        String share = group.attributes().get(ROUTING + "percentage");
        boolean enough = healthy.size() >= least
                && ("off".equals(share) || healthy.size() * 100 >= Integer.parseInt(share) * registered.size());
        return enough ? healthy : registered;
    }
}
