package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A resource's properties, or a structure within them, as handlers read them.
 *
 * @param members nulls among them count as not there
 */
record Properties(Map<String, JsonValue> members) {

    static Properties of(JsonValue.Structure structure) {
        return new Properties(structure.members());
    }

    static Properties none() {
        return new Properties(Map.of());
    }

    JsonValue.Structure structure() {
        return new JsonValue.Structure(members);
    }

    Optional<JsonValue> get(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof JsonValue.Null));
    }

    boolean has(String name) {
        return get(name).isPresent();
    }

    /** A scalar as text; a structure, like a policy, as JSON. */
    Optional<String> text(String name) {
        return get(name).map(JsonTexts::scalar);
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    /** A text that must be there. */
    String require(String name) {
        return text(name).orElseThrow(() -> required(name));
    }

    static ServiceError required(String name) {
        return ServiceError.client("InvalidRequest", "#: required key [" + name + "] not found");
    }

    /** Whether it is true, as a truth value or as text. */
    boolean truth(String name) {
        return text(name).filter("true"::equalsIgnoreCase).isPresent();
    }

    Optional<BigDecimal> number(String name) {
        try {
            return text(name).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            throw ServiceError.client("InvalidRequest", "#/" + name + ": expected type: Number, found: String");
        }
    }

    Properties part(String name) {
        return get(name)
                .filter(JsonValue.Structure.class::isInstance)
                .map(value -> of((JsonValue.Structure) value))
                .orElse(none());
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<JsonValue> elements(String name) {
        return get(name)
                .map(value -> value instanceof JsonValue.Array array ? array.elements() : List.of(value))
                .orElse(List.of());
    }

    List<String> texts(String name) {
        return elements(name).stream().map(JsonTexts::scalar).toList();
    }

    List<Properties> parts(String name) {
        List<Properties> parts = new ArrayList<>();
        for (JsonValue element : elements(name)) {
            if (element instanceof JsonValue.Structure structure) {
                parts.add(of(structure));
            }
        }
        return parts;
    }

    /** A list of keys and values, or a map, as a map. */
    Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (members.get(name) instanceof JsonValue.Structure(Map<String, JsonValue> map)) {
            map.forEach((key, value) -> tags.put(key, JsonTexts.scalar(value)));
        }
        parts(name).forEach(tag -> tag.text("Key").ifPresent(key -> tags.put(key, tag.text("Value", ""))));
        return tags;
    }

    Properties with(String name, JsonValue value) {
        Map<String, JsonValue> all = new LinkedHashMap<>(members);
        all.put(name, value);
        return new Properties(all);
    }

    Properties with(String name, String value) {
        return with(name, new JsonValue.Text(value));
    }

    Properties withAll(Properties others) {
        Map<String, JsonValue> all = new LinkedHashMap<>(members);
        all.putAll(others.members);
        return new Properties(all);
    }

    Properties without(String... names) {
        Map<String, JsonValue> all = new LinkedHashMap<>(members);
        for (String name : names) {
            all.remove(name);
        }
        return new Properties(all);
    }

    /** Only those that are named. */
    Properties only(String... names) {
        Map<String, JsonValue> some = new LinkedHashMap<>();
        for (String name : names) {
            get(name).ifPresent(value -> some.put(name, value));
        }
        return new Properties(some);
    }

    Properties renamed(String from, String to) {
        return get(from).map(value -> without(from).with(to, value)).orElse(this);
    }

    /**
     * With those of the given tags that are still there, as they are now: the stack's, CloudFormation's own and everybody
     * else's are no drift of the resource.
     */
    Properties withGiven(String property, Properties given, Map<String, String> now) {
        if (!given.has(property)) {
            return without(property);
        }
        Map<String, String> before = given.tags(property);
        List<JsonValue> tags = new ArrayList<>();
        before.keySet().stream().filter(now::containsKey).forEach(key -> {
            Map<String, JsonValue> tag = new LinkedHashMap<>();
            tag.put("Key", new JsonValue.Text(key));
            tag.put("Value", new JsonValue.Text(now.getOrDefault(key, "")));
            tags.add(new JsonValue.Structure(tag));
        });
        return with(property, new JsonValue.Array(tags));
    }

    /** The same where tags are a map. */
    Properties withTagMap(String property, Properties given, Map<String, String> now) {
        Map<String, JsonValue> tags = new LinkedHashMap<>();
        given.tags(property).keySet().stream()
                .filter(now::containsKey)
                .forEach(key -> tags.put(key, new JsonValue.Text(now.getOrDefault(key, ""))));
        return given.has(property) ? with(property, new JsonValue.Structure(tags)) : without(property);
    }

    /** A list as it is now, with what was given in the order in which it was given. */
    static JsonValue.Array inOrder(List<JsonValue> given, List<String> now) {
        List<JsonValue> ordered = new ArrayList<>();
        given.stream().filter(value -> now.contains(JsonTexts.scalar(value))).forEach(ordered::add);
        List<String> known = given.stream().map(JsonTexts::scalar).toList();
        now.stream().filter(text -> !known.contains(text)).forEach(text -> ordered.add(new JsonValue.Text(text)));
        return new JsonValue.Array(ordered);
    }

    /** The names of what is not the same in both. */
    Set<String> changes(Properties other) {
        Set<String> names = new TreeSet<>(members.keySet());
        names.addAll(other.members.keySet());
        names.removeIf(name -> Objects.equals(members.get(name), other.members.get(name)));
        return names;
    }

    /** Whether any of these is not the same in both. */
    boolean changed(Properties other, String... names) {
        return !only(names).equals(other.only(names));
    }
}
