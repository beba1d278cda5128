package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the Resources section. */
final class ResourceReader {

    /** Source: User Guide, "Understand CloudFormation quotas". */
    static final int MOST = 500;

    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "DependsOn",
            "Condition",
            "Metadata",
            "Description",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "CreationPolicy",
            "UpdatePolicy");

    private ResourceReader() {}

    static Map<String, ResourceDeclaration> read(JsonValue.Structure document) {
        Map<String, JsonValue.Structure> objects = SectionReader.objects(document, "Resources", MOST);
        if (objects.isEmpty()) {
            throw TemplateErrors.format("At least one Resources member must be defined.");
        }
        Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
        objects.forEach((name, object) -> {
            Names.check("Resource", name);
            resources.put(name, resource(name, object));
        });
        return resources;
    }

    /** What can be said of resources before transforms are applied: those that have a type. */
    static Map<String, ResourceDeclaration> beforeTransforms(JsonValue.Structure document) {
        Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
        SectionReader.members(document, "Resources", 0).forEach((name, value) -> {
            if (value instanceof JsonValue.Structure object
                    && SectionReader.text(object, "Type").isPresent()) {
                resources.put(name, beforeTransforms(name, object));
            }
        });
        return resources;
    }

    private static ResourceDeclaration beforeTransforms(String name, JsonValue.Structure object) {
        JsonValue properties = object.members().get("Properties");
        return new ResourceDeclaration(
                name,
                SectionReader.text(object, "Type").orElse(""),
                properties instanceof JsonValue.Structure structure ? structure : new JsonValue.Structure(Map.of()),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(object.members().get("Metadata")),
                Optional.empty(),
                Optional.empty());
    }

    private static ResourceDeclaration resource(String name, JsonValue.Structure object) {
        for (String attribute : object.members().keySet()) {
            if (!ATTRIBUTES.contains(attribute)) {
                throw TemplateErrors.validation("Invalid template resource property '" + attribute + "'");
            }
        }
        JsonValue type = object.members().get("Type");
        if (type == null) {
            throw TemplateErrors.format("[/Resources/" + name + "] Every Resources object must contain a Type member.");
        }
        if (!(type instanceof JsonValue.Text typeName)) {
            throw TemplateErrors.format("[/Resources/" + name + "/Type] Every Type member must be a string.");
        }
        JsonValue properties = object.members().getOrDefault("Properties", new JsonValue.Structure(Map.of()));
        if (!(properties instanceof JsonValue.Structure structure)) {
            throw TemplateErrors.format("[/Resources/" + name + "] Every Properties member must be a json object.");
        }
        return new ResourceDeclaration(
                name,
                typeName.value(),
                structure,
                dependsOn(name, object),
                condition(object),
                policy(
                        "DeletionPolicy",
                        name,
                        object,
                        text -> DeletionPolicy.of(text).isPresent()),
                policy(
                        "UpdateReplacePolicy",
                        name,
                        object,
                        text -> UpdateReplacePolicy.of(text).isPresent()),
                Optional.ofNullable(object.members().get("Metadata")),
                Optional.ofNullable(object.members().get("CreationPolicy")),
                Optional.ofNullable(object.members().get("UpdatePolicy")));
    }

    private static Set<String> dependsOn(String name, JsonValue.Structure object) {
        Set<String> names = new LinkedHashSet<>();
        switch (object.members().get("DependsOn")) {
            case null -> {}
            case JsonValue.Text one -> names.add(one.value());
            case JsonValue.Array several -> {
                for (JsonValue each : several.elements()) {
                    if (!(each instanceof JsonValue.Text text)) {
                        throw dependsOnMistake(name);
                    }
                    names.add(text.value());
                }
            }
            default -> throw dependsOnMistake(name);
        }
        return names;
    }

    private static RuntimeException dependsOnMistake(String name) {
        return TemplateErrors.format("[/Resources/" + name + "/DependsOn] Every DependsOn value must be a string.");
    }

    private static Optional<String> condition(JsonValue.Structure object) {
        JsonValue value = object.members().get("Condition");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonValue.Text text)) {
            throw TemplateErrors.format("Every Condition member must be a string.");
        }
        return Optional.of(text.value());
    }

    /** A text is one of the policies; a function is looked at when its value is known. */
    private static Optional<JsonValue> policy(
            String attribute, String name, JsonValue.Structure object, Predicate<String> isPolicy) {
        JsonValue value = object.members().get(attribute);
        if (value == null || FunctionCall.of(value).isPresent()) {
            return Optional.ofNullable(value);
        }
        if (!(value instanceof JsonValue.Text text)) {
            throw TemplateErrors.format("Every " + attribute + " member must be a string.");
        }
        if (!isPolicy.test(text.value())) {
            throw TemplateErrors.unrecognized(attribute, text.value(), name);
        }
        return Optional.of(text);
    }
}
