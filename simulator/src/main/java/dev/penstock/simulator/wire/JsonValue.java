package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Any JSON, with its nulls and its numbers as they are: what patterns and policies are held against. */
public sealed interface JsonValue {

    record Text(String value) implements JsonValue {}

    record Number(BigDecimal value) implements JsonValue {}

    record Truth(boolean value) implements JsonValue {}

    record Null() implements JsonValue {}

    record Array(List<JsonValue> elements) implements JsonValue {}

    /** Members keep their order. */
    record Structure(Map<String, JsonValue> members) implements JsonValue {}

    /** Reads a whole text; empty when it is no JSON. */
    static Optional<JsonValue> parse(String text) {
        try (JsonParser in = Json.parser(text)) {
            in.nextToken();
            JsonValue value = read(in);
            return in.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The value that the parser stands on. */
    private static JsonValue read(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("there is no value");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, read(in));
                }
                yield new Structure(members);
            }
            case START_ARRAY -> {
                List<JsonValue> elements = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(in));
                }
                yield new Array(elements);
            }
            case VALUE_TRUE -> new Truth(true);
            case VALUE_FALSE -> new Truth(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(in.getDecimalValue());
            case VALUE_NULL -> new Null();
            default -> new Text(in.getString());
        };
    }
}
