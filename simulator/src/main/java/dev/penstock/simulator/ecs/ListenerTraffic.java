package dev.penstock.simulator.ecs;

import dev.penstock.simulator.elb.WeightedForward;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Moves traffic between the two target groups of a service, by the weights of its listener rules, in the name of the
 * infrastructure role. Source: ECS Developer Guide, "Application Load Balancer resources for blue/green, linear, and canary
 * deployments" and "Amazon ECS infrastructure IAM role for load balancers"; ELB API Reference, TargetGroupTuple.
 */
final class ListenerTraffic {

    private static final String ELB = "elasticloadbalancing";
    private static final int LARGEST_WEIGHT = 999;

    private final EcsStore ecs;
    private final ServiceCalls calls;
    private final ServiceSessions sessions;

    ListenerTraffic(EcsStore ecs, ServiceCalls calls, ServiceSessions sessions) {
        this.ecs = ecs;
        this.calls = calls;
        this.sessions = sessions;
    }

    /** Which traffic is moved. */
    enum Kind {
        PRODUCTION,
        TEST
    }

    /** The listener rule, or the listener of a Network Load Balancer, for some traffic of a load balancer. */
    static Optional<String> rule(LoadBalancer balancer, Kind kind) {
        AdvancedConfiguration advanced = balancer.advancedConfiguration();
        return Optional.ofNullable(advanced)
                .map(a -> kind == Kind.PRODUCTION ? a.productionListenerRule() : a.testListenerRule());
    }

    /** The other one of a load balancer's two target groups. */
    static String other(LoadBalancer balancer, String group) {
        String alternate = balancer.advancedConfiguration().alternateTargetGroupArn();
        return group.equals(alternate) ? balancer.targetGroupArn() : alternate;
    }

    /** Whether some of the traffic comes through a Network Load Balancer, which takes its time. */
    static boolean isNetwork(ServiceRecord service) {
        return service.settings().loadBalancers().stream()
                .flatMap(b -> rule(b, Kind.PRODUCTION).stream())
                .anyMatch(arn -> arn.contains("/net/"));
    }

    /**
     * Gives a share of the traffic to a revision's target groups, and the rest to the other ones.
     *
     * @param launch of the revision
     * @param percent 0 to 100
     * @return why it could not be done; empty when it was
     */
    Optional<String> give(ServiceRecord service, Launch launch, Kind kind, double percent) {
        List<LoadBalancer> configured = service.settings().loadBalancers();
        for (int i = 0; i < Math.min(configured.size(), launch.balancers().size()); i++) {
            LoadBalancer balancer = configured.get(i);
            Optional<String> rule = rule(balancer, kind);
            if (rule.isPresent()) {
                String group = launch.balancers().get(i).targetGroupArn();
                Optional<String> refused = weigh(service, balancer, rule.get(), group, percent);
                if (refused.isPresent()) {
                    return refused;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> weigh(
            ServiceRecord service, LoadBalancer balancer, String rule, String group, double percent) {
        String region = service.arn().split(":", 6)[3];
        String role = balancer.advancedConfiguration().roleArn();
        Caller caller = sessions.assume(region, role, "ecs.amazonaws.com", "ECSServiceDeployment", ecs.now())
                .orElse(null);
        if (caller == null) {
            return Optional.of("ECS was unable to assume the role '" + role + "'");
        }
        try {
            if (rule.contains(":listener/")) {
                weighListener(caller, rule, tuples(balancer, group, percent));
            } else {
                weighRule(caller, rule, tuples(balancer, group, percent));
            }
            return Optional.empty();
        } catch (ServiceError refused) {
            return Optional.of(refused.message());
        }
    }

    private void weighRule(Caller caller, String arn, List<TargetGroupTuple> tuples) {
        Rule rule = calls.call(
                        caller,
                        ELB,
                        DescribeRulesRequest.builder().ruleArns(arn).build(),
                        DescribeRulesResponse.class)
                .rules()
                .getFirst();
        Action action = WeightedForward.of(rule.actions(), tuples);
        if (Boolean.TRUE.equals(rule.isDefault())) {
            // A default rule is changed through its listener.
            modify(caller, arn.replace(":listener-rule/", ":listener/").replaceAll("/[^/]+$", ""), action);
        } else {
            calls.call(
                    caller,
                    ELB,
                    ModifyRuleRequest.builder().ruleArn(arn).actions(action).build(),
                    ModifyRuleResponse.class);
        }
    }

    private void weighListener(Caller caller, String arn, List<TargetGroupTuple> tuples) {
        List<Action> present = calls.call(
                        caller,
                        ELB,
                        DescribeListenersRequest.builder().listenerArns(arn).build(),
                        DescribeListenersResponse.class)
                .listeners()
                .getFirst()
                .defaultActions();
        modify(caller, arn, WeightedForward.of(present, tuples));
    }

    private void modify(Caller caller, String listener, Action action) {
        calls.call(
                caller,
                ELB,
                ModifyListenerRequest.builder()
                        .listenerArn(listener)
                        .defaultActions(action)
                        .build(),
                ModifyListenerResponse.class);
    }

    private static List<TargetGroupTuple> tuples(LoadBalancer balancer, String group, double percent) {
        List<TargetGroupTuple> tuples = new ArrayList<>();
        // Always in the configuration's order, so that only the weights change.
        for (String arn : List.of(
                balancer.targetGroupArn(), balancer.advancedConfiguration().alternateTargetGroupArn())) {
            double share = arn.equals(group) ? percent : Shift.ALL - percent;
            tuples.add(TargetGroupTuple.builder()
                    .targetGroupArn(arn)
                    .weight(weight(share, percent == Math.rint(percent)))
                    .build());
        }
        return tuples;
    }

    /** Weights are whole numbers up to 999: tenths of a percent need a scale of their own. */
    private static int weight(double share, boolean whole) {
        return whole ? (int) share : (int) Math.min(LARGEST_WEIGHT, Math.round(share * 10));
    }
}
