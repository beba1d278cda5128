package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resource as a template of AWS SAM declares it.
 *
 * @param attributes beside type and properties, like {@code Condition}
 * @param properties those that all of the type have among them
 */
record Declared(String logicalId, String type, Map<String, JsonValue> attributes, Map<String, JsonValue> properties) {

    static Declared of(String logicalId, JsonValue.Structure resource, Globals globals) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>(resource.members());
        Map<String, JsonValue> own = Members.of(Optional.ofNullable(attributes.remove("Properties")));
        String type = attributes.remove("Type") instanceof JsonValue.Text(String text) ? text : "";
        attributes.remove("Connectors");
        return new Declared(logicalId, type, attributes, globals.merged(type, own));
    }

    Optional<JsonValue> property(String name) {
        return Optional.ofNullable(properties.get(name)).filter(value -> !(value instanceof JsonValue.Null));
    }

    JsonValue required(String name) {
        return property(name).orElseThrow(() -> invalid("Missing required property '" + name + "'."));
    }

    Optional<String> text(String name) {
        return property(name).filter(JsonTexts::isScalar).map(JsonTexts::scalar);
    }

    InvalidResource invalid(String why) {
        return new InvalidResource(logicalId, why);
    }

    /** Refuses properties that the type does not have. */
    void only(List<String> allowed) {
        properties.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid("property " + name + " not defined for resource of type " + type);
                });
    }

    Optional<JsonValue> condition() {
        return Optional.ofNullable(attributes.get("Condition"));
    }

    /** A part of another resource that is there only if this one is. */
    JsonValue conditional(JsonValue part) {
        return condition()
                .<JsonValue>map(when -> new Members()
                        .with("Fn::If", Members.list(List.of(when, part, Members.ref("AWS::NoValue"))))
                        .built())
                .orElse(part);
    }

    /** Tags as CloudFormation has them, with the one that AWS SAM puts on what it makes. */
    JsonValue tags(String createdBy) {
        List<JsonValue> tags = new ArrayList<>();
        tags.add(new Members().with("Key", createdBy).with("Value", "SAM").built());
        Members.of(property("Tags"))
                .forEach((key, value) -> tags.add(
                        new Members().with("Key", key).with("Value", value).built()));
        return new JsonValue.Array(tags);
    }
}
