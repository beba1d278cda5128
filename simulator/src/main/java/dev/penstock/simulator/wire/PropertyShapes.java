package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Model classes as CloudFormation's properties: the same members by names that differ in their capitals, scalars in
 * whatever form a template has them, and policies as JSON where a service wants their text.
 */
public final class PropertyShapes {

    private static final Map<Class<?>, Map<String, Member>> MEMBERS = new ConcurrentHashMap<>();

    private PropertyShapes() {}

    /**
     * Fills a builder.
     *
     * @return the paths of properties that the model class does not have, like {@code LoadBalancers/0/Color}
     * @throws ServiceError {@code InvalidRequest} when a value is of the wrong kind
     */
    public static List<String> read(JsonValue.Structure properties, SdkPojo builder) {
        List<String> unknown = new ArrayList<>();
        fill(properties, builder, "", unknown);
        return unknown;
    }

    /**
     * A model's values for those properties that are given, in the form of properties: what a resource has now of what
     * it was given.
     */
    public static JsonValue.Structure current(JsonValue.Structure given, SdkPojo now) {
        Map<String, Member> members = members(now);
        Map<String, JsonValue> values = new LinkedHashMap<>();
        given.members().forEach((name, value) -> {
            Member member = members.get(name.toLowerCase(Locale.ROOT));
            Object held = member == null ? null : Shape.value(member.field(), now);
            if (member != null && held != null) {
                values.put(name, property(member, held, value));
            }
        });
        return new JsonValue.Structure(values);
    }

    /** Whether the model class has a member for a property. */
    public static boolean has(SdkPojo pojo, String property) {
        return members(pojo).containsKey(property.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Member> members(SdkPojo pojo) {
        Map<String, Member> known = MEMBERS.get(pojo.getClass());
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Member member : Shape.of(pojo).members()) {
                known.put(member.field().memberName().toLowerCase(Locale.ROOT), member);
            }
            MEMBERS.put(pojo.getClass(), known);
        }
        return known;
    }

    private static void fill(JsonValue.Structure properties, SdkPojo builder, String prefix, List<String> unknown) {
        Map<String, Member> members = members(builder);
        properties.members().forEach((name, value) -> {
            Member member = members.get(name.toLowerCase(Locale.ROOT));
            if (member == null) {
                unknown.add(prefix + name);
            } else if (!(value instanceof JsonValue.Null)) {
                member.field().set(builder, value(value, member, prefix + name, unknown));
            }
        });
    }

    private static Object value(JsonValue value, Member member, String path, List<String> unknown) {
        try {
            return switch (member.kind()) {
                case STRING -> JsonTexts.scalar(value);
                case INTEGER -> number(value).intValueExact();
                case LONG -> number(value).longValueExact();
                case SHORT -> number(value).shortValueExact();
                case BYTE -> number(value).byteValueExact();
                case FLOAT -> number(value).floatValue();
                case DOUBLE -> number(value).doubleValue();
                case DECIMAL -> number(value);
                case BOOLEAN -> truth(value);
                case INSTANT -> Instant.parse(JsonTexts.scalar(value));
                case BYTES -> SdkBytes.fromUtf8String(JsonTexts.scalar(value));
                case STRUCTURE -> structure(value, member, path, unknown);
                case LIST -> list(value, member, path, unknown);
                case MAP -> map(value, member, path, unknown);
                case DOCUMENT -> throw new IllegalArgumentException("any document");
            };
        } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
            throw wrongKind(path, member.kind());
        }
    }

    private static ServiceError wrongKind(String path, Member.Kind kind) {
        String expected = switch (kind) {
            case STRING, INSTANT, BYTES -> "String";
            case INTEGER, LONG, SHORT, BYTE -> "Integer";
            case FLOAT, DOUBLE, DECIMAL -> "Number";
            case BOOLEAN -> "Boolean";
            case LIST -> "JSONArray";
            case STRUCTURE, MAP, DOCUMENT -> "JSONObject";
        };
        return ServiceError.client("InvalidRequest", "#/" + path + ": expected type: " + expected);
    }

    private static BigDecimal number(JsonValue value) {
        BigDecimal number = new BigDecimal(JsonTexts.scalar(value).strip());
        if (Math.abs((long) number.scale()) > 400) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    private static boolean truth(JsonValue value) {
        return switch (JsonTexts.scalar(value).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object structure(JsonValue value, Member member, String path, List<String> unknown) {
        if (!(value instanceof JsonValue.Structure properties)) {
            throw wrongKind(path, member.kind());
        }
        SdkPojo builder = member.field().constructor().get();
        fill(properties, builder, path + "/", unknown);
        return Shape.build(builder);
    }

    /** CloudFormation takes a single value for a list of one. */
    private static List<Object> list(JsonValue value, Member member, String path, List<String> unknown) {
        List<JsonValue> elements = value instanceof JsonValue.Array array ? array.elements() : List.of(value);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            values.add(value(elements.get(i), member.element(), path + "/" + i, unknown));
        }
        return values;
    }

    private static Map<String, Object> map(JsonValue value, Member member, String path, List<String> unknown) {
        Map<String, Object> values = new LinkedHashMap<>();
        switch (value) {
            case JsonValue.Structure structure ->
                structure
                        .members()
                        .forEach((key, v) -> values.put(key, value(v, member.valueOfMap(), path + "/" + key, unknown)));
            case JsonValue.Array tags -> tags.elements().forEach(tag -> putTag(tag, path, values));
            default -> throw wrongKind(path, member.kind());
        }
        return values;
    }

    /** Where a service has a map of tags, CloudFormation has a list of keys and values. */
    private static void putTag(JsonValue tag, String path, Map<String, Object> values) {
        if (!(tag instanceof JsonValue.Structure(Map<String, JsonValue> members)) || !members.containsKey("Key")) {
            throw wrongKind(path, Member.Kind.MAP);
        }
        Optional<JsonValue> value = Optional.ofNullable(members.get("Value"));
        values.put(
                JsonTexts.scalar(at(members, "Key")),
                value.map(JsonTexts::scalar).orElse(""));
    }

    private static JsonValue at(Map<String, JsonValue> members, String name) {
        JsonValue value = members.get(name);
        return value == null ? new JsonValue.Null() : value;
    }

    /** What a model holds, in the form in which it was given; whole where nothing like it was given. */
    private static JsonValue property(Member member, Object held, @Nullable JsonValue given) {
        return switch (member.kind()) {
            case STRING -> text((String) held, given);
            case BOOLEAN -> scalar(held.toString(), given, new JsonValue.Truth((Boolean) held));
            case INTEGER, LONG, SHORT, BYTE, FLOAT, DOUBLE, DECIMAL -> {
                BigDecimal number = new BigDecimal(held.toString()).stripTrailingZeros();
                String plain = number.toPlainString();
                yield scalar(plain, given, new JsonValue.Number(new BigDecimal(plain)));
            }
            case INSTANT, DOCUMENT -> new JsonValue.Text(held.toString());
            case BYTES -> new JsonValue.Text(((SdkBytes) held).asUtf8String());
            case STRUCTURE -> {
                SdkPojo part = (SdkPojo) held;
                yield given instanceof JsonValue.Structure like ? current(like, part) : whole(part);
            }
            case LIST -> elements(member, (List<?>) held, given);
            case MAP -> entries(member, (Map<?, ?>) held, given);
        };
    }

    /** A text that was given as JSON is shown as JSON. */
    private static JsonValue text(String held, @Nullable JsonValue given) {
        if (given instanceof JsonValue.Structure || given instanceof JsonValue.Array) {
            return JsonValue.parse(held).orElse(new JsonValue.Text(held));
        }
        return given == null ? new JsonValue.Text(held) : scalar(held, given, new JsonValue.Text(held));
    }

    /** The same value in another form is the value that was given. */
    private static JsonValue scalar(String held, @Nullable JsonValue given, JsonValue value) {
        if (given instanceof JsonValue.Number number) {
            return number.value().stripTrailingZeros().toPlainString().equals(held) ? given : value;
        }
        return given != null && JsonTexts.scalar(given).equals(held) ? given : value;
    }

    private static JsonValue elements(Member member, List<?> held, @Nullable JsonValue given) {
        List<JsonValue> like = given instanceof JsonValue.Array array ? array.elements() : List.of();
        List<JsonValue> values = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            values.add(property(member.element(), held.get(i), i < like.size() ? like.get(i) : null));
        }
        return new JsonValue.Array(values);
    }

    private static JsonValue entries(Member member, Map<?, ?> held, @Nullable JsonValue given) {
        Map<String, JsonValue> like = given instanceof JsonValue.Structure structure ? structure.members() : Map.of();
        Map<String, JsonValue> values = new LinkedHashMap<>();
        held.forEach(
                (key, value) -> values.put((String) key, property(member.valueOfMap(), value, like.get((String) key))));
        return new JsonValue.Structure(values);
    }

    private static JsonValue.Structure whole(SdkPojo pojo) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        for (Member member : Shape.of(pojo).members()) {
            Object held = Shape.value(member.field(), pojo);
            if (held != null) {
                String name = member.field().memberName();
                values.put(
                        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                        property(member, held, null));
            }
        }
        return new JsonValue.Structure(values);
    }
}
