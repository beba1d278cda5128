package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value that is a function's call: an object of a single member that is named like a function.
 *
 * @param name {@code Ref}, or a name with {@code Fn::} before it
 */
record FunctionCall(String name, JsonValue argument) {

    /** The functions that a template can use without a transform, in the order in which CloudFormation lists them. */
    private static final String SUPPORTED =
            "[Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, "
                    + "Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, "
                    + "Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]";

    private static final Set<String> KNOWN = Set.of(
            "Ref",
            "Fn::Base64",
            "Fn::Cidr",
            "Fn::And",
            "Fn::Equals",
            "Fn::FindInMap",
            "Fn::GetAtt",
            "Fn::GetAZs",
            "Fn::If",
            "Fn::ImportValue",
            "Fn::Join",
            "Fn::Not",
            "Fn::Or",
            "Fn::Select",
            "Fn::Split",
            "Fn::Sub",
            "Fn::Contains",
            "Fn::EachMemberEquals",
            "Fn::EachMemberIn",
            "Fn::RefAll",
            "Fn::ValueOf",
            "Fn::ValueOfAll");

    static Optional<FunctionCall> of(JsonValue value) {
        if (!(value instanceof JsonValue.Structure structure)
                || structure.members().size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, JsonValue> member =
                structure.members().entrySet().iterator().next();
        String name = member.getKey();
        return name.equals("Ref") || name.startsWith("Fn::")
                ? Optional.of(new FunctionCall(name, member.getValue()))
                : Optional.empty();
    }

    /** Refuses what is named like a function and is none. */
    void checkKnown() {
        if (!KNOWN.contains(name)) {
            throw TemplateErrors.validation("Template Error: Encountered unsupported function: " + name
                    + " Supported functions are: " + SUPPORTED);
        }
    }
}
