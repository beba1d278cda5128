package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The SDK's documents: JSON of any form within a modelled request. */
final class Documents {

    private Documents() {}

    /** The value that the parser stands on. */
    static Document read(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    map.put(name, read(in));
                }
                yield Document.fromMap(map);
            }
            case START_ARRAY -> {
                List<Document> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(in));
                }
                yield Document.fromList(list);
            }
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(in.getDecimalValue());
            case VALUE_NULL -> Document.fromNull();
            default -> Document.fromString(in.getString());
        };
    }

    static void write(JsonGenerator out, Document document) {
        if (document.isMap()) {
            out.writeStartObject();
            document.asMap().forEach((name, value) -> {
                out.writeName(name);
                write(out, value);
            });
            out.writeEndObject();
        } else if (document.isList()) {
            out.writeStartArray();
            document.asList().forEach(value -> write(out, value));
            out.writeEndArray();
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(new BigDecimal(document.asNumber().stringValue()));
        } else if (document.isString()) {
            out.writeString(document.asString());
        } else {
            out.writeNull();
        }
    }
}
