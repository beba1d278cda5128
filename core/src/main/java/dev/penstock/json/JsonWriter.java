package dev.penstock.json;

import java.util.Optional;

/**
 * Writes JSON text, either compact or with one value per line. Names and values come in order; nothing is sorted. Not
 * thread-safe.
 */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final boolean indented;
    private int depth;
    private boolean needsComma;

    private JsonWriter(boolean indented) {
        this.indented = indented;
    }

    /** A writer of JSON without any white space. */
    public static JsonWriter compact() {
        return new JsonWriter(false);
    }

    /** A writer of JSON for people, indented by two spaces. */
    public static JsonWriter indented() {
        return new JsonWriter(true);
    }

    /** Opens an object. */
    public JsonWriter object() {
        return open('{');
    }

    /** Closes the object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Opens an array. */
    public JsonWriter array() {
        return open('[');
    }

    /** Closes the array. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** Writes the name of the value that comes next. */
    public JsonWriter name(String name) {
        before();
        quote(name);
        out.append(indented ? ": " : ":");
        needsComma = false;
        return this;
    }

    /** Writes a string. */
    public JsonWriter value(String text) {
        beforeValue();
        quote(text);
        needsComma = true;
        return this;
    }

    /** Writes a whole number. */
    public JsonWriter value(long number) {
        beforeValue();
        out.append(number);
        needsComma = true;
        return this;
    }

    /**
     * Writes a number, with as many digits as it takes to read the same one back.
     *
     * @throws IllegalArgumentException when it is infinite or not a number, which JSON cannot say
     */
    public JsonWriter value(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        beforeValue();
        out.append(number);
        needsComma = true;
        return this;
    }

    /** Writes {@code true} or {@code false}. */
    public JsonWriter value(boolean bool) {
        beforeValue();
        out.append(bool);
        needsComma = true;
        return this;
    }

    /** Writes a name and a string. */
    public JsonWriter field(String name, String text) {
        return name(name).value(text);
    }

    /** Writes a name and a number. */
    public JsonWriter field(String name, long number) {
        return name(name).value(number);
    }

    /** Writes a name and a number that need not be whole. */
    public JsonWriter field(String name, double number) {
        return name(name).value(number);
    }

    /** Writes a name and a string, or nothing. */
    public JsonWriter field(String name, Optional<String> text) {
        text.ifPresent(present -> field(name, present));
        return this;
    }

    private JsonWriter open(char bracket) {
        beforeValue();
        out.append(bracket);
        depth++;
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        depth--;
        if (needsComma) {
            newLine();
        }
        out.append(bracket);
        needsComma = true;
        return this;
    }

    private void beforeValue() {
        int last = out.length() - 1;
        boolean afterName = last >= 0 && (out.charAt(last) == ':' || (indented && out.charAt(last) == ' '));
        if (!afterName) {
            before();
        }
    }

    private void before() {
        if (needsComma) {
            out.append(',');
        }
        if (depth > 0) {
            newLine();
        }
    }

    private void newLine() {
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\b\f\n\r\t".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(escape));
            } else if (c < 0x20 || c == 0x7F) {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** The text written so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
