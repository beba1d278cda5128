package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;

/** The arguments of functions, with CloudFormation's words where they are not what the function takes. */
final class FunctionArguments {

    private FunctionArguments() {}

    /** What a {@code Ref} names. */
    static String ref(JsonValue argument) {
        if (argument instanceof JsonValue.Text text && !text.value().isEmpty()) {
            return text.value();
        }
        throw TemplateErrors.function("every Ref object must have a single String value.");
    }

    /** The resource of an {@code Fn::GetAtt} and its attribute, which may be a {@code Ref} to a parameter. */
    record GetAtt(String logicalId, JsonValue attribute) {}

    static GetAtt getAtt(JsonValue argument) {
        JsonValue split = YamlTags.attribute(argument);
        if (split instanceof JsonValue.Array array
                && array.elements().size() >= 2
                && array.elements().getFirst() instanceof JsonValue.Text name
                && !name.value().isEmpty()) {
            JsonValue attribute = array.elements().get(1);
            if (array.elements().size() == 2 && isAttribute(attribute)) {
                return new GetAtt(name.value(), attribute);
            }
            if (array.elements().stream().allMatch(JsonValue.Text.class::isInstance)) {
                String path = String.join(
                        ".",
                        array.elements().stream().skip(1).map(JsonTexts::scalar).toList());
                return new GetAtt(name.value(), new JsonValue.Text(path));
            }
        }
        throw TemplateErrors.function(
                "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute");
    }

    private static boolean isAttribute(JsonValue value) {
        return (value instanceof JsonValue.Text text && !text.value().isEmpty())
                || FunctionCall.of(value).isPresent();
    }

    /** The text of an {@code Fn::Sub} and what its own names stand for. */
    record Sub(String text, Map<String, JsonValue> names) {}

    static Sub sub(JsonValue argument) {
        if (argument instanceof JsonValue.Text text) {
            return new Sub(text.value(), Map.of());
        }
        if (argument instanceof JsonValue.Array array
                && array.elements().size() == 2
                && array.elements().get(0) instanceof JsonValue.Text text
                && array.elements().get(1) instanceof JsonValue.Structure names) {
            return new Sub(text.value(), names.members());
        }
        throw TemplateErrors.function(
                "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a"
                        + " string as first argument, and an optional second argument to specify a mapping of values to replace"
                        + " in the string");
    }

    /** Condition, value if it holds, value if not. */
    record If(String condition, JsonValue then, JsonValue otherwise) {}

    static If choice(JsonValue argument) {
        if (argument instanceof JsonValue.Array array
                && array.elements().size() == 3
                && array.elements().get(0) instanceof JsonValue.Text condition) {
            return new If(
                    condition.value(), array.elements().get(1), array.elements().get(2));
        }
        throw TemplateErrors.function("Fn::If requires a list argument with the first element being a condition");
    }

    static List<JsonValue> equal(JsonValue argument) {
        return list(argument, 2, 2, "every Fn::Equals object requires a list of 2 string parameters.");
    }

    static List<JsonValue> all(String function, JsonValue argument) {
        return list(
                argument,
                2,
                10,
                "every " + function + " object requires a list of at least 2 and at most 10 boolean parameters.");
    }

    static JsonValue not(JsonValue argument) {
        return list(argument, 1, 1, "every Fn::Not object requires one boolean parameter.")
                .getFirst();
    }

    static List<JsonValue> findInMap(JsonValue argument) {
        return list(
                argument,
                3,
                4,
                "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return"
                        + " value");
    }

    static ServiceError join() {
        return TemplateErrors.function("every Fn::Join object requires two parameters, (1) a string delimiter and (2) a"
                + " list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be"
                + " joined.");
    }

    static ServiceError split() {
        return TemplateErrors.function(
                "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a"
                        + " string to be split or a function that returns a string to be split.");
    }

    static ServiceError select() {
        return TemplateErrors.function(
                "Fn::Select requires a list argument with two elements: an integer index and a list");
    }

    static ServiceError cidr() {
        return TemplateErrors.function(
                "every Fn::Cidr object requires two or three parameters, (1) an IP block, (2) the"
                        + " count of CIDRs between 1 and 256 and (3) optionally the number of subnet bits");
    }

    private static List<JsonValue> list(JsonValue argument, int least, int most, String otherwise) {
        if (argument instanceof JsonValue.Array array
                && array.elements().size() >= least
                && array.elements().size() <= most) {
            return array.elements();
        }
        throw TemplateErrors.function(otherwise);
    }
}
