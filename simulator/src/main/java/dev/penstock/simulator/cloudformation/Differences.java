package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the properties of a resource differ, and what that means for it. */
final class Differences {

    /** What has to be done so that a resource gets other properties. */
    enum Means {
        NOTHING,
        IN_PLACE,
        REPLACEMENT
    }

    private Differences() {}

    static Means means(Optional<Schema> schema, JsonValue.Structure before, JsonValue.Structure after) {
        Set<String> paths = paths(before, after);
        if (paths.isEmpty()) {
            return Means.NOTHING;
        }
        boolean replaces = schema.filter(
                        known -> paths.stream().anyMatch(path -> known.requires(path) == UpdateBehaviour.REPLACEMENT))
                .isPresent();
        return replaces ? Means.REPLACEMENT : Means.IN_PLACE;
    }

    /** The paths of properties that differ, with slashes between names and {@code *} for elements of lists. */
    static Set<String> paths(JsonValue.Structure before, JsonValue.Structure after) {
        Set<String> paths = new LinkedHashSet<>();
        compare("", before, after, paths);
        return paths;
    }

    private static void compare(String path, JsonValue before, JsonValue after, Set<String> paths) {
        if (before instanceof JsonValue.Structure a && after instanceof JsonValue.Structure b) {
            Set<String> names = new LinkedHashSet<>(a.members().keySet());
            names.addAll(b.members().keySet());
            for (String name : names) {
                String below = path.isEmpty() ? name : path + "/" + name;
                JsonValue x = a.members().get(name);
                JsonValue y = b.members().get(name);
                if (x == null || y == null) {
                    paths.add(below);
                } else {
                    compare(below, x, y, paths);
                }
            }
        } else if (before instanceof JsonValue.Array(List<JsonValue> a)
                && after instanceof JsonValue.Array(List<JsonValue> b)
                && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                compare(path + "/*", a.get(i), b.get(i), paths);
            }
        } else if (!text(before).equals(text(after))) {
            paths.add(path);
        }
    }

    /** Scalars are compared as CloudFormation passes them on: {@code 80} is {@code "80"}. */
    static String text(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(String text) -> text;
            case JsonValue.Number number -> number.value().toPlainString();
            case JsonValue.Truth(boolean truth) -> Boolean.toString(truth);
            case JsonValue.Null n -> "";
            case JsonValue.Array array -> JsonTexts.of(array);
            case JsonValue.Structure structure -> JsonTexts.of(structure);
        };
    }
}
