package dev.penstock.runner.view;

/** Writes one JSON object on one line, member by member, in order. Starts faster than a library. */
public final class JsonText {

    private final StringBuilder text = new StringBuilder(256);
    private boolean first = true;

    /** An object without members. */
    public JsonText() {
        text.append('{');
    }

    /** A text. */
    public JsonText put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** A text, left out if empty. */
    public JsonText putIfAny(String name, String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    /** A number. */
    public JsonText put(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** A finite number that need not be whole. */
    public JsonText put(String name, double value) {
        name(name);
        text.append(value);
        return this;
    }

    /** True or false. */
    public JsonText put(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** An object. */
    public JsonText put(String name, JsonText value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Texts. */
    public JsonText putTexts(String name, Iterable<String> values) {
        name(name);
        String separator = "[";
        for (String value : values) {
            text.append(separator);
            quote(value);
            separator = ",";
        }
        text.append(separator.equals("[") ? "[]" : "]");
        return this;
    }

    /** Objects. */
    public JsonText putObjects(String name, Iterable<JsonText> values) {
        name(name);
        String separator = "[";
        for (JsonText value : values) {
            text.append(separator).append(value);
            separator = ",";
        }
        text.append(separator.equals("[") ? "[]" : "]");
        return this;
    }

    /**
     * The members of another object.
     *
     * @param object its JSON text
     */
    public JsonText putMembers(String object) {
        String members = object.substring(object.indexOf('{') + 1, object.lastIndexOf('}'));
        if (!members.isBlank()) {
            text.append(first ? "" : ",").append(members);
            first = false;
        }
        return this;
    }

    private void name(String name) {
        if (!first) {
            text.append(',');
        }
        first = false;
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // U+2028 and U+2029 end lines for some readers of lines; lone surrogates are no text at all.
                    if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || isLone(value, i)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isLone(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == value.length() || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
    }

    /** The object as text, without a line break. */
    @Override
    public String toString() {
        return text + "}";
    }
}
