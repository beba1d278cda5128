package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code Globals}: properties that resources of a type have in common. Objects are merged, lists put together,
 * and of anything else the resource's own counts. Source: AWS SAM Developer Guide, "Globals section".
 */
final class Globals {

    private static final String PREFIX = "AWS::Serverless::";
    private static final Set<String> SECTIONS =
            Set.of("Api", "CapacityProvider", "Function", "HttpApi", "LayerVersion", "SimpleTable", "StateMachine");

    private final Map<String, JsonValue> sections;

    Globals(JsonValue.Structure document) {
        this.sections = Members.of(Optional.ofNullable(document.members().get("Globals")));
    }

    /** What is wrong with the section; empty when nothing is. */
    Optional<String> problem() {
        return sections.keySet().stream()
                .filter(name -> !SECTIONS.contains(name))
                .findFirst()
                .map(name -> "'Globals' section is invalid. '" + name
                        + "' is not supported. Must be one of the following values - "
                        + SECTIONS.stream()
                                .sorted()
                                .map(each -> "'" + each + "'")
                                .toList());
    }

    /** The properties of a resource together with those that all of its type have. */
    Map<String, JsonValue> merged(String type, Map<String, JsonValue> own) {
        JsonValue common = type.startsWith(PREFIX) ? sections.get(type.substring(PREFIX.length())) : null;
        return common instanceof JsonValue.Structure shared ? objects(shared.members(), own) : own;
    }

    private static Map<String, JsonValue> objects(Map<String, JsonValue> shared, Map<String, JsonValue> own) {
        Map<String, JsonValue> merged = new LinkedHashMap<>(shared);
        own.forEach((name, value) -> merged.merge(name, value, Globals::values));
        return merged;
    }

    private static JsonValue values(JsonValue shared, JsonValue own) {
        if (shared instanceof JsonValue.Structure(Map<String, JsonValue> first)
                && own instanceof JsonValue.Structure(Map<String, JsonValue> second)
                && !isFunction(first)
                && !isFunction(second)) {
            return new JsonValue.Structure(objects(first, second));
        }
        if (shared instanceof JsonValue.Array(List<JsonValue> first)
                && own instanceof JsonValue.Array(List<JsonValue> second)) {
            List<JsonValue> both = new ArrayList<>(first);
            both.addAll(second);
            return new JsonValue.Array(both);
        }
        return own;
    }

    private static boolean isFunction(Map<String, JsonValue> members) {
        return members.size() == 1
                && members.keySet().stream().allMatch(name -> name.equals("Ref") || name.startsWith("Fn::"));
    }
}
