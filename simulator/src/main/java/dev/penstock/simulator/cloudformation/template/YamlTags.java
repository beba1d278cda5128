package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.YamlScalars;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CloudFormation's short forms of its functions, and the tags of YAML itself. */
final class YamlTags {

    private static final String CORE = "tag:yaml.org,2002:";

    /** The functions that have a short form under {@code Fn::}. */
    private static final Set<String> FUNCTIONS = Set.of(
            "And",
            "Base64",
            "Cidr",
            "Equals",
            "FindInMap",
            "GetAtt",
            "GetAZs",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform",
            "Contains",
            "EachMemberEquals",
            "EachMemberIn",
            "RefAll",
            "ValueOf",
            "ValueOfAll");

    private YamlTags() {}

    static boolean isOwn(String tag) {
        return tag.startsWith("!") && tag.length() > 1;
    }

    /** Whether the tag only says what the value is anyway. */
    static boolean isCollection(String tag, JsonValue value) {
        return (value instanceof JsonValue.Structure && tag.equals(CORE + "map"))
                || (value instanceof JsonValue.Array && tag.equals(CORE + "seq"));
    }

    /** A scalar under one of YAML's own tags; empty when the tag is not supported or does not fit. */
    static Optional<JsonValue> core(String tag, String written) {
        if (tag.equals("!") || tag.equals(CORE + "str")) {
            return Optional.of(new JsonValue.Text(written));
        }
        JsonValue resolved = YamlScalars.resolve(written);
        boolean fits = switch (tag) {
            case CORE + "int", CORE + "float" -> resolved instanceof JsonValue.Number;
            case CORE + "bool" -> resolved instanceof JsonValue.Truth;
            case CORE + "null" -> resolved instanceof JsonValue.Null;
            default -> false;
        };
        return fits ? Optional.of(resolved) : Optional.empty();
    }

    /** A short form as a long one; empty when there is no such function. */
    static Optional<JsonValue> longForm(String tag, JsonValue argument) {
        if (!isOwn(tag)) {
            return Optional.empty();
        }
        String name = tag.substring(1);
        if (name.equals("Ref") || name.equals("Condition")) {
            return Optional.of(new JsonValue.Structure(Map.of(name, argument)));
        }
        if (!FUNCTIONS.contains(name)) {
            return Optional.empty();
        }
        JsonValue given = name.equals("GetAtt") ? attribute(argument) : argument;
        return Optional.of(new JsonValue.Structure(Map.of("Fn::" + name, given)));
    }

    /** {@code a.b.c} is the attribute {@code b.c} of {@code a}. */
    static JsonValue attribute(JsonValue argument) {
        if (argument instanceof JsonValue.Text text) {
            int dot = text.value().indexOf('.');
            if (dot > 0 && dot < text.value().length() - 1) {
                return new JsonValue.Array(List.of(
                        new JsonValue.Text(text.value().substring(0, dot)),
                        new JsonValue.Text(text.value().substring(dot + 1))));
            }
        }
        return argument;
    }
}
