package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;

/** Holds every function in a value to what it takes. */
final class FunctionCheck {

    private final Template template;

    FunctionCheck(Template template) {
        this.template = template;
    }

    /** @param section in which the value stands, for the messages */
    void check(JsonValue value, String section) {
        FunctionCall.of(value).ifPresent(this::check);
        switch (value) {
            case JsonValue.Structure structure -> {
                structure.members().values().forEach(member -> check(member, section));
                if (section.equals("Conditions")) {
                    checkNamedCondition(structure);
                }
            }
            case JsonValue.Array array -> array.elements().forEach(element -> check(element, section));
            case JsonValue.Text text -> {}
            case JsonValue.Number number -> {}
            case JsonValue.Truth truth -> {}
            case JsonValue.Null nothing -> {}
        }
    }

    private void check(FunctionCall call) {
        JsonValue argument = call.argument();
        switch (call.name()) {
            case "Ref" -> FunctionArguments.ref(argument);
            case "Fn::GetAtt" -> checkAttribute(FunctionArguments.getAtt(argument));
            case "Fn::Sub" -> checkSub(FunctionArguments.sub(argument));
            case "Fn::If" -> checkChoice(FunctionArguments.choice(argument));
            case "Fn::FindInMap" -> FunctionArguments.findInMap(argument);
            case "Fn::Equals" -> FunctionArguments.equal(argument);
            case "Fn::And", "Fn::Or" -> FunctionArguments.all(call.name(), argument);
            case "Fn::Not" -> FunctionArguments.not(argument);
            case "Fn::Join" -> checkPair(argument, FunctionArguments.join());
            case "Fn::Split" -> checkPair(argument, FunctionArguments.split());
            case "Fn::Select" -> checkPair(argument, FunctionArguments.select());
            case "Fn::Length", "Fn::ToJsonString" -> {
                if (!template.usesLanguageExtensions()) {
                    call.checkKnown();
                }
            }
            default -> call.checkKnown();
        }
    }

    private void checkAttribute(FunctionArguments.GetAtt getAtt) {
        if (!template.resources().containsKey(getAtt.logicalId())) {
            throw TemplateErrors.function("instance of Fn::GetAtt references undefined resource " + getAtt.logicalId());
        }
    }

    private void checkSub(FunctionArguments.Sub sub) {
        for (SubText part : SubText.parse(sub.text())) {
            if (part instanceof SubText.Variable variable && !sub.names().containsKey(variable.name())) {
                int dot = variable.name().indexOf('.');
                if (dot >= 0
                        && !template.resources().containsKey(variable.name().substring(0, dot))) {
                    throw TemplateErrors.function(
                            "instance of Fn::Sub references invalid resource attribute " + variable.name());
                }
            }
        }
    }

    private void checkChoice(FunctionArguments.If choice) {
        if (!template.conditions().containsKey(choice.condition())) {
            throw TemplateErrors.function("unresolved condition dependency " + choice.condition() + " in Fn::If");
        }
    }

    private static void checkPair(JsonValue argument, RuntimeException otherwise) {
        boolean pair =
                argument instanceof JsonValue.Array array && array.elements().size() == 2;
        if (!pair && FunctionCall.of(argument).isEmpty()) {
            throw otherwise;
        }
    }

    private void checkNamedCondition(JsonValue.Structure structure) {
        Map<String, JsonValue> members = structure.members();
        if (members.size() == 1
                && members.get("Condition") instanceof JsonValue.Text name
                && !template.conditions().containsKey(name.value())) {
            throw TemplateErrors.format(
                    "Unresolved condition dependency " + name.value() + " in the Conditions block of the template");
        }
    }
}
