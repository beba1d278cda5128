package dev.penstock.aws.traffic;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Rules of Application Load Balancers. */
public final class ElbListenerRules implements ListenerRules {

    private static final String DESCRIBE = "elasticloadbalancing:DescribeRules";

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public ElbListenerRules(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<ListenerRule> rule(AwsScope scope, ListenerRuleArn arn) {
        return described(scope, arn).map(ElbListenerRules::mapped);
    }

    private Optional<Rule> described(AwsScope scope, ListenerRuleArn arn) {
        return orNone(() -> clients
                .call(
                        DESCRIBE,
                        "look at the listener rule " + arn,
                        () -> clients.elasticLoadBalancing(scope, Use.READ)
                                .describeRules(describe -> describe.ruleArns(arn.text())))
                .rules()
                .stream()
                .findFirst());
    }

    @Override
    public List<ListenerRule> ofLoadBalancer(AwsScope scope, String loadBalancer) {
        List<ListenerRule> rules = new ArrayList<>();
        for (Listener listener : listeners(scope, loadBalancer)) {
            Optional<String> marker = Optional.empty();
            do {
                Optional<String> from = marker;
                var page = clients.call(
                        DESCRIBE,
                        "list the rules of listener " + listener.listenerArn(),
                        () -> clients.elasticLoadBalancing(scope, Use.READ).describeRules(describe -> {
                            describe.listenerArn(listener.listenerArn());
                            from.ifPresent(describe::marker);
                        }));
                page.rules().stream().map(ElbListenerRules::mapped).forEach(rules::add);
                marker = Optional.ofNullable(page.nextMarker());
            } while (marker.isPresent());
        }
        return rules;
    }

    private List<Listener> listeners(AwsScope scope, String loadBalancer) {
        return this.<List<Listener>>orNone(() -> Optional.of(clients.call(
                        "elasticloadbalancing:DescribeListeners",
                        "list the listeners of load balancer " + loadBalancer,
                        () -> clients
                                .elasticLoadBalancing(scope, Use.READ)
                                .describeListenersPaginator(describe -> describe.loadBalancerArn(loadBalancer))
                                .listeners()
                                .stream()
                                .toList())))
                .orElse(List.of());
    }

    @Override
    public void divide(AwsScope scope, ListenerRuleArn arn, TrafficShares shares) {
        List<Action> before = described(scope, arn).map(Rule::actions).orElse(List.of());
        List<Action> actions = new ArrayList<>(before.isEmpty() ? before : before.subList(0, before.size() - 1));
        ForwardActionConfig.Builder forward = ForwardActionConfig.builder()
                .targetGroups(shares.weights().entrySet().stream()
                        .map(share -> TargetGroupTuple.builder()
                                .targetGroupArn(share.getKey())
                                .weight(share.getValue())
                                .build())
                        .toList());
        Action.Builder last = Action.builder().type(ActionTypeEnum.FORWARD).forwardConfig(forward.build());
        if (!before.isEmpty()) {
            Action replaced = before.getLast();
            if (replaced.forwardConfig() != null && replaced.forwardConfig().targetGroupStickinessConfig() != null) {
                forward.targetGroupStickinessConfig(replaced.forwardConfig().targetGroupStickinessConfig());
            }
            last.order(replaced.order()).forwardConfig(forward.build());
        }
        actions.add(last.build());
        clients.call(
                "elasticloadbalancing:ModifyRule",
                "change the weights of the listener rule " + arn,
                () -> clients.elasticLoadBalancing(scope, Use.CHANGE)
                        .modifyRule(modify -> modify.ruleArn(arn.text()).actions(actions)));
    }

    @Override
    public TargetGroupHealth health(AwsScope scope, String targetGroup) {
        List<TargetHealthDescription> targets = this.<List<TargetHealthDescription>>orNone(() ->
                        Optional.of(clients.call(
                                        "elasticloadbalancing:DescribeTargetHealth",
                                        "look at the targets of " + targetGroup,
                                        () -> clients.elasticLoadBalancing(scope, Use.READ)
                                                .describeTargetHealth(describe -> describe.targetGroupArn(targetGroup)))
                                .targetHealthDescriptions()))
                .orElse(List.of());
        long healthy = targets.stream()
                .filter(target ->
                        target.targetHealth() != null && target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .count();
        return new TargetGroupHealth((int) healthy, targets.size());
    }

    private <T> Optional<T> orNone(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ListenerRule mapped(Rule rule) {
        Optional<Action> last = rule.actions().isEmpty()
                ? Optional.empty()
                : Optional.of(rule.actions().getLast());
        return new ListenerRule(
                rule.ruleArn(),
                Boolean.TRUE.equals(rule.isDefault()),
                values(rule, "host-header"),
                values(rule, "path-pattern"),
                last.map(ElbListenerRules::does).orElse(ListenerRule.Does.ANSWER),
                last.map(ElbListenerRules::shares).orElse(TrafficShares.NONE),
                last.flatMap(ElbListenerRules::stickiness));
    }

    private static ListenerRule.Does does(Action last) {
        if (last.type() == ActionTypeEnum.FORWARD) {
            return ListenerRule.Does.FORWARD;
        }
        return last.type() == ActionTypeEnum.REDIRECT ? ListenerRule.Does.REDIRECT : ListenerRule.Does.ANSWER;
    }

    private static Optional<Duration> stickiness(Action last) {
        return Optional.ofNullable(last.forwardConfig())
                .map(ForwardActionConfig::targetGroupStickinessConfig)
                .filter(config -> Boolean.TRUE.equals(config.enabled()))
                .map(config -> Duration.ofSeconds(config.durationSeconds() == null ? 0 : config.durationSeconds()));
    }

    private static List<String> values(Rule rule, String field) {
        return rule.conditions().stream()
                .filter(condition -> field.equals(condition.field()))
                .flatMap(condition -> values(condition).stream())
                .toList();
    }

    private static List<String> values(RuleCondition condition) {
        if (condition.hostHeaderConfig() != null) {
            return condition.hostHeaderConfig().values();
        }
        return condition.pathPatternConfig() != null
                ? condition.pathPatternConfig().values()
                : condition.values();
    }

    /** A single group has no weight where it was given without one. */
    private static TrafficShares shares(Action action) {
        if (action.forwardConfig() == null
                || action.forwardConfig().targetGroups().isEmpty()) {
            return action.targetGroupArn() == null ? TrafficShares.NONE : TrafficShares.all(action.targetGroupArn());
        }
        Map<String, Integer> weights = new TreeMap<>();
        action.forwardConfig()
                .targetGroups()
                .forEach(group -> weights.put(group.targetGroupArn(), group.weight() == null ? 1 : group.weight()));
        return new TrafficShares(weights);
    }
}
