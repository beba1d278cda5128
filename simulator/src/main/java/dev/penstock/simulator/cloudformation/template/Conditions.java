package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of a template's conditions hold. Source: Template Reference, "Condition functions". */
final class Conditions {

    /** Far more than templates have, and few enough for the stack. */
    private static final int MOST_NESTED = 500;

    private final Map<String, JsonValue> declared;
    private final Resolver resolver;
    private final Map<String, Boolean> outcomes = new HashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Conditions(Map<String, JsonValue> declared, Resolver resolver) {
        this.declared = declared;
        this.resolver = resolver;
    }

    /** Works all of them out, so that what is wrong with one is found whether it is used or not. */
    void checkAll() {
        declared.keySet().forEach(name -> holds(name, "Conditions"));
    }

    /** @param where who asks: a function or a section, for the message */
    boolean holds(String name, String where) {
        Boolean known = outcomes.get(name);
        if (known != null) {
            return known;
        }
        JsonValue condition = declared.get(name);
        if (condition == null) {
            throw TemplateErrors.function("unresolved condition dependency " + name + " in " + where);
        }
        if (!asked.add(name)) {
            throw TemplateErrors.format("Found circular condition dependency between "
                    + String.join(" and ", asked.stream().toList().reversed()));
        }
        if (asked.size() > MOST_NESTED) {
            throw TemplateErrors.format("Conditions depend on each other more than " + MOST_NESTED + " deep.");
        }
        try {
            boolean outcome = test(condition);
            outcomes.put(name, outcome);
            return outcome;
        } finally {
            asked.remove(name);
        }
    }

    /** Whether a condition's value is true. */
    boolean test(JsonValue condition) {
        Optional<FunctionCall> call = FunctionCall.of(condition);
        if (call.isPresent()) {
            return test(call.get());
        }
        return switch (condition) {
            case JsonValue.Structure structure
            when structure.members().size() == 1
                    && structure.members().get("Condition") instanceof JsonValue.Text name ->
                holds(name.value(), "Conditions");
            case JsonValue.Truth truth -> truth.value();
            case JsonValue.Text text when text.value().equals("true") -> true;
            case JsonValue.Text text when text.value().equals("false") -> false;
            default -> throw notBoolean();
        };
    }

    private boolean test(FunctionCall call) {
        return switch (call.name()) {
            case "Fn::Equals" -> {
                List<JsonValue> sides = FunctionArguments.equal(call.argument());
                yield value(sides.get(0)).equals(value(sides.get(1)));
            }
            case "Fn::And" -> {
                // Each is worked out, as a mistake in any is one.
                boolean all = true;
                for (JsonValue each : FunctionArguments.all("Fn::And", call.argument())) {
                    all &= test(each);
                }
                yield all;
            }
            case "Fn::Or" -> {
                boolean any = false;
                for (JsonValue each : FunctionArguments.all("Fn::Or", call.argument())) {
                    any |= test(each);
                }
                yield any;
            }
            case "Fn::Not" -> !test(FunctionArguments.not(call.argument()));
            default -> {
                call.checkKnown();
                throw notBoolean();
            }
        };
    }

    /** One side of a comparison. Scalars compare as text. */
    private Optional<String> value(JsonValue side) {
        return switch (resolver.resolve(side)) {
            case Resolved.Known known -> Optional.of(JsonTexts.scalar(known.value()));
            case Resolved.NoValue nothing -> Optional.empty();
            case Resolved.Unknown(Set<Reference> of, JsonValue partly, Set<String> problems)
            when of.isEmpty() && problems.isEmpty() -> Optional.of(JsonTexts.scalar(partly));
            case Resolved.Unknown unknown ->
                throw TemplateErrors.format("Unresolved dependencies ["
                        + String.join(
                                ", ",
                                unknown.of().stream().map(Reference::logicalId).toList())
                        + "]. Cannot reference resources in the Conditions block of the template");
        };
    }

    private static RuntimeException notBoolean() {
        return TemplateErrors.format("Conditions can only be boolean operations on parameters and other conditions");
    }
}
