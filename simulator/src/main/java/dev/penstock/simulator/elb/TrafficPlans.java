package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.network.Backend;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Finds out where the requests of a flow go, by the same rules as those of real clients. */
final class TrafficPlans {

    private final ElbStore rows;
    private final Function<TargetRow, Optional<Backend>> backends;

    TrafficPlans(ElbStore rows, Function<TargetRow, Optional<Backend>> backends) {
        this.rows = rows;
        this.backends = backends;
    }

    TrafficPlan of(FlowRow flow) {
        ListenerRow listener = rows.listener(flow.listener()).orElse(null);
        BalancerRow balancer = listener == null
                ? null
                : rows.balancer(listener.model().loadBalancerArn())
                        .filter(b -> b.model().state().code() == LoadBalancerStateEnum.ACTIVE)
                        .orElse(null);
        if (listener == null || balancer == null) {
            return new TrafficPlan.Nowhere();
        }
        return ListenerRouting.rule(rows.rules(flow.listener()), facts(flow, balancer))
                .map(rule -> of(balancer, rule.actions().getLast()))
                .orElseGet(TrafficPlan.Nowhere::new);
    }

    private TrafficPlan of(BalancerRow balancer, Action action) {
        RequestMetrics.Place node = Zoning.node(balancer);
        return switch (action.type()) {
            case FIXED_RESPONSE ->
                new TrafficPlan.Own(
                        node, Integer.parseInt(action.fixedResponseConfig().statusCode()), "HTTP_Fixed_Response_Count");
            case REDIRECT ->
                new TrafficPlan.Own(
                        node,
                        Integer.parseInt(
                                action.redirectConfig().statusCodeAsString().substring("HTTP_".length())),
                        "HTTP_Redirect_Count");
            default -> {
                List<TrafficPlan.Group> groups = new ArrayList<>();
                List<TargetGroupTuple> tuples = action.forwardConfig().targetGroups();
                for (TargetGroupTuple tuple : tuples) {
                    int weight = tuples.size() == 1 ? 1 : tuple.weight();
                    rows.group(tuple.targetGroupArn()).ifPresent(group -> groups.add(group(balancer, group, weight)));
                }
                String idle = balancer.attributes().getOrDefault("idle_timeout.timeout_seconds", "350");
                yield new TrafficPlan.Forward(node, groups, Duration.ofSeconds(Long.parseLong(idle)));
            }
        };
    }

    private TrafficPlan.Group group(BalancerRow balancer, GroupRow group, int weight) {
        String arn = group.model().targetGroupArn();
        List<TrafficPlan.Target> targets = Candidates.of(group, rows.targets(arn)).stream()
                .map(row -> new TrafficPlan.Target(
                        Zoning.of(balancer, row),
                        Arns.account(arn),
                        row.target().id(),
                        backends.apply(row)))
                .toList();
        return new TrafficPlan.Group(arn, weight, targets);
    }

    private static RequestFacts facts(FlowRow flow, BalancerRow balancer) {
        Map<String, List<String>> headers = new HashMap<>();
        flow.requests().headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        String host = flow.requests().host().isEmpty()
                ? balancer.model().dnsName()
                : flow.requests().host();
        return RequestFacts.of(
                flow.requests().method(), host, flow.requests().path(), headers, InetAddress.getLoopbackAddress());
    }
}
