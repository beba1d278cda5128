package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something of EC2's that has an id with a prefix, like {@code igw-0123456789abcdef0}, and whose attributes are that id, its
 * properties, and other ids.
 *
 * @param prefix of its ids
 * @param others attributes that are ids too, with their prefixes
 */
record NetworkModel(String prefix, Map<String, String> others) implements Model {

    private static final int DIGITS = 17;

    static NetworkModel of(String prefix, String... attributesAndPrefixes) {
        Map<String, String> others = new LinkedHashMap<>();
        for (int i = 0; i < attributesAndPrefixes.length; i += 2) {
            others.put(attributesAndPrefixes[i], attributesAndPrefixes[i + 1]);
        }
        return new NetworkModel(prefix, Map.copyOf(others));
    }

    /** A fresh id with a prefix. */
    static String id(Surroundings here, String prefix) {
        return prefix + "-" + here.ids().hex(DIGITS);
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return id(here, prefix);
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return attributes(here, physicalId, asked, others);
    }

    static JsonValue.Structure attributes(
            Surroundings here, String physicalId, Properties asked, Map<String, String> others) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        for (String identifier : here.schema().primaryIdentifier()) {
            if (here.schema().attributes().contains(identifier)) {
                attributes.put(identifier, new JsonValue.Text(physicalId));
            }
        }
        here.schema().attributes().forEach(name -> asked.get(name).ifPresent(value -> attributes.put(name, value)));
        others.forEach((name, kind) -> attributes.put(name, new JsonValue.Text(id(here, kind))));
        return new JsonValue.Structure(attributes);
    }
}
