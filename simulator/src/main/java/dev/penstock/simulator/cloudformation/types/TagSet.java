package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tags of a resource: its own, the stack's, and CloudFormation's. Source: CloudFormation User Guide, "Resource tags";
 * a resource's own tag goes before the stack's of the same key.
 */
final class TagSet {

    private static final String RESERVED = "aws:";
    private static final String OWN = RESERVED + "cloudformation:";

    /** What has to be done to tags for them to become others. */
    record Change(Map<String, String> set, List<String> removed) {

        boolean isEmpty() {
            return set.isEmpty() && removed.isEmpty();
        }
    }

    private TagSet() {}

    /** The tags that a user gave it, by itself or by its stack. */
    static Map<String, String> given(ResourceContext context, Properties properties, String property) {
        Map<String, String> all = new TreeMap<>(context.stackTags());
        all.putAll(properties.tags(property));
        return all;
    }

    /** The same, and CloudFormation's own. */
    static Map<String, String> all(ResourceContext context, Properties properties, String property) {
        Map<String, String> all = given(context, properties, property);
        all.put(OWN + "stack-name", context.stackName());
        all.put(OWN + "stack-id", context.stackId());
        all.put(OWN + "logical-id", context.logicalId());
        return all;
    }

    /** As a property: a list of keys and values. */
    static JsonValue.Array property(Map<String, String> tags) {
        List<JsonValue> list = new ArrayList<>();
        tags.forEach((key, value) -> {
            Map<String, JsonValue> tag = new LinkedHashMap<>();
            tag.put("Key", new JsonValue.Text(key));
            tag.put("Value", new JsonValue.Text(value));
            list.add(new JsonValue.Structure(tag));
        });
        return new JsonValue.Array(list);
    }

    /** What an update does: tags that the template no longer has go, the others are set. */
    static Change change(ResourceContext context, Properties before, Properties after, String property) {
        Map<String, String> wanted = given(context, after, property);
        Set<String> removed = new TreeSet<>(before.tags(property).keySet());
        removed.removeAll(wanted.keySet());
        Map<String, String> old = given(context, before, property);
        Map<String, String> set = new TreeMap<>(wanted);
        set.entrySet()
                .removeIf(tag -> tag.getValue().equals(old.get(tag.getKey()))
                        && !context.stackTags().containsKey(tag.getKey()));
        return new Change(set, List.copyOf(removed));
    }
}
