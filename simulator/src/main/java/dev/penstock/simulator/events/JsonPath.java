package dev.penstock.simulator.events;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of an event by its path: members and indexes, as EventBridge User Guide, "Input transformation", has them. */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([0-9]{1,9})]|\\['([^']*)']");

    private JsonPath() {}

    /** What stands at a path like {@code $.detail.items[0]}; empty when there is nothing. */
    static Optional<JsonValue> at(JsonValue root, String path) {
        if (!path.startsWith("$")) {
            return Optional.empty();
        }
        Optional<JsonValue> here = Optional.of(root);
        Matcher step = STEP.matcher(path);
        int end = 1;
        while (end < path.length()) {
            if (!step.find(end) || step.start() != end) {
                return Optional.empty();
            }
            end = step.end();
            String index = step.group(2);
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            here = here.flatMap(value -> index == null ? member(value, name) : element(value, Integer.parseInt(index)));
        }
        return here;
    }

    /** Whether it is a path at all. */
    static boolean isPath(String path) {
        return path.equals("$") || path.matches("\\$(" + STEP.pattern() + ")+");
    }

    private static Optional<JsonValue> member(JsonValue value, String name) {
        return value instanceof JsonValue.Structure structure
                ? Optional.ofNullable(structure.members().get(name))
                : Optional.empty();
    }

    private static Optional<JsonValue> element(JsonValue value, int index) {
        return value instanceof JsonValue.Array array
                        && index < array.elements().size()
                ? Optional.of(array.elements().get(index))
                : Optional.empty();
    }
}
