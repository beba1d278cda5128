package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Properties against their schema, in CloudFormation's words: what is missing, what is too much, what is of the wrong kind,
 * what is none of the possible values. Scalars may be of any kind that reads as the wanted one, as CloudFormation turns one
 * into the other.
 */
final class SchemaCheck {

    private final RegistrySchema schema;
    private final List<String> problems = new ArrayList<>();

    SchemaCheck(RegistrySchema schema) {
        this.schema = schema;
    }

    /** All that is wrong, each with its place; once for each check. */
    List<String> problems(JsonValue.Structure properties) {
        structure(properties, "", "#");
        return List.copyOf(problems);
    }

    private void structure(JsonValue.Structure value, String definition, String path) {
        Map<String, PropertyShape> members = schema.members(definition);
        if (members.isEmpty()) {
            return;
        }
        Set<String> readOnly = definition.isEmpty() ? schema.readOnly() : Set.of();
        members.forEach((name, shape) -> {
            if (shape.required() && !readOnly.contains(name) && !value.members().containsKey(name)) {
                problems.add(path + ": required key [" + name + "] not found");
            }
        });
        value.members().forEach((name, member) -> {
            PropertyShape shape = members.get(name);
            if (shape == null) {
                problems.add(path + ": extraneous key [" + name + "] is not permitted");
            } else {
                value(member, shape.type(), path + "/" + name);
                limits(member, shape, path + "/" + name);
            }
        });
    }

    private void limits(JsonValue value, PropertyShape shape, String path) {
        if (!(value instanceof JsonValue.Array array)) {
            scalarLimits(value, shape.type(), shape.limits(), path);
            return;
        }
        tell(path, shape.limits().problems(array.elements()));
        if (shape.type() instanceof PropertyType.Listing list) {
            for (int i = 0; i < array.elements().size(); i++) {
                scalarLimits(array.elements().get(i), list.element(), shape.elementLimits(), path + "/" + i);
            }
        }
    }

    /** A value of the wrong kind has been told already. */
    private void scalarLimits(JsonValue value, PropertyType type, Limits limits, String path) {
        if (!(type instanceof PropertyType.Scalar scalar)
                || value instanceof JsonValue.Structure
                || value instanceof JsonValue.Array) {
            return;
        }
        String text = JsonTexts.scalar(value);
        if (scalar.kind() == PropertyType.Kind.TEXT) {
            tell(path, limits.problems(text, isSecret(path)));
        } else if (isNumber(text)) {
            tell(path, limits.problems(new BigDecimal(text)));
        }
    }

    private boolean isSecret(String path) {
        String place = path.substring("#/".length()).replaceAll("/\\d+(?=/|$)", "/*");
        return schema.writeOnly().stream().anyMatch(hidden -> place.equals(hidden) || place.startsWith(hidden + "/"));
    }

    private void tell(String path, List<String> what) {
        what.forEach(problem -> problems.add(path + ": " + problem));
    }

    private void value(JsonValue value, PropertyType type, String path) {
        switch (type) {
            case PropertyType.Scalar scalar -> scalar(value, scalar, path);
            case PropertyType.Listing list -> list(value, list, path);
            case PropertyType.Mapping map -> {
                if (value instanceof JsonValue.Structure structure) {
                    structure.members().forEach((key, v) -> value(v, map.value(), path + "/" + key));
                } else {
                    wrong(value, "JSONObject", path);
                }
            }
            case PropertyType.Named named -> {
                if (value instanceof JsonValue.Structure structure) {
                    structure(structure, named.definition(), path);
                } else {
                    wrong(value, "JSONObject", path);
                }
            }
            case PropertyType.Json json -> {}
        }
    }

    /** A single value counts as a list of one, as CloudFormation takes it. */
    private void list(JsonValue value, PropertyType.Listing list, String path) {
        if (value instanceof JsonValue.Array array) {
            for (int i = 0; i < array.elements().size(); i++) {
                value(array.elements().get(i), list.element(), path + "/" + i);
            }
        } else if (value instanceof JsonValue.Structure) {
            wrong(value, "JSONArray", path);
        }
    }

    private void scalar(JsonValue value, PropertyType.Scalar type, String path) {
        if (value instanceof JsonValue.Structure || value instanceof JsonValue.Array) {
            wrong(value, word(type.kind()), path);
            return;
        }
        String text = JsonTexts.scalar(value);
        boolean fits = switch (type.kind()) {
            case TEXT -> true;
            case TRUTH -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
            case NUMBER -> isNumber(text);
            case INTEGER ->
                isNumber(text) && new BigDecimal(text).stripTrailingZeros().scale() <= 0;
        };
        if (!fits) {
            wrong(value, word(type.kind()), path);
        } else if (!type.choices().isEmpty() && !type.choices().contains(text)) {
            problems.add(path + ": " + text + " is not a valid enum value");
        }
    }

    private static boolean isNumber(String text) {
        return text.length() < 100 && text.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
    }

    private void wrong(JsonValue value, String expected, String path) {
        problems.add(path + ": expected type: " + expected + ", found: " + found(value));
    }

    private static String word(PropertyType.Kind kind) {
        return switch (kind) {
            case TEXT -> "String";
            case INTEGER -> "Integer";
            case NUMBER -> "Number";
            case TRUTH -> "Boolean";
        };
    }

    private static String found(JsonValue value) {
        return switch (value) {
            case JsonValue.Text text -> "String";
            case JsonValue.Number number -> number.value().scale() <= 0 ? "Integer" : "BigDecimal";
            case JsonValue.Truth truth -> "Boolean";
            case JsonValue.Null nothing -> "Null";
            case JsonValue.Array array -> "JSONArray";
            case JsonValue.Structure structure -> "JSONObject";
        };
    }
}
