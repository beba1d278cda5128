package dev.penstock.simulator.recordings;

import dev.penstock.simulator.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A response, recorded or ours, as JSON under the names of AWS's model. */
sealed interface Tree {

    record Structure(Map<String, Tree> members) implements Tree {

        Optional<Tree> member(String name) {
            return Optional.ofNullable(members.get(name));
        }
    }

    record Sequence(List<Tree> items) implements Tree {}

    record Text(String value) implements Tree {}

    record Number(BigDecimal value) implements Tree {}

    record Truth(boolean value) implements Tree {}

    /** An instant, which AWS writes in several ways and recordings mask. */
    record Time(Instant value) implements Tree {}

    record Nothing() implements Tree {}

    /** Reads a JSON document; empty when it is none. */
    static Optional<Tree> parse(String json) {
        try (JsonParser in = Json.parser(json)) {
            in.nextToken();
            Tree tree = read(in);
            return in.nextToken() == null ? Optional.of(tree) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Tree read(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            return new Nothing();
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Tree> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, read(in));
                }
                yield new Structure(members);
            }
            case START_ARRAY -> {
                List<Tree> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in));
                }
                yield new Sequence(items);
            }
            case VALUE_TRUE -> new Truth(true);
            case VALUE_FALSE -> new Truth(false);
            case VALUE_NULL -> new Nothing();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(in.getDecimalValue());
            default -> new Text(in.getString());
        };
    }
}
