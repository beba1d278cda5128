package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Readers and writers of JSON, with limits on depth and size that no genuine request meets. */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxNumberLength(100)
                    .build())
            .build();

    private Json() {}

    /** A parser that stands before the first token. */
    public static JsonParser parser(byte[] json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /** A parser that stands before the first token. */
    public static JsonParser parser(String json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /**
     * A whole document as maps, lists, strings, numbers, booleans; nulls are left out.
     *
     * @throws IllegalArgumentException when it is no JSON
     */
    public static Object tree(byte[] json) {
        try (JsonParser in = parser(json)) {
            in.nextToken();
            return tree(in);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Object tree(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                if (in.nextToken() != JsonToken.VALUE_NULL) {
                    map.put(name, tree(in));
                }
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() != JsonToken.VALUE_NULL) {
                    list.add(tree(in));
                }
            }
            return list;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == JsonToken.VALUE_NUMBER_INT ? (Object) in.getLongValue() : String.valueOf(in.getString());
    }

    /** Writes what {@link #tree} gives. */
    static void write(JsonGenerator out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, v) -> {
                    out.writeName(String.valueOf(name));
                    write(out, v);
                });
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(v -> write(out, v));
                out.writeEndArray();
            }
            case Boolean b -> out.writeBoolean(b);
            case Long n -> out.writeNumber(n);
            case Integer n -> out.writeNumber(n);
            default -> out.writeString(value.toString());
        }
    }

    /** A value as text. */
    public static String text(JsonValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = generator(bytes)) {
            write(out, value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, JsonValue value) {
        switch (value) {
            case JsonValue.Text t -> out.writeString(t.value());
            case JsonValue.Number n -> out.writeNumber(n.value());
            case JsonValue.Truth t -> out.writeBoolean(t.value());
            case JsonValue.Null n -> out.writeNull();
            case JsonValue.Array array -> {
                out.writeStartArray();
                array.elements().forEach(e -> write(out, e));
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

    /** The text of what {@link #tree} gives, without spaces. */
    public static String treeText(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(out, value);
        }
        return text.toString();
    }

    /** A generator of UTF-8. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** The value that the parser stands on, as text; the parser then stands on its last token. */
    public static String copy(JsonParser in) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.copyCurrentStructure(in);
        }
        return text.toString();
    }
}
