package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads a template's text: JSON where it begins with a brace, YAML else, as CloudFormation tells them apart. */
final class TemplateReader {

    /** So deep that no template gets there, and shallow enough for the stack. */
    static final int MOST_DEPTH = 200;

    private TemplateReader() {}

    /** @throws ServiceError ValidationError when the text is neither, or is no mapping */
    static JsonValue.Structure template(String body) {
        if (value(body) instanceof JsonValue.Structure structure) {
            return structure;
        }
        throw TemplateErrors.format("unsupported structure.");
    }

    /** Any value, as snippets can be. */
    static JsonValue value(String text) {
        String trimmed = text.stripLeading();
        if (trimmed.startsWith("{")) {
            return json(text);
        }
        return new YamlReader(text).read();
    }

    private static JsonValue json(String text) {
        try (JsonParser in = Json.parser(text)) {
            try {
                in.nextToken();
                JsonValue value = read(in);
                if (in.nextToken() != null) {
                    throw malformed(in.currentLocation());
                }
                return value;
            } catch (JacksonException e) {
                // CloudFormation tells how far it has read, not where the mistake begins.
                throw malformed(in.currentLocation());
            }
        }
    }

    private static ServiceError malformed(TokenStreamLocation at) {
        return TemplateErrors.format(
                "JSON not well-formed. (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }

    private static JsonValue read(JsonParser in) {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, read(in));
                }
                yield new JsonValue.Structure(members);
            }
            case START_ARRAY -> {
                List<JsonValue> elements = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(in));
                }
                yield new JsonValue.Array(elements);
            }
            case VALUE_TRUE -> new JsonValue.Truth(true);
            case VALUE_FALSE -> new JsonValue.Truth(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Number(in.getDecimalValue());
            case VALUE_NULL -> new JsonValue.Null();
            case VALUE_STRING -> new JsonValue.Text(in.getString());
            case null, default -> throw malformed(in.currentLocation());
        };
    }
}
