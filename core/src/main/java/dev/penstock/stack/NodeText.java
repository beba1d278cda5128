package dev.penstock.stack;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.json.JsonWriter;

/** Writes what stands in a document as JSON. */
final class NodeText {

    private NodeText() {}

    static String json(SourceNode node) {
        JsonWriter writer = JsonWriter.compact();
        write(node, writer);
        return writer.toString();
    }

    private static void write(SourceNode node, JsonWriter writer) {
        switch (node) {
            case SourceNode.Mapping mapping -> {
                writer.object();
                for (SourceNode.Entry entry : mapping.entries()) {
                    writer.name(entry.name());
                    write(entry.value(), writer);
                }
                writer.endObject();
            }
            case SourceNode.Sequence sequence -> {
                writer.array();
                sequence.items().forEach(item -> write(item, writer));
                writer.endArray();
            }
            case SourceNode.Scalar scalar -> {
                if (scalar.type() == ScalarType.BOOLEAN) {
                    writer.value(scalar.asBoolean().orElse(false));
                } else if (scalar.asInt().isPresent()) {
                    writer.value(scalar.asInt().getAsInt());
                } else {
                    writer.value(scalar.text());
                }
            }
        }
    }
}
