package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.ElbStore.RuleRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** Operations on the rules of application load balancers' listeners. */
final class RuleCalls {

    private static final int MOST = 100;
    private static final int LAST_PRIORITY = 50_000;

    /** The order in which rules are tried: by priority, the default rule last. */
    static final Comparator<Rule> BY_PRIORITY =
            Comparator.comparingInt(rule -> rule.isDefault() ? Integer.MAX_VALUE : Integer.parseInt(rule.priority()));

    private final ElbStore rows;
    private final LoadBalancers balancers;
    private final ListenerCalls listeners;
    private final ActionRules actions;
    private final Targets targets;
    private final Ids ids;
    private final ElbTags tags;

    RuleCalls(
            ElbStore rows,
            LoadBalancers balancers,
            ListenerCalls listeners,
            ActionRules actions,
            Targets targets,
            Ids ids,
            ElbTags tags) {
        this.rows = rows;
        this.balancers = balancers;
        this.listeners = listeners;
        this.actions = actions;
        this.targets = targets;
        this.ids = ids;
        this.tags = tags;
    }

    CreateRuleResponse create(Call call, CreateRuleRequest request) {
        ListenerRow listener = listeners.row(call, request.listenerArn());
        BalancerRow balancer = balancers.row(call, listener.model().loadBalancerArn());
        if (balancer.model().type() == LoadBalancerTypeEnum.NETWORK) {
            throw ServiceError.client(
                    "UnsupportedProtocol",
                    "Rules are not supported for listeners with the protocol '"
                            + listener.model().protocolAsString() + "'");
        } else if (request.hasTransforms() && !request.transforms().isEmpty()) {
            throw ElbErrors.unsupported("a rule with transforms", "rules without");
        }
        int priority = priority(request.priority());
        List<RuleRow> all = rows.rules(listener.model().listenerArn());
        requireFree(all, priority);
        if (all.size() > MOST) {
            throw ElbErrors.limit("TooManyRules", "rules per load balancer");
        }
        Rule rule = Rule.builder()
                .ruleArn(Arns.rule(listener.model().listenerArn(), ids.hex(16)))
                .priority(Integer.toString(priority))
                .conditions(ConditionRules.kept(request.conditions()))
                .actions(actions.kept(call, balancer, listener.model().protocol(), request.actions(), "actions"))
                .isDefault(false)
                .build();
        tags.create(rule.ruleArn(), request.tags());
        put(listener, rule, List.of());
        call.effect(rule.ruleArn());
        return CreateRuleResponse.builder().rules(rule).build();
    }

    DescribeRulesResponse describe(Call call, DescribeRulesRequest request) {
        List<Rule> meant = new ArrayList<>();
        if (request.hasRuleArns() && request.listenerArn() != null) {
            throw ElbErrors.validation("Listener rule ARNs and a listener ARN cannot be specified at the same time");
        } else if (request.hasRuleArns()) {
            request.ruleArns().forEach(arn -> meant.add(row(call, arn).model()));
        } else if (request.listenerArn() != null) {
            rows.rules(listeners.row(call, request.listenerArn()).model().listenerArn())
                    .forEach(row -> meant.add(row.model()));
        } else {
            throw ElbErrors.validation("You must specify either listener rule ARNs or a listener ARN");
        }
        meant.sort(BY_PRIORITY);
        var page = Paging.cut(meant, RuleCalls::sortKey, request.marker(), request.pageSize());
        return DescribeRulesResponse.builder()
                .rules(page.items())
                .nextMarker(page.next())
                .build();
    }

    ModifyRuleResponse modify(Call call, ModifyRuleRequest request) {
        RuleRow before = row(call, request.ruleArn());
        if (!request.hasConditions() && !request.hasActions() && !Boolean.TRUE.equals(request.resetTransforms())) {
            throw ElbErrors.validation("Either conditions or actions must be specified");
        } else if (request.hasTransforms() && !request.transforms().isEmpty()) {
            throw ElbErrors.unsupported("a rule with transforms", "rules without");
        } else if (before.model().isDefault()) {
            throw ElbErrors.notPermitted("Default rule '" + before.model().ruleArn() + "' cannot be modified");
        }
        ListenerRow listener = listeners.row(call, before.listener());
        Rule.Builder changed = before.model().toBuilder();
        if (request.hasConditions()) {
            changed.conditions(ConditionRules.kept(request.conditions()));
        }
        if (request.hasActions()) {
            BalancerRow balancer = balancers.row(call, listener.model().loadBalancerArn());
            changed.actions(actions.kept(call, balancer, listener.model().protocol(), request.actions(), "actions"));
        }
        Rule rule = changed.build();
        if (!rule.equals(before.model())) {
            put(listener, rule, before.model().actions());
            call.effect(rule.ruleArn());
        }
        return ModifyRuleResponse.builder().rules(rule).build();
    }

    DeleteRuleResponse delete(Call call, DeleteRuleRequest request) {
        RuleRow row = row(call, request.ruleArn());
        if (row.model().isDefault()) {
            throw ElbErrors.notPermitted("Default rule '" + row.model().ruleArn() + "' cannot be deleted");
        }
        rows.removeRule(row);
        tags.forget(row.model().ruleArn());
        ElbStore.groupsOf(row.model().actions())
                .forEach(group -> rows.group(group).ifPresent(targets::usesChanged));
        call.effect(row.model().ruleArn());
        return DeleteRuleResponse.builder().build();
    }

    SetRulePrioritiesResponse setPriorities(Call call, SetRulePrioritiesRequest request) {
        Map<String, Integer> asked = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (RulePriorityPair pair : request.rulePriorities()) {
            int priority = priority(pair.priority());
            if (!taken.add(priority)) {
                throw ElbErrors.validation("Priority '" + priority + "' was provided multiple times");
            }
            asked.put(ElbErrors.required("rulePriorities.ruleArn", pair.ruleArn()), priority);
        }
        List<Rule> changed = new ArrayList<>();
        asked.forEach((arn, priority) -> {
            RuleRow row = row(call, arn);
            if (row.model().isDefault()) {
                throw ElbErrors.notPermitted("The priority of default rule '" + arn + "' cannot be changed");
            }
            List<RuleRow> others = rows.rules(row.listener()).stream()
                    .filter(other -> !asked.containsKey(other.model().ruleArn()))
                    .toList();
            requireFree(others, priority);
            changed.add(
                    row.model().toBuilder().priority(Integer.toString(priority)).build());
        });
        for (Rule rule : changed) {
            ListenerRow listener = listeners.row(call, row(call, rule.ruleArn()).listener());
            put(listener, rule, rule.actions());
            call.effect(rule.ruleArn());
        }
        changed.sort(BY_PRIORITY);
        return SetRulePrioritiesResponse.builder().rules(changed).build();
    }

    private RuleRow row(Call call, @Nullable String arn) {
        String given = Arns.valid("listener-rule", "ruleArn", arn);
        return rows.rule(given)
                .filter(row -> LoadBalancers.isCallers(call, given))
                .orElseThrow(ElbErrors::rulesNotFound);
    }

    private void put(ListenerRow listener, Rule rule, List<Action> before) {
        Set<String> touched = new TreeSet<>(ElbStore.groupsOf(rule.actions()));
        touched.addAll(ElbStore.groupsOf(before));
        rows.put(
                new RuleRow(rule, listener.model().listenerArn()),
                listener.model().loadBalancerArn());
        touched.forEach(group -> rows.group(group).ifPresent(targets::usesChanged));
    }

    private static int priority(@Nullable Integer given) {
        if (given == null) {
            throw ElbErrors.constraint("priority", null, "not be null");
        }
        return ElbErrors.within("priority", given, 1, LAST_PRIORITY, 0);
    }

    private static void requireFree(List<RuleRow> rules, int priority) {
        String wanted = Integer.toString(priority);
        if (rules.stream().anyMatch(row -> row.model().priority().equals(wanted))) {
            throw ServiceError.client("PriorityInUse", "Priority '" + priority + "' is currently in use");
        }
    }

    private static String sortKey(Rule rule) {
        return rule.isDefault() ? "default" : String.format("%06d", Integer.parseInt(rule.priority()));
    }
}
