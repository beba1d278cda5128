package dev.penstock.convert;

import dev.penstock.json.JsonWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON for people: indented by two spaces, in the order of the tree. */
final class JsonText {

    private JsonText() {}

    static String of(JsonNode node) {
        JsonWriter writer = JsonWriter.indented();
        write(node, writer);
        return writer + "\n";
    }

    private static void write(JsonNode node, JsonWriter writer) {
        switch (node) {
            case ObjectNode object -> {
                writer.object();
                object.properties().forEach(entry -> {
                    writer.name(entry.getKey());
                    write(entry.getValue(), writer);
                });
                writer.endObject();
            }
            case ArrayNode array -> {
                writer.array();
                array.forEach(item -> write(item, writer));
                writer.endArray();
            }
            default -> {
                if (node.isBoolean()) {
                    writer.value(node.asBoolean());
                } else if (node.isIntegralNumber() && node.canConvertToLong()) {
                    writer.value(node.asLong());
                } else {
                    writer.value(node.asString());
                }
            }
        }
    }
}
