package dev.penstock.simulator.logs;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks members out of JSON: {@code $.a.b[0]}, {@code $.["a b"]}. */
final class Selectors {

    private static final Pattern STEP =
            Pattern.compile("\\.?\\[\"([^\"]*)\"\\]|\\.?\\['([^']*)'\\]|\\[([0-9]+)\\]|\\.([^.\\[\\]]+)");

    private Selectors() {}

    static Optional<JsonValue> select(JsonValue json, String selector) {
        JsonValue at = json;
        Matcher step = STEP.matcher(selector);
        int from = selector.startsWith("$") ? 1 : 0;
        while (from < selector.length()) {
            if (!step.find(from) || step.start() != from) {
                return Optional.empty();
            }
            String name = step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2) : step.group(4);
            JsonValue next = null;
            if (step.group(3) != null && at instanceof JsonValue.Array array) {
                int place = Integer.parseInt(step.group(3));
                next = place < array.elements().size() ? array.elements().get(place) : null;
            } else if (name != null && at instanceof JsonValue.Structure structure) {
                next = structure.members().get(name);
            }
            if (next == null) {
                return Optional.empty();
            }
            at = next;
            from = step.end();
        }
        return Optional.of(at);
    }

    /** A value as text; empty for structures, arrays and null. */
    static Optional<String> text(JsonValue value) {
        return switch (value) {
            case JsonValue.Text text -> Optional.of(text.value());
            case JsonValue.Number number -> Optional.of(number.value().toPlainString());
            case JsonValue.Truth truth -> Optional.of(String.valueOf(truth.value()));
            case JsonValue.Null n -> Optional.empty();
            case JsonValue.Array a -> Optional.empty();
            case JsonValue.Structure s -> Optional.empty();
        };
    }
}
