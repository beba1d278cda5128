package dev.penstock.document;

import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A value in a document, with its place. YAML aliases are followed and merge keys applied, so that a node may be reached
 * on several ways; it then has the place where it was written.
 */
public sealed interface SourceNode {

    /** Where the value starts. */
    SourceSpan span();

    /** What it is, for messages: {@code a mapping}, {@code a list}, {@code text}, {@code a whole number} and so on. */
    String description();

    /** Whether it is {@code null}, which readers treat like a field that is not there. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.type() == ScalarType.NULL;
    }

    /**
     * A mapping (YAML) or object (JSON).
     *
     * @param span its first character
     * @param entries in the order written, each key once
     */
    record Mapping(SourceSpan span, List<Entry> entries) implements SourceNode {

        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of that key; empty when the key is not there. */
        public Optional<SourceNode> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** Key and value of that key; empty when the key is not there. */
        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.name().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        /** Whether that key is there, also with the value null. */
        public boolean has(String key) {
            return entry(key).isPresent();
        }

        @Override
        public String description() {
            return "a mapping";
        }
    }

    /**
     * A key of a mapping and its value.
     *
     * @param key the key; of whatever type it looks, its text is the name
     * @param value the value
     */
    record Entry(Scalar key, SourceNode value) {

        /** The key's text. */
        public String name() {
            return key.text();
        }
    }

    /**
     * A sequence (YAML) or array (JSON).
     *
     * @param span its first character
     * @param items in order
     */
    record Sequence(SourceSpan span, List<SourceNode> items) implements SourceNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param span its first character, a quote included
     * @param type what it is
     * @param text for text the text itself, without quotes and escapes; for all others as written: {@code 012} stays {@code
     *     012}, so that an account id without quotes loses nothing
     */
    record Scalar(SourceSpan span, ScalarType type, String text) implements SourceNode {

        /** Whether it is true; empty when it is not a boolean. */
        public Optional<Boolean> asBoolean() {
            return type == ScalarType.BOOLEAN ? Optional.of(text.equalsIgnoreCase("true")) : Optional.empty();
        }

        /** The whole number; empty when it is none or does not fit into 32 bits. */
        public OptionalInt asInt() {
            if (type != ScalarType.INTEGER || text.length() > 12) {
                return OptionalInt.empty();
            }
            try {
                return OptionalInt.of(Math.toIntExact(Scalars.parseInteger(text)));
            } catch (ArithmeticException tooLarge) {
                return OptionalInt.empty();
            }
        }

        @Override
        public String description() {
            return type.words();
        }
    }
}
