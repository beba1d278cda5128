package dev.penstock.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a tree of what is written. */
final class TreeSink implements RecordSink {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** An object or array that is not complete, and the name of what comes next in an object. */
    private static final class Open {

        final JsonNode node;
        String next = "";

        Open(JsonNode node) {
            this.node = node;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<JsonNode> whole = Optional.empty();

    /** What was written. */
    JsonNode tree() {
        return whole.orElseThrow();
    }

    @Override
    public void beginObject() {
        open.push(new Open(NODES.objectNode()));
    }

    @Override
    public void name(String name) {
        open.element().next = name;
    }

    @Override
    public void endObject() {
        add(open.pop().node);
    }

    @Override
    public void beginList() {
        open.push(new Open(NODES.arrayNode()));
    }

    @Override
    public void endList() {
        add(open.pop().node);
    }

    @Override
    public void text(String text) {
        add(NODES.stringNode(text));
    }

    @Override
    public void number(int number) {
        add(NODES.numberNode(number));
    }

    @Override
    public void number(long number) {
        add(NODES.numberNode(number));
    }

    @Override
    public void number(double number) {
        add(NODES.numberNode(number));
    }

    @Override
    public void truth(boolean truth) {
        add(NODES.booleanNode(truth));
    }

    @Override
    public void nothing() {
        add(NODES.nullNode());
    }

    @Override
    public void tree(JsonNode tree) {
        // Trees can be changed, and states cannot.
        add(tree.deepCopy());
    }

    private void add(JsonNode value) {
        Open around = open.peek();
        if (around == null) {
            whole = Optional.of(value);
        } else if (around.node instanceof ObjectNode object) {
            object.set(around.next, value);
        } else if (around.node instanceof ArrayNode array) {
            array.add(value);
        }
    }
}
