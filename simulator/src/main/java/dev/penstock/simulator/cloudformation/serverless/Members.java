package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds an object of a template; what is empty is left out. */
final class Members {

    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    static JsonValue text(String text) {
        return new JsonValue.Text(text);
    }

    static JsonValue number(int number) {
        return new JsonValue.Number(BigDecimal.valueOf(number));
    }

    static JsonValue truth(boolean truth) {
        return new JsonValue.Truth(truth);
    }

    static JsonValue list(List<? extends JsonValue> elements) {
        return new JsonValue.Array(List.copyOf(elements));
    }

    static JsonValue texts(String... texts) {
        return list(Arrays.stream(texts).map(Members::text).toList());
    }

    static JsonValue ref(String name) {
        return new Members().with("Ref", name).built();
    }

    static JsonValue getAtt(String resource, String attribute) {
        return new Members().with("Fn::GetAtt", texts(resource, attribute)).built();
    }

    static JsonValue sub(String text) {
        return new Members().with("Fn::Sub", text).built();
    }

    /** The members of an object; none of anything else. */
    static Map<String, JsonValue> of(Optional<JsonValue> value) {
        return value.orElse(null) instanceof JsonValue.Structure structure ? structure.members() : Map.of();
    }

    /** The elements of a list, or the one value that stands for a list of it. */
    static List<JsonValue> elements(Optional<JsonValue> value) {
        return value.map(given -> given instanceof JsonValue.Array(List<JsonValue> all) ? all : List.of(given))
                .orElse(List.of());
    }

    Members with(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    Members with(String name, String value) {
        return with(name, text(value));
    }

    Members with(String name, Optional<JsonValue> value) {
        value.ifPresent(given -> members.put(name, given));
        return this;
    }

    /** Those members of another object, under their own names. */
    Members from(Map<String, JsonValue> others, Iterable<String> names) {
        names.forEach(name -> with(name, Optional.ofNullable(others.get(name))));
        return this;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    JsonValue.Structure built() {
        return new JsonValue.Structure(new LinkedHashMap<>(members));
    }
}
