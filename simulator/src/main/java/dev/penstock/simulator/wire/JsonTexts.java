package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Values as text and back: as JSON, and as the text that AWS turns a scalar into. */
public final class JsonTexts {

    private static final JsonValue.Structure EMPTY = new JsonValue.Structure(Map.of());

    /** Beyond so many digits before or after the point a number is written with an exponent. */
    private static final int PLAIN_DIGITS = 40;

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
            case JsonValue.Number number -> plain(number.value());
            case JsonValue.Truth truth -> Boolean.toString(truth.value());
            case JsonValue.Null nothing -> "";
            case JsonValue.Array array -> of(array);
            case JsonValue.Structure structure -> of(structure);
        };
    }

    /** Whether it is a text, a number or a truth value. */
    public static boolean isScalar(JsonValue value) {
        return value instanceof JsonValue.Text || value instanceof JsonValue.Number || value instanceof JsonValue.Truth;
    }

    /** The structure that a text is; an empty one when it is none. */
    public static JsonValue.Structure structure(String json) {
        return JsonValue.parse(json)
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast)
                .orElse(EMPTY);
    }

    private static String plain(BigDecimal number) {
        boolean readable = Math.abs((long) number.scale()) <= PLAIN_DIGITS && number.precision() <= PLAIN_DIGITS;
        return readable ? number.toPlainString() : number.toString();
    }

    private static void write(JsonGenerator out, JsonValue value) {
        switch (value) {
            case JsonValue.Text text -> out.writeString(text.value());
            case JsonValue.Number number -> out.writeNumber(plain(number.value()));
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
