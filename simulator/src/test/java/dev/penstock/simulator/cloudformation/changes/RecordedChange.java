package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.wire.JsonShapes;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A recorded change set, and how it is compared: details in any order, contexts as the JSON that they are. */
final class RecordedChange {

    /** CloudFormation said this of additions when some of the recordings were made, and not when others were. */
    private static final String REPLACEMENT = "Replacement";

    private RecordedChange() {}

    static void compare(JsonValue.Structure labels, String label, Changes calculated) {
        JsonValue response = member(labels, label).orElseThrow();
        List<String> said = changes(response);
        List<String> ours = new ArrayList<>();
        calculated
                .resources()
                .forEach(change ->
                        ours.add(normal(JsonValue.parse(new String(JsonShapes.write(change), StandardCharsets.UTF_8))
                                .orElseThrow())));
        assertThat(String.join("\n", ours)).as(label).isEqualTo(String.join("\n", said));
        if (label.endsWith("prop-values")) {
            assertThat(String.join(" ", calculated.problems()))
                    .as(label)
                    .isEqualTo(text(response, "StatusReason").orElse(""));
        }
    }

    private static List<String> changes(JsonValue response) {
        Map<String, String> byId = new TreeMap<>();
        for (JsonValue each : elements(response, "Changes")) {
            JsonValue change = member(each, "ResourceChange").orElseThrow();
            byId.put(text(change, "LogicalResourceId").orElseThrow(), normal(change));
        }
        return List.copyOf(byId.values());
    }

    /** The physical ids that a recorded change set names. */
    static Map<String, String> physicalIds(JsonValue.Structure labels, String label) {
        Map<String, String> ids = new HashMap<>();
        member(labels, label)
                .ifPresent(response -> elements(response, "Changes").forEach(each -> {
                    JsonValue change = member(each, "ResourceChange").orElseThrow();
                    text(change, "PhysicalResourceId")
                            .ifPresent(id ->
                                    ids.put(text(change, "LogicalResourceId").orElseThrow(), id));
                }));
        return ids;
    }

    private static String normal(JsonValue change) {
        Map<String, JsonValue> members = new LinkedHashMap<>(((JsonValue.Structure) change).members());
        if (text(change, "Action").equals(Optional.of("Add"))) {
            members.remove(REPLACEMENT);
        }
        members.computeIfPresent("Details", (name, details) -> {
            Set<String> sorted = new TreeSet<>();
            ((JsonValue.Array) details).elements().forEach(detail -> sorted.add(sorted(detail)));
            return new JsonValue.Array(
                    sorted.stream().<JsonValue>map(JsonValue.Text::new).toList());
        });
        return sorted(new JsonValue.Structure(members));
    }

    /** Members by name; what is JSON in a text is taken for what it is. */
    private static String sorted(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure -> {
                StringBuilder text = new StringBuilder("{");
                new TreeMap<>(structure.members())
                        .forEach((name, member) -> text.append(name)
                                .append(": ")
                                .append(sorted(member))
                                .append(", "));
                yield text.append('}').toString();
            }
            case JsonValue.Array array ->
                array.elements().stream().map(RecordedChange::sorted).toList().toString();
            case JsonValue.Text text
            when text.value().startsWith("{\"") || text.value().startsWith("[") ->
                JsonValue.parse(text.value()).map(RecordedChange::sorted).orElse(text.value());
            default -> JsonTexts.scalar(value);
        };
    }

    static Optional<JsonValue> member(JsonValue value, String name) {
        return value instanceof JsonValue.Structure structure
                ? Optional.ofNullable(structure.members().get(name))
                : Optional.empty();
    }

    static Optional<String> text(JsonValue value, String name) {
        return member(value, name).map(JsonTexts::scalar);
    }

    static String json(JsonValue value, String name) {
        return member(value, name).map(JsonTexts::of).orElseThrow();
    }

    private static List<JsonValue> elements(JsonValue value, String name) {
        return member(value, name)
                .map(JsonValue.Array.class::cast)
                .map(JsonValue.Array::elements)
                .orElse(List.of());
    }
}
