package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Rules section: assertions about parameters. Source: Template Reference, "Rule functions". */
final class RuleAssertions {

    private final Evaluation evaluation;

    RuleAssertions(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** @throws ServiceError ValidationError with what the violated assertions say of themselves */
    void check() {
        List<String> violated = new ArrayList<>();
        evaluation.template().rules().forEach((name, rule) -> violated.addAll(violated(name, rule)));
        if (!violated.isEmpty()) {
            throw TemplateErrors.validation("Template error: " + String.join("; ", violated));
        }
    }

    private List<String> violated(String name, JsonValue.Structure rule) {
        JsonValue condition = rule.members().get("RuleCondition");
        if (condition != null && !test(condition)) {
            return List.of();
        }
        if (!(rule.members().get("Assertions") instanceof JsonValue.Array assertions)) {
            throw TemplateErrors.format("Every Rules object must contain an Assertions member.");
        }
        List<String> violated = new ArrayList<>();
        for (JsonValue each : assertions.elements()) {
            if (!(each instanceof JsonValue.Structure assertion)
                    || !(assertion.members().get("Assert") instanceof JsonValue.Structure asserted)) {
                throw TemplateErrors.format("Every Assertions member must contain an Assert member.");
            }
            if (!test(asserted)) {
                violated.add(SectionReader.text(assertion, "AssertDescription")
                        .orElse("an assertion of rule " + name + " is violated"));
            }
        }
        return violated;
    }

    private boolean test(JsonValue value) {
        Optional<FunctionCall> call = FunctionCall.of(value);
        if (call.isEmpty()) {
            return evaluation.conditions().test(value);
        }
        JsonValue argument = call.get().argument();
        return switch (call.get().name()) {
            case "Fn::And" ->
                FunctionArguments.all("Fn::And", argument).stream().allMatch(this::test);
            case "Fn::Or" -> FunctionArguments.all("Fn::Or", argument).stream().anyMatch(this::test);
            case "Fn::Not" -> !test(FunctionArguments.not(argument));
            case "Fn::Contains" -> {
                List<JsonValue> two = two("Fn::Contains", argument);
                yield texts(two.get(0)).containsAll(texts(two.get(1)));
            }
            case "Fn::EachMemberIn" -> {
                List<JsonValue> two = two("Fn::EachMemberIn", argument);
                yield texts(two.get(1)).containsAll(texts(two.get(0)));
            }
            case "Fn::EachMemberEquals" -> {
                List<JsonValue> two = two("Fn::EachMemberEquals", argument);
                List<String> wanted = texts(two.get(1));
                yield texts(two.get(0)).stream().allMatch(wanted::contains);
            }
            case "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll" ->
                throw ServiceError.notSimulated(
                        call.get().name() + " in Rules",
                        "Fn::And, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::Equals, Fn::Not, Fn::Or, Ref");
            default ->
                evaluation
                        .conditions()
                        .test(new JsonValue.Structure(Map.of(call.get().name(), argument)));
        };
    }

    private List<String> texts(JsonValue value) {
        JsonValue known = evaluation.resolve(value) instanceof Resolved.Known resolved ? resolved.value() : value;
        return known instanceof JsonValue.Array array
                ? array.elements().stream().map(JsonTexts::scalar).toList()
                : List.of(JsonTexts.scalar(known));
    }

    private static List<JsonValue> two(String function, JsonValue argument) {
        if (argument instanceof JsonValue.Array array && array.elements().size() == 2) {
            return array.elements();
        }
        throw TemplateErrors.function("every " + function + " object requires a list of 2 parameters.");
    }
}
