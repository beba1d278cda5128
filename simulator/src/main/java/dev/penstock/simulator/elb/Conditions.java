package dev.penstock.simulator.elb;

import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Whether requests meet the conditions of rules. Source: ELB User Guide, "Condition types for listener rules". */
final class Conditions {

    private Conditions() {}

    /** Whether all conditions of a rule are met; those of a default rule, which has none, always are. */
    static boolean met(Rule rule, RequestFacts request) {
        return rule.conditions().stream().allMatch(condition -> met(condition, request));
    }

    private static boolean met(RuleCondition condition, RequestFacts request) {
        List<String> values = ConditionRules.values(condition);
        return switch (condition.field()) {
            case "host-header" ->
                values.stream().anyMatch(value -> Wildcard.matchesIgnoringCase(value, request.host()));
            case "path-pattern" -> values.stream().anyMatch(value -> Wildcard.matches(value, request.path()));
            case "http-request-method" -> values.contains(request.method());
            case "source-ip" ->
                values.stream()
                        .flatMap(value -> Cidr.parse(value).stream())
                        .anyMatch(block -> block.contains(request.source()));
            case "http-header" -> {
                String name = condition.httpHeaderConfig().httpHeaderName().toLowerCase(Locale.ROOT);
                yield request.headers().getOrDefault(name, List.of()).stream()
                        .anyMatch(
                                given -> values.stream().anyMatch(value -> Wildcard.matchesIgnoringCase(value, given)));
            }
            default -> condition.queryStringConfig().values().stream().anyMatch(pair -> met(pair, request));
        };
    }

    private static boolean met(QueryStringKeyValuePair pair, RequestFacts request) {
        return request.query().stream()
                .anyMatch(given -> (pair.key() == null || Wildcard.matchesIgnoringCase(pair.key(), given.getKey()))
                        && Wildcard.matchesIgnoringCase(pair.value(), given.getValue()));
    }
}
