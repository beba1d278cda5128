package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Values as text: as JSON, and as the text that CloudFormation turns a scalar into. */
public final class JsonText {

    /** Beyond so many digits before or after the point a number is written with an exponent. */
    private static final int PLAIN_DIGITS = 40;

    private JsonText() {}

    /** Compact JSON, members in their order. */
    public static String of(JsonValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Json.generator(bytes)) {
            write(out, value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * What a scalar is as a string: numbers as they were written, {@code true} and {@code false}; anything else as JSON.
     */
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
    static boolean isScalar(JsonValue value) {
        return value instanceof JsonValue.Text || value instanceof JsonValue.Number || value instanceof JsonValue.Truth;
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
                for (Map.Entry<String, JsonValue> member : structure.members().entrySet()) {
                    out.writeName(member.getKey());
                    write(out, member.getValue());
                }
                out.writeEndObject();
            }
        }
    }
}
