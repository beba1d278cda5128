package dev.penstock.engine;

import tools.jackson.databind.JsonNode;

/** Where {@link RecordWriter} writes to: JSON, one token after the other. */
interface RecordSink {

    void beginObject();

    void name(String name);

    void endObject();

    void beginList();

    void endList();

    void text(String text);

    void number(int number);

    void number(long number);

    void number(double number);

    void truth(boolean truth);

    void nothing();

    /** A whole value, which is not masked: it was when it was made. */
    void tree(JsonNode tree);
}
