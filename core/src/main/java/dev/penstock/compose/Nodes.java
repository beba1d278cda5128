package dev.penstock.compose;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.SourceSpan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes trees out of trees; what is made has the place of what it was made from. */
final class Nodes {

    private static final int LONGEST_FRACTION = 1000;

    /** How a value that is to be taken away, or not to be merged, is marked ({@link dev.penstock.document.Tags#COMPOSE}). */
    static final String RESET = "!reset";

    static final String OVERRIDE = "!override";

    private Nodes() {}

    static Scalar text(SourceSpan span, String text) {
        return new Scalar(span, ScalarType.STRING, text);
    }

    static Scalar number(SourceSpan span, long number) {
        return new Scalar(span, ScalarType.INTEGER, Long.toString(number));
    }

    static Scalar bool(SourceSpan span, boolean bool) {
        return new Scalar(span, ScalarType.BOOLEAN, Boolean.toString(bool));
    }

    static Scalar nothing(SourceSpan span) {
        return new Scalar(span, ScalarType.NULL, "");
    }

    static Entry entry(String name, SourceNode value) {
        return new Entry(text(value.span(), name), value);
    }

    /** The mapping with that value, in its place if it is there already, otherwise last. */
    static Mapping with(Mapping mapping, String name, SourceNode value) {
        List<Entry> entries = new ArrayList<>();
        boolean found = false;
        for (Entry entry : mapping.entries()) {
            boolean same = entry.name().equals(name);
            found |= same;
            entries.add(same ? new Entry(entry.key(), value) : entry);
        }
        if (!found) {
            entries.add(entry(name, value));
        }
        return new Mapping(mapping.span(), entries);
    }

    static Mapping without(Mapping mapping, String name) {
        return new Mapping(
                mapping.span(),
                mapping.entries().stream()
                        .filter(entry -> !entry.name().equals(name))
                        .toList());
    }

    static Mapping withDefault(Mapping mapping, String name, SourceNode value) {
        return mapping.get(name).filter(node -> !node.isNull()).isPresent() ? mapping : with(mapping, name, value);
    }

    static Mapping mapping(SourceNode node, String name) {
        return child(node, name)
                .flatMap(value -> value instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty())
                .orElseGet(() -> new Mapping(node.span(), List.of()));
    }

    static Optional<SourceNode> child(SourceNode node, String name) {
        return node instanceof Mapping mapping ? mapping.get(name).filter(value -> !value.isNull()) : Optional.empty();
    }

    static Optional<String> childText(SourceNode node, String name) {
        return child(node, name)
                .flatMap(value -> value instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }

    static List<SourceNode> items(SourceNode node) {
        return node instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** Whether a value is marked with {@link #RESET} or {@link #OVERRIDE}. */
    static boolean isMarked(SourceNode node, String mark) {
        return node instanceof Mapping mapping
                && mapping.entries().size() == 1
                && mapping.entries().getFirst().name().equals(mark);
    }

    /** Changes a value inside its mark, if it has one; what is to be taken away stays as it is. */
    static SourceNode inside(SourceNode node, UnaryOperator<SourceNode> change) {
        if (isMarked(node, RESET)) {
            return node;
        }
        if (isMarked(node, OVERRIDE) && node instanceof Mapping mapping) {
            Entry only = mapping.entries().getFirst();
            return new Mapping(node.span(), List.of(new Entry(only.key(), change.apply(only.value()))));
        }
        return change.apply(node);
    }

    /**
     * A value as text: booleans and numbers as Go prints them, since Docker Compose does it so: {@code 1.10} becomes {@code
     * 1.1}, and {@code 010}, which its YAML reader takes for octal, {@code 8}.
     */
    static String shown(Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.type()) {
            case BOOLEAN -> text.toLowerCase(java.util.Locale.ROOT);
            case INTEGER -> integer(text);
            case NUMBER -> text.contains(".i") || text.contains(".n") ? text : fraction(text);
            case STRING, NULL -> text;
        };
    }

    private static String integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > 18) {
            return text;
        }
        long value = digits.startsWith("0x")
                ? Long.parseLong(digits, 2, digits.length(), 16)
                : digits.startsWith("0o")
                        ? Long.parseLong(digits, 2, digits.length(), 8)
                        : digits.matches("0[0-7]+") ? Long.parseLong(digits, 8) : Long.parseLong(digits);
        return Long.toString(negative ? -value : value);
    }

    private static String fraction(String text) {
        if (text.length() > LONGEST_FRACTION) {
            return text;
        }
        try {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            // Written out, 1e999999999 would fill the memory.
            boolean isLong = Math.abs((long) value.scale()) > LONGEST_FRACTION;
            return isLong ? text : value.signum() == 0 ? "0" : value.toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
