package dev.penstock.document;

/** What a scalar is, by the rules of JSON or of YAML 1.2's core schema. */
public enum ScalarType {
    /** {@code null}; in YAML also {@code ~} and nothing at all. */
    NULL("null"),
    /** {@code true} or {@code false}; in YAML also {@code True} and {@code TRUE}. {@code yes} and {@code on} are text. */
    BOOLEAN("true or false"),
    /** A whole number; {@code 0755} is decimal in YAML 1.2, {@code 0o17} octal. */
    INTEGER("a whole number"),
    /** A number with a fraction or an exponent; in YAML also {@code .inf} and {@code .nan}. */
    NUMBER("a number"),
    /** Text: everything in quotes, and in YAML everything plain that is nothing of the above. */
    STRING("text");

    private final String words;

    ScalarType(String words) {
        this.words = words;
    }

    /** How a message names it. */
    String words() {
        return words;
    }
}
