package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as change sets write them: every scalar as text, and members in the order in which Java's hash maps have them,
 * which is the order that the recordings of AWS show.
 */
final class ShownText {

    private ShownText() {}

    /** A value of a detail: a scalar as it is, anything else as JSON. */
    static String value(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure -> JsonTexts.of(hashed(structure));
            case JsonValue.Array array -> JsonTexts.of(hashed(array));
            default -> JsonTexts.scalar(value);
        };
    }

    /** The text of a resource's context: its properties, and what else the template says of it in the given order. */
    static String context(JsonValue properties, Map<String, JsonValue> attributes) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("Properties", hashed(properties));
        attributes.forEach((name, attribute) -> members.put(name, hashed(attribute)));
        return JsonTexts.of(new JsonValue.Structure(members));
    }

    private static JsonValue hashed(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure -> {
                Map<String, JsonValue> sorted = new LinkedHashMap<>();
                new HashMap<>(structure.members()).forEach((name, member) -> sorted.put(name, hashed(member)));
                yield new JsonValue.Structure(sorted);
            }
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(hashed(element)));
                yield new JsonValue.Array(elements);
            }
            default -> new JsonValue.Text(JsonTexts.scalar(value));
        };
    }
}
