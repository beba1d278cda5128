package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** JSON values as text and back. */
final class JsonTexts {

    private static final JsonValue.Structure EMPTY = new JsonValue.Structure(Map.of());

    private JsonTexts() {}

    static String of(JsonValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            write(out, value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The structure that a text is; an empty one when it is none. */
    static JsonValue.Structure structure(String json) {
        return JsonValue.parse(json)
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast)
                .orElse(EMPTY);
    }

    private static void write(JsonGenerator out, JsonValue value) {
        switch (value) {
            case JsonValue.Text(String text) -> out.writeString(text);
            case JsonValue.Number number -> out.writeNumber(number.value());
            case JsonValue.Truth(boolean truth) -> out.writeBoolean(truth);
            case JsonValue.Null n -> out.writeNull();
            case JsonValue.Array array -> {
                out.writeStartArray();
                array.elements().forEach(element -> write(out, element));
                out.writeEndArray();
            }
            case JsonValue.Structure structure -> {
                out.writeStartObject();
                structure.members().forEach((name, member) -> {
                    out.writeName(name);
                    write(out, member);
                });
                out.writeEndObject();
            }
        }
    }
}
