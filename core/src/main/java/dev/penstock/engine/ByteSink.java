package dev.penstock.engine;

import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes as UTF-8. */
final class ByteSink implements RecordSink {

    private final JsonGenerator json;
    private final Function<Object, JsonNode> others;

    /**
     * Writes to a generator.
     *
     * @param others makes of a node what is written of it, where that is no JSON by itself
     */
    ByteSink(JsonGenerator json, Function<Object, JsonNode> others) {
        this.json = json;
        this.others = others;
    }

    @Override
    public void beginObject() {
        json.writeStartObject();
    }

    @Override
    public void name(String name) {
        json.writeName(name);
    }

    @Override
    public void endObject() {
        json.writeEndObject();
    }

    @Override
    public void beginList() {
        json.writeStartArray();
    }

    @Override
    public void endList() {
        json.writeEndArray();
    }

    @Override
    public void text(String text) {
        json.writeString(text);
    }

    @Override
    public void number(int number) {
        json.writeNumber(number);
    }

    @Override
    public void number(long number) {
        json.writeNumber(number);
    }

    @Override
    public void number(double number) {
        json.writeNumber(number);
    }

    @Override
    public void truth(boolean truth) {
        json.writeBoolean(truth);
    }

    @Override
    public void nothing() {
        json.writeNull();
    }

    @Override
    public void tree(JsonNode tree) {
        if (tree.isObject()) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                json.writeName(member.getKey());
                tree(member.getValue());
            }
            json.writeEndObject();
        } else if (tree.isArray()) {
            json.writeStartArray();
            for (JsonNode element : tree) {
                tree(element);
            }
            json.writeEndArray();
        } else if (tree.isString()) {
            json.writeString(tree.stringValue());
        } else if (tree.isBoolean()) {
            json.writeBoolean(tree.booleanValue());
        } else if (tree.isNumber()) {
            number(tree);
        } else if (tree.isNull() || tree.isMissingNode()) {
            json.writeNull();
        } else {
            // Bytes, or an object that somebody put into a tree.
            tree(others.apply(tree));
        }
    }

    private void number(JsonNode tree) {
        switch (tree.numberType()) {
            case INT -> json.writeNumber(tree.intValue());
            case LONG -> json.writeNumber(tree.longValue());
            case FLOAT -> json.writeNumber(tree.floatValue());
            case DOUBLE -> json.writeNumber(tree.doubleValue());
            case BIG_INTEGER -> json.writeNumber(tree.bigIntegerValue());
            case BIG_DECIMAL -> json.writeNumber(tree.decimalValue());
        }
    }
}
