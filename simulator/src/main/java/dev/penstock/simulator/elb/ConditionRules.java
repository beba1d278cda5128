package dev.penstock.simulator.elb;

import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/**
 * Which conditions a rule may have, and the form in which they are kept and described: those on hosts and paths have
 * their values twice, as AWS shows them. Sources: ELB API Reference, RuleCondition; ELB User Guide, "Condition types for
 * listener rules" and quotas.
 */
final class ConditionRules {

    private static final List<String> FIELDS =
            List.of("path-pattern", "host-header", "http-header", "http-request-method", "query-string", "source-ip");

    /** At most one of each of these in a rule. */
    private static final Set<String> ONCE = Set.of("path-pattern", "host-header", "http-request-method", "source-ip");

    private static final int MOST_VALUES = 5;

    private ConditionRules() {}

    /** Checks the conditions of a rule and gives them in the form in which they are kept. */
    static List<RuleCondition> kept(List<RuleCondition> asked) {
        Set<String> seen = new HashSet<>();
        List<RuleCondition> kept = new ArrayList<>();
        int values = 0;
        for (RuleCondition condition : asked) {
            String field = condition.field() == null ? "" : condition.field();
            if (!FIELDS.contains(field)) {
                throw ElbErrors.validation(
                        "Condition field '" + field + "' must be one of '[" + String.join(",", FIELDS) + "]'");
            } else if (ONCE.contains(field) && !seen.add(field)) {
                throw ElbErrors.validation("Condition field '" + field + "' was specified multiple times in a rule");
            } else if (condition.hasRegexValues()) {
                throw ElbErrors.unsupported("a condition with RegexValues", "conditions with Values");
            }
            RuleCondition full = kept(condition, field);
            kept.add(full);
            values += values(full).size();
        }
        if (kept.isEmpty()) {
            throw ElbErrors.validation("A condition must be specified");
        } else if (values > MOST_VALUES) {
            throw ElbErrors.validation("A rule can only have '" + MOST_VALUES + "' condition values");
        }
        return kept;
    }

    /** The values that a kept condition compares with, as one text each. */
    static List<String> values(RuleCondition kept) {
        return switch (kept.field()) {
            case "host-header" -> kept.hostHeaderConfig().values();
            case "path-pattern" -> kept.pathPatternConfig().values();
            case "http-header" -> kept.httpHeaderConfig().values();
            case "http-request-method" -> kept.httpRequestMethodConfig().values();
            case "source-ip" -> kept.sourceIpConfig().values();
            default ->
                kept.queryStringConfig().values().stream()
                        .map(QueryStringKeyValuePair::value)
                        .toList();
        };
    }

    private static RuleCondition kept(RuleCondition condition, String field) {
        if (condition.hasValues() && !field.equals("host-header") && !field.equals("path-pattern")) {
            throw ElbErrors.validation("The 'Values' field is not compatible with '" + field + "'");
        }
        RuleCondition full = switch (field) {
            case "host-header" -> {
                List<String> values = either(
                        condition,
                        condition.hostHeaderConfig() == null
                                ? null
                                : condition.hostHeaderConfig().values(),
                        "HostHeaderConfig");
                yield condition.toBuilder()
                        .values(values)
                        .hostHeaderConfig(c -> c.values(values))
                        .build();
            }
            case "path-pattern" -> {
                List<String> values = either(
                        condition,
                        condition.pathPatternConfig() == null
                                ? null
                                : condition.pathPatternConfig().values(),
                        "PathPatternConfig");
                yield condition.toBuilder()
                        .values(values)
                        .pathPatternConfig(c -> c.values(values))
                        .build();
            }
            case "http-header" -> headers(condition);
            case "http-request-method" -> methods(condition);
            case "source-ip" -> addresses(condition);
            default -> queries(condition);
        };
        List<String> values = values(full);
        if (values.isEmpty()) {
            throw ElbErrors.validation(
                    field.equals("source-ip")
                            ? "A 'source-ip' value must be specified"
                            : "A condition value must be specified");
        }
        String what = field.equals("query-string") ? "Value" : field;
        values.forEach(value -> requireLength(what, value, field.equals("http-request-method") ? 40 : 128));
        return full;
    }

    private static List<String> either(RuleCondition condition, @Nullable List<String> configured, String config) {
        if (condition.hasValues() && configured != null) {
            throw ElbErrors.validation("You cannot provide both Values and '" + config + "' for a condition of type '"
                    + condition.field() + "'");
        }
        if (configured == null && condition.values().size() > 1) {
            // "You can specify a single host name" and path pattern there: API Reference, RuleCondition, Values.
            throw ElbErrors.validation(
                    "The '" + condition.field() + "' field contains too many values; the limit is '1'");
        }
        return configured == null ? condition.values() : configured;
    }

    private static RuleCondition headers(RuleCondition condition) {
        if (condition.httpHeaderConfig() == null) {
            throw missing("HttpHeaderConfig", "http-header");
        }
        String name = condition.httpHeaderConfig().httpHeaderName();
        if (name == null || name.isEmpty()) {
            throw ElbErrors.validation("A 'HttpHeaderName' must be specified in 'HttpHeaderConfig'");
        } else if (name.length() > 40) {
            throw ElbErrors.validation("The 'HttpHeaderName' value is too long; the limit is '40'");
        }
        return condition;
    }

    private static RuleCondition methods(RuleCondition condition) {
        if (condition.httpRequestMethodConfig() == null) {
            throw missing("HttpRequestMethodConfig", "http-request-method");
        }
        for (String value : condition.httpRequestMethodConfig().values()) {
            if (!value.matches("[A-Z_-]+")) {
                throw ElbErrors.validation("The 'http-request-method' value is invalid; the allowed characters are"
                        + " A-Z, hyphen and underscore");
            }
        }
        return condition;
    }

    private static RuleCondition addresses(RuleCondition condition) {
        if (condition.sourceIpConfig() == null) {
            throw missing("SourceIpConfig", "source-ip");
        }
        for (String value : condition.sourceIpConfig().values()) {
            if (Cidr.parse(value).isEmpty()) {
                throw ElbErrors.validation("The source-ip value '" + value + "' is not a valid CIDR block");
            }
        }
        return condition;
    }

    private static RuleCondition queries(RuleCondition condition) {
        if (condition.queryStringConfig() == null) {
            throw missing("QueryStringConfig", "query-string");
        }
        for (QueryStringKeyValuePair pair : condition.queryStringConfig().values()) {
            if (pair.value() == null) {
                throw ElbErrors.validation("A 'Value' must be specified in 'QueryStringKeyValuePair'");
            } else if (pair.key() != null && pair.key().length() > 128) {
                throw ElbErrors.validation("The 'Key' value is too long; the limit is '128'");
            }
        }
        return condition;
    }

    private static ServiceError missing(String config, String field) {
        return ElbErrors.validation("A '" + config + "' must be specified with '" + field + "'");
    }

    private static void requireLength(String field, String value, int most) {
        if (value.length() > most) {
            throw ElbErrors.validation("The '" + field + "' value is too long; the limit is '" + most + "'");
        }
    }
}
