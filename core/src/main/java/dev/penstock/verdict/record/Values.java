package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.verdict.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Takes numbers, times and words out of the fields of a document, and reports those that are none. */
final class Values {

    private final FieldContext context;

    Values(FieldContext context) {
        this.context = context;
    }

    /** A number, or a percentage such as {@code 1 %}. */
    OptionalDouble number(Fields fields, String name) {
        Optional<SourceNode> node = fields.node(name);
        return node.isEmpty() ? OptionalDouble.empty() : number(node.get(), Fields.child(fields.path(), name));
    }

    OptionalDouble number(SourceNode node, String path) {
        if (node instanceof SourceNode.Scalar scalar) {
            OptionalDouble percent = Texts.percent(scalar.text());
            if (scalar.type() == ScalarType.STRING && percent.isPresent()) {
                return percent;
            }
            if (scalar.type() == ScalarType.INTEGER || scalar.type() == ScalarType.NUMBER) {
                try {
                    return OptionalDouble.of(Double.parseDouble(scalar.text()));
                } catch (NumberFormatException infiniteOrOctal) {
                    // Reported below.
                }
            }
        }
        wrong(node, path, "A number is wanted here", "such as 0.01 or '1 %'");
        return OptionalDouble.empty();
    }

    /** A whole number of any size. */
    OptionalLong whole(Fields fields, String name) {
        Optional<SourceNode> node = fields.node(name);
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        if (node.get() instanceof SourceNode.Scalar scalar && scalar.type() == ScalarType.INTEGER) {
            try {
                return OptionalLong.of(Long.parseLong(scalar.text()));
            } catch (NumberFormatException tooLarge) {
                // Reported below.
            }
        }
        wrong(node.get(), Fields.child(fields.path(), name), "A whole number is wanted here", "such as 1000");
        return OptionalLong.empty();
    }

    /** A span of time such as {@code 90s}. */
    Optional<Duration> duration(Fields fields, String name) {
        Optional<SourceNode> node = fields.node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration =
                node.get() instanceof SourceNode.Scalar scalar ? Texts.duration(scalar.text()) : Optional.empty();
        if (duration.isEmpty()) {
            wrong(
                    node.get(),
                    Fields.child(fields.path(), name),
                    "A span of time is wanted here",
                    "such as '90s', '10m' or '1h'");
        }
        return duration;
    }

    /** How a span of time is written. */
    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** An instant in UTC; a problem, and the epoch, if it is none. */
    Instant instant(Fields fields, String name) {
        String text = fields.requireText(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            if (!text.isEmpty()) {
                wrong(
                        fields.node(name).orElseThrow(),
                        Fields.child(fields.path(), name),
                        "An instant is wanted here",
                        "such as '2026-03-01T10:00:00Z'");
            }
            return Instant.EPOCH;
        }
    }

    /** One of the constants of an enumeration, written in camel case. */
    <E extends Enum<E>> Optional<E> word(Fields fields, String name, Class<E> type) {
        Optional<SourceNode> node = fields.node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        List<E> all = Arrays.asList(type.getEnumConstants());
        Optional<E> found = node.get() instanceof SourceNode.Scalar scalar
                ? all.stream().filter(each -> word(each).equals(scalar.text())).findFirst()
                : Optional.empty();
        if (found.isEmpty()) {
            String words = all.stream().map(each -> "'" + word(each) + "'").collect(Collectors.joining(", "));
            wrong(node.get(), Fields.child(fields.path(), name), "One of these words is wanted here", words);
        }
        return found;
    }

    /** How a constant is written: {@code ROLL_BACK} is {@code rollBack}. */
    static String word(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        return words[0]
                + Arrays.stream(words, 1, words.length)
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
    }

    private void wrong(SourceNode node, String path, String message, String hint) {
        context.problems().report(context.wrongType(), node.span(), path, message + ", " + hint + ".");
    }
}
