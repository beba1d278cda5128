package dev.penstock.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON of what stands in a document, whatever it is. */
public final class SourceNodeJson {

    /** Making a number of more digits takes time that grows with their square; it stays text. */
    private static final int LONGEST_NUMBER = 1000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SourceNodeJson() {}

    /**
     * JSON on one line. What JSON has no form for stays the text that it was written as: {@code 0123}, since leading zeros may
     * belong to an account's id, and {@code .inf}.
     */
    public static String text(SourceNode node) {
        return of(node).toString();
    }

    private static JsonNode of(SourceNode node) {
        return switch (node) {
            case SourceNode.Mapping mapping -> {
                ObjectNode object = NODES.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.name(), of(entry.value())));
                yield object;
            }
            case SourceNode.Sequence sequence -> {
                ArrayNode array = NODES.arrayNode();
                sequence.items().forEach(item -> array.add(of(item)));
                yield array;
            }
            case SourceNode.Scalar scalar -> scalar(scalar);
        };
    }

    private static JsonNode scalar(SourceNode.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.type()) {
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode(text.equalsIgnoreCase("true"));
            case INTEGER ->
                text.length() <= LONGEST_NUMBER && text.matches("-?(0|[1-9][0-9]*)")
                        ? NODES.numberNode(new BigInteger(text))
                        : NODES.stringNode(text);
            case NUMBER ->
                text.length() <= LONGEST_NUMBER && text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
                        ? NODES.numberNode(new BigDecimal(text))
                        : NODES.stringNode(text);
            case STRING -> NODES.stringNode(text);
        };
    }
}
