package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ParameterValue;
import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the values of parameters with NoEcho out of what is shown. */
final class Masking {

    private final List<Evaluation> evaluations;

    Masking(Evaluation... evaluations) {
        this.evaluations = List.of(evaluations);
    }

    /**
     * A value as a detail shows it.
     *
     * @param oldWritten what it came from
     */
    String shown(JsonValue value, Optional<JsonValue> oldWritten, Optional<JsonValue> newWritten) {
        Set<String> secrets = new LinkedHashSet<>();
        oldWritten.ifPresent(written -> secrets.addAll(secrets(written)));
        newWritten.ifPresent(written -> secrets.addAll(secrets(written)));
        return ShownText.value(masked(value, secrets));
    }

    /** An evaluated value with what came from secret parameters hidden. */
    JsonValue masked(JsonValue value, JsonValue written) {
        return masked(value, secrets(written));
    }

    private Set<String> secrets(JsonValue written) {
        Set<String> secrets = new LinkedHashSet<>();
        for (Evaluation evaluation : evaluations) {
            for (String name : evaluation.parametersOf(written)) {
                evaluation
                        .parameters()
                        .of(name)
                        .filter(ParameterValue::noEcho)
                        .map(ParameterValue::resolved)
                        .filter(secret -> !secret.isEmpty())
                        .ifPresent(secrets::add);
            }
        }
        return secrets;
    }

    private static JsonValue masked(JsonValue value, Set<String> secrets) {
        if (secrets.isEmpty()) {
            return value;
        }
        return switch (value) {
            case JsonValue.Structure structure -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                structure.members().forEach((name, member) -> members.put(name, masked(member, secrets)));
                yield new JsonValue.Structure(members);
            }
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(masked(element, secrets)));
                yield new JsonValue.Array(elements);
            }
            case JsonValue.Text text -> {
                String shown = text.value();
                for (String secret : secrets) {
                    shown = shown.replace(secret, ParameterValues.HIDDEN);
                }
                yield new JsonValue.Text(shown);
            }
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }
}
