package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Model classes as AWS JSON 1.1: instants are seconds with milliseconds, bytes are Base64, unset is left out. */
public final class JsonShapes {

    private JsonShapes() {}

    /**
     * Fills a request's builder from a body.
     *
     * @throws ServiceError as AWS answers a body that is no JSON or has values of the wrong kind
     */
    public static void read(byte[] body, SdkPojo builder) {
        if (body.length == 0) {
            return;
        }
        try (JsonParser in = Json.parser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body is not a JSON object");
            }
            read(in, builder);
            if (in.nextToken() != null) {
                throw malformed("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw malformed(String.valueOf(e.getOriginalMessage()));
        } catch (ArithmeticException | ClassCastException | IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Fills a builder from the object that the parser stands on. */
    public static void read(JsonParser in, SdkPojo builder) {
        Shape shape = Shape.of(builder);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            Member member = shape.inBody(in.currentName());
            JsonToken token = in.nextToken();
            if (member == null) {
                in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                member.field().set(builder, readValue(in, member));
            }
        }
    }

    /** A response's body. */
    public static byte[] write(SdkPojo pojo) {
        return write(pojo, object -> Map.of());
    }

    /**
     * A response's body.
     *
     * @param more members that an object has beside its modelled ones
     */
    public static byte[] write(SdkPojo pojo, Function<SdkPojo, Map<String, Object>> more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.generator(bytes)) {
            write(out, pojo, more);
        }
        return bytes.toByteArray();
    }

    /** Of a REST response what its body holds, without what its headers and its status say. */
    static byte[] writeBody(SdkPojo response, Function<SdkPojo, Map<String, Object>> more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.generator(bytes)) {
            List<Member> within = Shape.of(response).members().stream()
                    .filter(member -> member.location() == MarshallLocation.PAYLOAD)
                    .toList();
            write(out, response, within, more);
        }
        return bytes.toByteArray();
    }

    /** Writes an object. */
    public static void write(JsonGenerator out, SdkPojo pojo) {
        write(out, pojo, object -> Map.of());
    }

    private static void write(JsonGenerator out, SdkPojo pojo, Function<SdkPojo, Map<String, Object>> more) {
        write(out, pojo, Shape.of(pojo).members(), more);
    }

    private static void write(
            JsonGenerator out, SdkPojo pojo, List<Member> members, Function<SdkPojo, Map<String, Object>> more) {
        out.writeStartObject();
        for (Member member : members) {
            Object value = Shape.value(member.field(), pojo);
            if (value != null) {
                out.writeName(member.name());
                writeValue(out, member, value, more);
            }
        }
        more.apply(pojo).forEach((name, value) -> {
            out.writeName(name);
            Json.write(out, value);
        });
        out.writeEndObject();
    }

    private static Object readValue(JsonParser in, Member member) {
        return switch (member.kind()) {
            case STRING -> expect(in, JsonToken.VALUE_STRING, "String").getString();
            case INTEGER -> number(in, "Integer").intValueExact();
            case LONG -> number(in, "Long").longValueExact();
            case SHORT -> number(in, "Short").shortValueExact();
            case BYTE -> number(in, "Byte").byteValueExact();
            case FLOAT -> number(in, "Float").floatValue();
            case DOUBLE -> number(in, "Double").doubleValue();
            case DECIMAL -> number(in, "BigDecimal");
            case BOOLEAN -> readBoolean(in);
            case INSTANT ->
                in.currentToken() == JsonToken.VALUE_STRING && isText(member)
                        ? Scalars.read(member, in.getString())
                        : instant(number(in, "Date"));
            case BYTES ->
                SdkBytes.fromByteArray(
                        expect(in, JsonToken.VALUE_STRING, "Blob").getBinaryValue());
            case STRUCTURE -> readStructure(in, member.field());
            case LIST -> readList(in, member);
            case MAP -> readMap(in, member);
            case DOCUMENT -> Documents.read(in);
        };
    }

    private static Object readStructure(JsonParser in, SdkField<?> field) {
        expect(in, JsonToken.START_OBJECT, "Structure");
        SdkPojo builder = field.constructor().get();
        read(in, builder);
        return Shape.build(builder);
    }

    private static List<Object> readList(JsonParser in, Member member) {
        expect(in, JsonToken.START_ARRAY, "List");
        Member element = member.element();
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.VALUE_NULL) {
                values.add(readValue(in, element));
            }
        }
        return values;
    }

    private static Map<String, Object> readMap(JsonParser in, Member member) {
        expect(in, JsonToken.START_OBJECT, "Map");
        Member value = member.valueOfMap();
        Map<String, Object> values = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            if (in.nextToken() != JsonToken.VALUE_NULL) {
                values.put(key, readValue(in, value));
            }
        }
        return values;
    }

    private static boolean readBoolean(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrongKind(token, "Boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static BigDecimal number(JsonParser in, String kind) {
        JsonToken token = in.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrongKind(token, kind);
        }
        BigDecimal value = in.getDecimalValue();
        if (Math.abs((long) value.scale()) > 400) {
            throw malformed("a number out of range");
        }
        return value;
    }

    private static Instant instant(BigDecimal seconds) {
        long millis = seconds.movePointRight(3).longValue();
        return Instant.ofEpochMilli(millis);
    }

    private static JsonParser expect(JsonParser in, JsonToken token, String kind) {
        if (in.currentToken() != token) {
            throw wrongKind(in.currentToken(), kind);
        }
        return in;
    }

    private static ServiceError wrongKind(@Nullable JsonToken token, String kind) {
        return malformed(token + " can not be converted to a " + kind);
    }

    private static ServiceError malformed(String why) {
        return ServiceError.client("SerializationException", why);
    }

    private static void writeValue(
            JsonGenerator out, Member member, Object value, Function<SdkPojo, Map<String, Object>> more) {
        switch (member.kind()) {
            case STRING -> out.writeString((String) value);
            case INTEGER -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case SHORT -> out.writeNumber((Short) value);
            case BYTE -> out.writeNumber((Byte) value);
            case FLOAT -> out.writeNumber((Float) value);
            case DOUBLE -> out.writeNumber((Double) value);
            case DECIMAL -> out.writeNumber((BigDecimal) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INSTANT -> writeInstant(out, member, (Instant) value);
            case BYTES -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case STRUCTURE -> write(out, (SdkPojo) value, more);
            case LIST -> writeList(out, member, (List<?>) value, more);
            case MAP -> writeMap(out, member, (Map<?, ?>) value, more);
            case DOCUMENT -> Documents.write(out, (Document) value);
        }
    }

    private static void writeInstant(JsonGenerator out, Member member, Instant value) {
        if (isText(member)) {
            out.writeString(Scalars.write(member, value));
        } else {
            out.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
        }
    }

    /** Whether the model gives an instant a form of its own that is no number. */
    private static boolean isText(Member member) {
        TimestampFormatTrait.Format own = member.timestamps();
        return own == TimestampFormatTrait.Format.ISO_8601 || own == TimestampFormatTrait.Format.RFC_822;
    }

    private static void writeList(
            JsonGenerator out, Member member, List<?> values, Function<SdkPojo, Map<String, Object>> more) {
        Member element = member.element();
        out.writeStartArray();
        for (Object value : values) {
            writeValue(out, element, value, more);
        }
        out.writeEndArray();
    }

    private static void writeMap(
            JsonGenerator out, Member member, Map<?, ?> values, Function<SdkPojo, Map<String, Object>> more) {
        Member element = member.valueOfMap();
        out.writeStartObject();
        values.forEach((key, value) -> {
            out.writeName((String) key);
            writeValue(out, element, value, more);
        });
        out.writeEndObject();
    }
}
