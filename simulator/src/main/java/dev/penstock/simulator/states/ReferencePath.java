package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that names one place in a JSON text, like {@code $.order.items[0]}; {@code $$} leads into the context object. Source: Amazon
 * States Language, "Reference Paths".
 *
 * @param context whether it leads into the context object
 * @param steps names ({@link String}) and positions ({@link Integer})
 */
record ReferencePath(boolean context, List<Step> steps) {

    /** One part of a path. */
    sealed interface Step {}

    record Member(String name) implements Step {}

    record Position(int at) implements Step {}

    private static final Pattern STEP =
            Pattern.compile("\\.(?<name>[\\p{L}_][\\p{L}\\p{N}_-]*)|\\['(?<quoted>[^']+)']|\\[(?<at>[0-9]{1,6})]");

    /** Reads a path; absent if it is none that names one place. */
    static Optional<ReferencePath> of(String text) {
        boolean context = text.startsWith("$$");
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        String rest = text.substring(context ? 2 : 1);
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(rest);
        int end = 0;
        while (step.find() && step.start() == end) {
            end = step.end();
            String name = step.group("name") == null ? step.group("quoted") : step.group("name");
            steps.add(name == null ? new Position(Integer.parseInt(step.group("at"))) : new Member(name));
        }
        return end == rest.length() ? Optional.of(new ReferencePath(context, List.copyOf(steps))) : Optional.empty();
    }

    /** What is there; absent if nothing is. */
    Optional<JsonValue> in(JsonValue data) {
        Optional<JsonValue> at = Optional.of(data);
        for (Step step : steps) {
            at = at.flatMap(value -> next(value, step));
        }
        return at;
    }

    private static Optional<JsonValue> next(JsonValue value, Step step) {
        return switch (step) {
            case Member(String name) ->
                value instanceof JsonValue.Structure(Map<String, JsonValue> members)
                        ? Optional.ofNullable(members.get(name))
                        : Optional.empty();
            case Position(int at) ->
                value instanceof JsonValue.Array(List<JsonValue> elements) && at < elements.size()
                        ? Optional.of(elements.get(at))
                        : Optional.empty();
        };
    }

    /**
     * The data with something put there; what is not there on the way is made.
     *
     * @throws StateFailure if something else is in the way
     */
    JsonValue put(JsonValue data, JsonValue value) {
        return put(data, value, 0);
    }

    private JsonValue put(JsonValue data, JsonValue value, int from) {
        if (from == steps.size()) {
            return value;
        }
        return switch (steps.get(from)) {
            case Member(String name) -> {
                if (!(data instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
                    throw inTheWay();
                }
                Map<String, JsonValue> changed = new LinkedHashMap<>(members);
                JsonValue before = members.getOrDefault(name, new JsonValue.Structure(Map.of()));
                changed.put(name, put(before, value, from + 1));
                yield new JsonValue.Structure(changed);
            }
            case Position(int at) -> {
                if (!(data instanceof JsonValue.Array(List<JsonValue> elements)) || at >= elements.size()) {
                    throw inTheWay();
                }
                List<JsonValue> changed = new ArrayList<>(elements);
                changed.set(at, put(elements.get(at), value, from + 1));
                yield new JsonValue.Array(changed);
            }
        };
    }

    private static StateFailure inTheWay() {
        return new StateFailure(
                "States.ResultPathMatchFailure",
                "The result cannot be put where 'ResultPath' says: there is something else.");
    }
}
