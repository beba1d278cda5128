package dev.penstock.simulator.page;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The small JSON objects that requests bring: texts and numbers by name. */
record Body(Map<String, String> members) {

    /**
     * Reads one.
     *
     * @param json an empty one is an object without members
     * @param known which members there may be
     * @throws ServiceError when it is no such object
     */
    static Body read(byte[] json, Set<String> known) {
        Map<String, String> members = new LinkedHashMap<>();
        if (json.length == 0) {
            return new Body(members);
        }
        try (JsonParser in = Json.parser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("The body must be a JSON object.");
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                if (!known.contains(name)) {
                    throw wrong("There is no member '" + name + "' here, only "
                            + known.stream().sorted().toList() + ".");
                }
                if (!in.nextToken().isScalarValue()) {
                    throw wrong("'" + name + "' must be a text or a number.");
                }
                members.put(name, in.getString());
            }
            return new Body(members);
        } catch (JacksonException e) {
            throw wrong("The body is no JSON: " + e.getOriginalMessage());
        }
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name, "an instant like 2026-01-31T12:00:00Z"));
        } catch (DateTimeException e) {
            throw wrong("'" + name + "' must be an instant like 2026-01-31T12:00:00Z.");
        }
    }

    Duration duration(String name) {
        try {
            return Duration.parse(text(name, "a duration like PT90S or PT1H"));
        } catch (DateTimeException e) {
            throw wrong("'" + name + "' must be a duration like PT90S or PT1H.");
        }
    }

    double number(String name) {
        try {
            return Double.parseDouble(text(name, "a number"));
        } catch (NumberFormatException e) {
            throw wrong("'" + name + "' must be a number.");
        }
    }

    /**
     * A text.
     *
     * @param what is wanted, for who left it out
     */
    String text(String name, String what) {
        String value = members.get(name);
        if (value == null) {
            throw wrong("'" + name + "' is missing: " + what + ".");
        }
        return value;
    }

    static ServiceError wrong(String why) {
        return ServiceError.client("BadRequest", why);
    }
}
