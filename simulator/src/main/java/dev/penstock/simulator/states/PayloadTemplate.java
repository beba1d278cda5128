package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON in which the members whose names end with {@code .$} are paths. Source: Amazon States Language, "Payload Template".
 *
 * @param template as it was written
 */
record PayloadTemplate(JsonValue template) {

    private static final String PATH = ".$";

    /**
     * Says what of it is not simulated.
     *
     * @throws dev.penstock.simulator.wire.ServiceError if something is not
     */
    void check(String place) {
        check(template, place);
    }

    private static void check(JsonValue value, String place) {
        switch (value) {
            case JsonValue.Structure(Map<String, JsonValue> members) ->
                members.forEach((name, member) -> {
                    if (!name.endsWith(PATH)) {
                        check(member, place + "/" + name);
                    } else if (!(member instanceof JsonValue.Text(String path))) {
                        throw StatesErrors.invalidDefinition(
                                "SCHEMA_VALIDATION_FAILED",
                                "The value for the field '" + name + "' must be a valid JSONPath or a valid intrinsic"
                                        + " function call",
                                place + "/" + name);
                    } else if (ReferencePath.of(path).isEmpty()) {
                        throw StatesErrors.notSimulated("'" + path + "' at " + place + "/" + name);
                    }
                });
            case JsonValue.Array(List<JsonValue> elements) -> elements.forEach(element -> check(element, place));
            case JsonValue.Text ignored -> {}
            case JsonValue.Number ignored -> {}
            case JsonValue.Truth ignored -> {}
            case JsonValue.Null ignored -> {}
        }
    }

    /**
     * The JSON with what its paths name.
     *
     * @throws StateFailure if a path leads nowhere
     */
    JsonValue of(JsonValue data, JsonValue context) {
        return filled(template, data, context);
    }

    private static JsonValue filled(JsonValue value, JsonValue data, JsonValue context) {
        return switch (value) {
            case JsonValue.Structure(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> all = new LinkedHashMap<>();
                members.forEach((name, member) -> {
                    if (name.endsWith(PATH) && member instanceof JsonValue.Text(String path)) {
                        all.put(name.substring(0, name.length() - PATH.length()), named(path, data, context));
                    } else {
                        all.put(name, filled(member, data, context));
                    }
                });
                yield new JsonValue.Structure(all);
            }
            case JsonValue.Array(List<JsonValue> elements) ->
                new JsonValue.Array(elements.stream()
                        .map(element -> filled(element, data, context))
                        .toList());
            case JsonValue.Text text -> text;
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }

    /** What a path names. */
    static JsonValue named(String text, JsonValue data, JsonValue context) {
        ReferencePath path = ReferencePath.of(text).orElseThrow();
        return path.in(path.context() ? context : data)
                .orElseThrow(() -> new StateFailure(
                        StateFailure.RUNTIME,
                        "An error occurred while executing the state. The JSONPath '" + text
                                + "' could not be found in the input."));
    }
}
