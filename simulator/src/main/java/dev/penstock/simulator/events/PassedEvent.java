package dev.penstock.simulator.events;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Events that come from another bus as text. */
final class PassedEvent {

    private PassedEvent() {}

    static Event read(String text) {
        JsonValue.Structure json = JsonTexts.structure(text);
        List<String> resources = json.members().get("resources") instanceof JsonValue.Array array
                ? array.elements().stream().map(JsonTexts::scalar).toList()
                : List.of();
        JsonValue detail = json.members().getOrDefault("detail", new JsonValue.Null());
        return new Event(
                member(json, "id"),
                member(json, "detail-type"),
                member(json, "source"),
                member(json, "account"),
                time(member(json, "time")),
                member(json, "region"),
                resources,
                detail instanceof JsonValue.Structure ? JsonTexts.of(detail) : "{}");
    }

    private static String member(JsonValue.Structure json, String name) {
        return json.members().get(name) instanceof JsonValue.Text text ? text.value() : "";
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
