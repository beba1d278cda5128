package dev.penstock.simulator.events;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event. Source of its form: EventBridge User Guide, "Event structure".
 *
 * @param account that it is of
 * @param detail JSON text of an object
 */
record Event(
        String id,
        String detailType,
        String source,
        String account,
        Instant time,
        String region,
        List<String> resources,
        String detail) {

    Event {
        resources = List.copyOf(resources);
    }

    /** As it is matched and delivered. */
    JsonValue.Structure json() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("version", new JsonValue.Text("0"));
        members.put("id", new JsonValue.Text(id));
        members.put("detail-type", new JsonValue.Text(detailType));
        members.put("source", new JsonValue.Text(source));
        members.put("account", new JsonValue.Text(account));
        members.put(
                "time", new JsonValue.Text(time.truncatedTo(ChronoUnit.SECONDS).toString()));
        members.put("region", new JsonValue.Text(region));
        members.put(
                "resources",
                new JsonValue.Array(resources.stream()
                        .map(resource -> (JsonValue) new JsonValue.Text(resource))
                        .toList()));
        members.put("detail", JsonTexts.structure(detail));
        return new JsonValue.Structure(members);
    }

    String text() {
        return JsonTexts.of(json());
    }
}
