package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A schema as the registry shows it. Source: CloudFormation CLI User Guide, "Resource type schema". */
final class SchemaDocument {

    private final RegistrySchema schema;

    SchemaDocument(RegistrySchema schema) {
        this.schema = schema;
    }

    JsonValue.Structure document() {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        all.put("typeName", text(schema.type()));
        Map<String, JsonValue> definitions = new TreeMap<>();
        schema.structures().forEach((name, members) -> {
            if (!name.isEmpty()) {
                definitions.put(name, object(members));
            }
        });
        if (!definitions.isEmpty()) {
            all.put("definitions", new JsonValue.Structure(definitions));
        }
        all.putAll(object(schema.members("")).members());
        put(all, "readOnlyProperties", schema.readOnly());
        put(all, "writeOnlyProperties", schema.writeOnly());
        put(
                all,
                "createOnlyProperties",
                schema.updates().entrySet().stream()
                        .filter(update -> update.getValue() == UpdateBehaviour.REPLACEMENT)
                        .map(Map.Entry::getKey)
                        .toList());
        all.put("primaryIdentifier", pointers(schema.primaryIdentifier()));
        all.put("additionalProperties", new JsonValue.Truth(false));
        return new JsonValue.Structure(all);
    }

    private static JsonValue.Structure object(Map<String, PropertyShape> members) {
        Map<String, JsonValue> properties = new TreeMap<>();
        TreeSet<String> required = new TreeSet<>();
        members.forEach((name, shape) -> {
            properties.put(name, type(shape.type()));
            if (shape.required()) {
                required.add(name);
            }
        });
        Map<String, JsonValue> all = new LinkedHashMap<>();
        all.put("type", text("object"));
        all.put("properties", new JsonValue.Structure(properties));
        if (!required.isEmpty()) {
            all.put(
                    "required",
                    new JsonValue.Array(
                            required.stream().map(SchemaDocument::text).toList()));
        }
        return new JsonValue.Structure(all);
    }

    private static JsonValue.Structure type(PropertyType type) {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        switch (type) {
            case PropertyType.Scalar scalar -> {
                all.put("type", text(word(scalar.kind())));
                if (!scalar.choices().isEmpty()) {
                    all.put(
                            "enum",
                            new JsonValue.Array(new TreeSet<>(scalar.choices())
                                    .stream().map(SchemaDocument::text).toList()));
                }
            }
            case PropertyType.Listing list -> {
                all.put("type", text("array"));
                all.put("insertionOrder", new JsonValue.Truth(list.ordered()));
                all.put("items", type(list.element()));
            }
            case PropertyType.Mapping map -> {
                all.put("type", text("object"));
                all.put("patternProperties", new JsonValue.Structure(Map.of(".*", type(map.value()))));
            }
            case PropertyType.Named named -> all.put("$ref", text("#/definitions/" + named.definition()));
            case PropertyType.Json json ->
                all.put("type", new JsonValue.Array(List.of(text("object"), text("string"))));
        }
        return new JsonValue.Structure(all);
    }

    private static String word(PropertyType.Kind kind) {
        return switch (kind) {
            case TEXT -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case TRUTH -> "boolean";
        };
    }

    private static void put(Map<String, JsonValue> all, String name, Collection<String> paths) {
        if (!paths.isEmpty()) {
            all.put(name, pointers(paths.stream().sorted().toList()));
        }
    }

    private static JsonValue.Array pointers(List<String> paths) {
        return new JsonValue.Array(
                paths.stream().map(path -> text("/properties/" + path)).toList());
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }
}
