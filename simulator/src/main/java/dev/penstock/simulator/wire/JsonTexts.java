package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** JSON values as text. */
public final class JsonTexts {

    private JsonTexts() {}

    /** Compact JSON, members in their order. */
    public static String of(JsonValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Json.generator(bytes)) {
            write(out, value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A scalar as the text that it was written as, without quotes; anything else as JSON. */
    public static String scalar(JsonValue value) {
        return switch (value) {
            case JsonValue.Text text -> text.value();
            case JsonValue.Number number -> number.value().toPlainString();
            case JsonValue.Truth truth -> Boolean.toString(truth.value());
            case JsonValue.Null nothing -> "";
            case JsonValue.Array array -> of(array);
            case JsonValue.Structure structure -> of(structure);
        };
    }

    private static void write(JsonGenerator out, JsonValue value) {
        switch (value) {
            case JsonValue.Text text -> out.writeString(text.value());
            case JsonValue.Number number -> out.writeNumber(number.value());
            case JsonValue.Truth truth -> out.writeBoolean(truth.value());
            case JsonValue.Null nothing -> out.writeNull();
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
