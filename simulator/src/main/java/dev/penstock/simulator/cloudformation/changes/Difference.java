package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A place in which two values differ.
 *
 * @param path from the value to the place: names of members and indices of elements
 * @param before empty when it is added
 * @param after empty when it is removed
 */
record Difference(List<String> path, Optional<JsonValue> before, Optional<JsonValue> after) {

    /** All places, the smallest that can be told. */
    static List<Difference> between(Optional<JsonValue> before, Optional<JsonValue> after) {
        List<Difference> found = new ArrayList<>();
        compare(List.of(), before, after, found);
        return found;
    }

    /** Whether two values are the same to CloudFormation, to which {@code 1} and {@code "1"} are. */
    static boolean same(JsonValue one, JsonValue other) {
        return between(Optional.of(one), Optional.of(other)).isEmpty();
    }

    private static void compare(
            List<String> path, Optional<JsonValue> before, Optional<JsonValue> after, List<Difference> found) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        if (before.isEmpty() || after.isEmpty()) {
            found.add(new Difference(path, before, after));
            return;
        }
        if (before.get() instanceof JsonValue.Structure one
                && after.get() instanceof JsonValue.Structure other
                && !isDocument(one)
                && !isDocument(other)) {
            Set<String> names = new LinkedHashSet<>(one.members().keySet());
            names.addAll(other.members().keySet());
            names.forEach(name -> compare(
                    below(path, name),
                    Optional.ofNullable(one.members().get(name)),
                    Optional.ofNullable(other.members().get(name)),
                    found));
        } else if (before.get() instanceof JsonValue.Array one && after.get() instanceof JsonValue.Array other) {
            int most = Math.max(one.elements().size(), other.elements().size());
            for (int i = 0; i < most; i++) {
                compare(below(path, Integer.toString(i)), element(one, i), element(other, i), found);
            }
        } else if (!text(before.get()).equals(text(after.get()))) {
            found.add(new Difference(path, before, after));
        }
    }

    private static Optional<JsonValue> element(JsonValue.Array array, int index) {
        return index < array.elements().size() ? Optional.of(array.elements().get(index)) : Optional.empty();
    }

    private static List<String> below(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /** Policies are free documents to CloudFormation, which it shows whole. */
    private static boolean isDocument(JsonValue.Structure structure) {
        return structure.members().containsKey("Statement");
    }

    /** A text by which values are compared: members in order of their names, scalars as text. */
    private static String text(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure -> {
                StringBuilder text = new StringBuilder("{");
                new java.util.TreeMap<>(structure.members())
                        .forEach((name, member) -> text.append(name)
                                .append('=')
                                .append(text(member))
                                .append(';'));
                yield text.append('}').toString();
            }
            case JsonValue.Array array ->
                array.elements().stream().map(Difference::text).toList().toString();
            default -> JsonTexts.scalar(value);
        };
    }
}
