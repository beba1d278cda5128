package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;

/** Resources as they were made against what they are now. */
final class DriftComparison {

    private DriftComparison() {}

    /**
     * Where they differ.
     *
     * @param hidden paths of what cannot be read back
     */
    static List<PropertyDifference> differences(
            JsonValue.Structure expected, JsonValue.Structure actual, Set<String> hidden) {
        List<PropertyDifference> found = new ArrayList<>();
        collect("", expected, actual, hidden, found);
        found.sort(Comparator.comparing(PropertyDifference::propertyPath));
        return found;
    }

    /** Properties without what cannot be read back, and without structures that have nothing else. */
    static JsonValue.Structure readable(JsonValue.Structure properties, Set<String> hidden) {
        return readable("", properties, hidden);
    }

    private static JsonValue.Structure readable(String path, JsonValue.Structure value, Set<String> hidden) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        value.members().forEach((name, member) -> {
            String below = path.isEmpty() ? name : path + "/" + name;
            JsonValue rest = member instanceof JsonValue.Structure inner ? readable(below, inner, hidden) : member;
            boolean emptied = !rest.equals(member) && rest.equals(new JsonValue.Structure(Map.of()));
            if (!hidden.contains(below) && !emptied) {
                members.put(name, rest);
            }
        });
        return new JsonValue.Structure(members);
    }

    /** The properties that a resource was made with, with the actual ones where those differ. */
    static JsonValue.Structure live(Deployed resource, JsonValue.Structure actual, Set<String> hidden) {
        Map<String, JsonValue> live = new LinkedHashMap<>(resource.properties().members());
        for (PropertyDifference difference : differences(resource.properties(), actual, hidden)) {
            String name = difference.propertyPath().split("/", -1)[1];
            JsonValue now = actual.members().get(name);
            if (now == null) {
                live.remove(name);
            } else {
                live.put(name, now);
            }
        }
        return new JsonValue.Structure(live);
    }

    /** What was asked for is compared; what AWS has set beside it is not. */
    private static void collect(
            String path, JsonValue expected, JsonValue actual, Set<String> hidden, List<PropertyDifference> found) {
        if (expected instanceof JsonValue.Structure(Map<String, JsonValue> wanted)
                && actual instanceof JsonValue.Structure(Map<String, JsonValue> is)) {
            wanted.forEach((name, value) -> {
                String below = path + "/" + name;
                if (hidden.contains(below.substring(1))) {
                    return;
                }
                JsonValue other = is.get(name);
                if (other == null) {
                    found.add(difference(below, "REMOVE", Differences.text(value), "null"));
                } else {
                    collect(below, value, other, hidden, found);
                }
            });
        } else if (expected instanceof JsonValue.Array(List<JsonValue> wanted)
                && actual instanceof JsonValue.Array(List<JsonValue> is)
                && wanted.size() == is.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                collect(path + "/" + i, wanted.get(i), is.get(i), hidden, found);
            }
        } else if (!Differences.text(expected).equals(Differences.text(actual))) {
            found.add(difference(path, "NOT_EQUAL", Differences.text(expected), Differences.text(actual)));
        }
    }

    private static PropertyDifference difference(String path, String kind, String expected, String actual) {
        return PropertyDifference.builder()
                .propertyPath(path)
                .differenceType(kind)
                .expectedValue(expected)
                .actualValue(actual)
                .build();
    }
}
