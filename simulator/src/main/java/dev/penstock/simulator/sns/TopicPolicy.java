package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A topic's access policy: kept and answered, not enforced. */
final class TopicPolicy {

    private static final List<String> OWNERS = List.of(
            "GetTopicAttributes",
            "SetTopicAttributes",
            "AddPermission",
            "RemovePermission",
            "DeleteTopic",
            "Subscribe",
            "ListSubscriptionsByTopic",
            "Publish");
    private static final Set<String> ACTIONS = Set.copyOf(OWNERS);

    private TopicPolicy() {}

    /** The policy of a topic that was given none. */
    static String standard(Topic topic) {
        Map<String, JsonValue> owner = new LinkedHashMap<>();
        owner.put("Sid", text("__default_statement_ID"));
        owner.put("Effect", text("Allow"));
        owner.put("Principal", structure("AWS", text("*")));
        owner.put(
                "Action",
                new JsonValue.Array(OWNERS.stream().map(a -> text("SNS:" + a)).toList()));
        owner.put("Resource", text(topic.arn()));
        owner.put("Condition", structure("StringEquals", structure("AWS:SourceOwner", text(topic.account()))));
        Map<String, JsonValue> policy = new LinkedHashMap<>();
        policy.put("Version", text("2008-10-17"));
        policy.put("Id", text("__default_policy_ID"));
        policy.put("Statement", new JsonValue.Array(List.of(new JsonValue.Structure(owner))));
        return Json.text(new JsonValue.Structure(policy));
    }

    /** The policy with a statement more ({@code AddPermission}). */
    static String with(Topic topic, String label, List<String> accounts, List<String> actions) {
        if (!ACTIONS.containsAll(actions)) {
            throw SnsErrors.invalid("Policy statement action out of service scope!");
        }
        Map<String, JsonValue> policy = members(topic);
        List<JsonValue> statements = new ArrayList<>(statements(policy));
        if (statements.stream().anyMatch(s -> isLabelled(s, label))) {
            throw SnsErrors.invalid("Statement already exists");
        }
        Map<String, JsonValue> statement = new LinkedHashMap<>();
        statement.put("Sid", text(label));
        statement.put("Effect", text("Allow"));
        statement.put(
                "Principal",
                structure(
                        "AWS",
                        several(accounts.stream()
                                .map(a -> "arn:aws:iam::" + a + ":root")
                                .toList())));
        statement.put("Action", several(actions.stream().map(a -> "SNS:" + a).toList()));
        statement.put("Resource", text(topic.arn()));
        statements.add(new JsonValue.Structure(statement));
        policy.put("Statement", new JsonValue.Array(statements));
        return Json.text(new JsonValue.Structure(policy));
    }

    /** The policy without a statement ({@code RemovePermission}). */
    static String without(Topic topic, String label) {
        Map<String, JsonValue> policy = members(topic);
        policy.put(
                "Statement",
                new JsonValue.Array(statements(policy).stream()
                        .filter(s -> !isLabelled(s, label))
                        .toList()));
        return Json.text(new JsonValue.Structure(policy));
    }

    private static Map<String, JsonValue> members(Topic topic) {
        return JsonValue.parse(topic.policy())
                .filter(JsonValue.Structure.class::isInstance)
                .map(policy -> (Map<String, JsonValue>) new LinkedHashMap<>(((JsonValue.Structure) policy).members()))
                .orElseGet(LinkedHashMap::new);
    }

    private static List<JsonValue> statements(Map<String, JsonValue> policy) {
        return policy.get("Statement") instanceof JsonValue.Array array ? array.elements() : List.of();
    }

    private static boolean isLabelled(JsonValue statement, String label) {
        return statement instanceof JsonValue.Structure s
                && s.members().get("Sid") instanceof JsonValue.Text sid
                && sid.value().equals(label);
    }

    private static JsonValue several(List<String> values) {
        return values.size() == 1
                ? text(values.getFirst())
                : new JsonValue.Array(values.stream().map(TopicPolicy::text).toList());
    }

    private static JsonValue structure(String name, JsonValue value) {
        return new JsonValue.Structure(Map.of(name, value));
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }
}
