package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stack policy: which resources an update may touch. Source: CloudFormation User Guide, "Prevent updates to stack resources". */
final class StackPolicy {

    private static final Set<String> ACTIONS = Set.of("Update:Modify", "Update:Replace", "Update:Delete", "Update:*");
    private static final int LONGEST = 16_384;

    private final List<JsonValue> statements;

    private StackPolicy(List<JsonValue> statements) {
        this.statements = statements;
    }

    /** The policy that an operation goes by. */
    static StackPolicy of(StackOperation operation, StackRow stack) {
        String during = operation.options().policyDuringUpdate();
        return parse(during.isEmpty() ? stack.policy() : during);
    }

    /**
     * A policy as a client gives it; an empty one for an empty text or an empty object.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is none
     */
    static String checked(String text) {
        String body = text.strip();
        if (body.isEmpty()) {
            return "";
        }
        if (body.length() > LONGEST) {
            throw CloudFormationErrors.constraint(
                    "stackPolicyBody", text, "have length less than or equal to " + LONGEST);
        }
        JsonValue.Structure policy = JsonValue.parse(body)
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast)
                .orElseThrow(StackPolicy::invalid);
        if (policy.members().isEmpty()) {
            return text;
        }
        if (!(policy.members().get("Statement") instanceof JsonValue.Array(List<JsonValue> statements))) {
            throw invalid();
        }
        statements.forEach(StackPolicy::check);
        return text;
    }

    private static RuntimeException invalid() {
        return CloudFormationErrors.validation("Error validating stack policy: Invalid stack policy");
    }

    private static void check(JsonValue statement) {
        if (!(statement instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            throw invalid();
        }
        String effect = text(members.get("Effect"));
        List<String> actions = texts(members.get(members.containsKey("Action") ? "Action" : "NotAction"));
        boolean principal = text(members.get("Principal")).equals("*");
        boolean resources = members.containsKey("Resource") || members.containsKey("NotResource");
        if (!(effect.equals("Allow") || effect.equals("Deny"))
                || actions.isEmpty()
                || !ACTIONS.containsAll(actions)
                || !principal
                || !resources) {
            throw invalid();
        }
    }

    private static StackPolicy parse(String text) {
        JsonValue found = JsonTexts.structure(text).members().get("Statement");
        return new StackPolicy(found instanceof JsonValue.Array(List<JsonValue> all) ? all : List.of());
    }

    /** Why an update may not do something to a resource; empty when it may. */
    Optional<String> denial(String action, String logicalId, String type) {
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        boolean allowed = false;
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i) instanceof JsonValue.Structure(Map<String, JsonValue> members)
                    && applies(members, action, logicalId, type)) {
                if (text(members.get("Effect")).equals("Deny")) {
                    return Optional.of("Action denied by stack policy: Statement [#" + (i + 1) + "] does not allow ["
                            + action + "] for resource [LogicalResourceId/" + logicalId + "]");
                }
                allowed = true;
            }
        }
        return allowed ? Optional.empty() : Optional.of("Action not allowed by stack policy");
    }

    private static boolean applies(Map<String, JsonValue> members, String action, String logicalId, String type) {
        boolean actions = members.containsKey("NotAction")
                ? texts(members.get("NotAction")).stream().noneMatch(p -> like(p, action))
                : texts(members.get("Action")).stream().anyMatch(p -> like(p, action));
        String resource = "LogicalResourceId/" + logicalId;
        boolean resources = members.containsKey("NotResource")
                ? texts(members.get("NotResource")).stream().noneMatch(p -> like(p, resource))
                : texts(members.get("Resource")).stream().anyMatch(p -> like(p, resource));
        return actions && resources && conditions(members.get("Condition"), type);
    }

    private static boolean conditions(@Nullable JsonValue condition, String type) {
        if (!(condition instanceof JsonValue.Structure(Map<String, JsonValue> operators))) {
            return true;
        }
        return operators.values().stream()
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast)
                .map(keys -> texts(keys.members().get("ResourceType")))
                .filter(patterns -> !patterns.isEmpty())
                .allMatch(patterns -> patterns.stream().anyMatch(p -> like(p, type)));
    }

    private static boolean like(String pattern, String value) {
        String[] parts = pattern.split("\\*", -1);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
        }
        return value.matches(regex.toString());
    }

    private static List<String> texts(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonValue.Array(List<JsonValue> elements) ->
                elements.stream().map(Differences::text).toList();
            default -> List.of(Differences.text(value));
        };
    }

    private static String text(@Nullable JsonValue value) {
        return value == null ? "" : Differences.text(value);
    }
}
