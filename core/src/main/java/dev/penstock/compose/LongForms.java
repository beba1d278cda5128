package dev.penstock.compose;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The forms that several attributes share: text in the place of a list, a list of {@code NAME=value} in the place of a mapping.
 * Each is written out, and what has neither form is reported.
 */
final class LongForms {

    private final Problems problems;

    LongForms(Problems problems) {
        this.problems = problems;
    }

    /** A mapping from names to text or nothing, which may be written as a list of {@code NAME=value}. */
    SourceNode keyValues(SourceNode node, String path) {
        List<Entry> entries = new ArrayList<>();
        switch (node) {
            case Mapping mapping ->
                mapping.entries()
                        .forEach(entry -> entries.add(new Entry(entry.key(), textOrMarked(entry.value(), path))));
            case Sequence sequence -> {
                for (SourceNode item : sequence.items()) {
                    keyValue(item, path).ifPresent(entry -> {
                        entries.removeIf(earlier -> earlier.name().equals(entry.name()));
                        entries.add(entry);
                    });
                }
            }
            case Scalar scalar -> {
                if (scalar.type() != ScalarType.NULL) {
                    wrong(scalar, path, "a mapping, or a list of NAME=value");
                }
            }
        }
        return new Mapping(node.span(), entries);
    }

    private Optional<Entry> keyValue(SourceNode item, String path) {
        if (!(item instanceof Scalar scalar)) {
            wrong(item, path, "NAME=value");
            return Optional.empty();
        }
        String text = Nodes.shown(scalar);
        int sign = text.indexOf('=');
        return Optional.of(
                sign < 0
                        ? Nodes.entry(text, Nodes.nothing(scalar.span()))
                        : Nodes.entry(text.substring(0, sign), Nodes.text(scalar.span(), text.substring(sign + 1))));
    }

    private SourceNode textOrMarked(SourceNode node, String path) {
        return Nodes.inside(node, value -> {
            if (value instanceof Scalar scalar) {
                return scalar.isNull() ? scalar : Nodes.text(scalar.span(), Nodes.shown(scalar));
            }
            wrong(value, path, "text");
            return value;
        });
    }

    /** A list of text, for which one text may stand. */
    SourceNode texts(SourceNode node, String path) {
        return switch (node) {
            case Sequence sequence ->
                new Sequence(
                        sequence.span(),
                        sequence.items().stream().map(item -> text(item, path)).toList());
            case Scalar scalar ->
                scalar.isNull()
                        ? new Sequence(scalar.span(), List.of())
                        : new Sequence(scalar.span(), List.of(text(scalar, path)));
            case Mapping mapping -> {
                wrong(mapping, path, "text or a list of text");
                yield new Sequence(mapping.span(), List.of());
            }
        };
    }

    SourceNode text(SourceNode node, String path) {
        if (node instanceof Scalar scalar) {
            return scalar.isNull() ? scalar : Nodes.text(scalar.span(), Nodes.shown(scalar));
        }
        wrong(node, path, "text");
        return Nodes.nothing(node.span());
    }

    /** A command: a list of words, or a line that is split as a shell does. */
    SourceNode command(SourceNode node, String path) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            List<SourceNode> words = ShellWords.split(scalar.text()).stream()
                    .<SourceNode>map(word -> Nodes.text(scalar.span(), word))
                    .toList();
            return new Sequence(scalar.span(), words);
        }
        return node.isNull() ? node : texts(node, path);
    }

    /** A list whose elements are each written out. */
    SourceNode list(SourceNode node, String path, BiFunction<SourceNode, String, List<SourceNode>> element) {
        List<SourceNode> items = new ArrayList<>();
        switch (node) {
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    items.addAll(element.apply(sequence.items().get(i), path + "/" + i));
                }
            }
            case Scalar scalar when scalar.isNull() -> {}
            case Scalar scalar -> wrong(scalar, path, "a list");
            case Mapping mapping -> wrong(mapping, path, "a list");
        }
        return new Sequence(node.span(), items);
    }

    /** A mapping whose values are each written out; a list of text gives names with the same value. */
    SourceNode named(
            SourceNode node,
            String path,
            Function<SourceSpan, SourceNode> valueOfName,
            BiFunction<SourceNode, String, SourceNode> value) {
        List<Entry> entries = new ArrayList<>();
        switch (node) {
            case Mapping mapping ->
                mapping.entries()
                        .forEach(entry -> entries.add(new Entry(
                                entry.key(),
                                Nodes.inside(entry.value(), inner -> value.apply(inner, path + "/" + entry.name())))));
            case Sequence sequence ->
                sequence.items().forEach(item -> {
                    if (item instanceof Scalar scalar) {
                        entries.add(Nodes.entry(scalar.text(), valueOfName.apply(scalar.span())));
                    } else {
                        wrong(item, path, "a name");
                    }
                });
            case Scalar scalar -> {
                if (!scalar.isNull()) {
                    wrong(scalar, path, "a mapping or a list of names");
                }
            }
        }
        return new Mapping(node.span(), entries);
    }

    /** A size in bytes, as a number in text. */
    SourceNode bytes(SourceNode node, String path) {
        Optional<Long> bytes = node instanceof Scalar scalar ? Quantities.bytes(scalar.text()) : Optional.empty();
        if (bytes.isEmpty()) {
            wrong(node, path, "a size such as 512m or 1gb");
            return node;
        }
        return Nodes.text(node.span(), Long.toString(bytes.get()));
    }

    /** A duration, as Docker Compose prints it. */
    SourceNode duration(SourceNode node, String path) {
        Optional<Long> time = node instanceof Scalar scalar ? Quantities.nanoseconds(scalar.text()) : Optional.empty();
        if (time.isEmpty()) {
            wrong(node, path, "a duration such as 1m30s");
            return node;
        }
        return Nodes.text(node.span(), Quantities.duration(time.get()));
    }

    /** A number, which may be written as text. */
    SourceNode number(SourceNode node, String path) {
        if (node instanceof Scalar scalar && scalar.text().matches("[-+]?[0-9]+|0[xo][0-9a-fA-F]+")) {
            return new Scalar(
                    scalar.span(),
                    ScalarType.INTEGER,
                    Nodes.shown(new Scalar(scalar.span(), ScalarType.INTEGER, scalar.text())));
        }
        if (node instanceof Scalar scalar && scalar.text().matches("[-+]?[0-9]*\\.[0-9]+")) {
            return new Scalar(
                    scalar.span(),
                    ScalarType.NUMBER,
                    Nodes.shown(new Scalar(scalar.span(), ScalarType.NUMBER, scalar.text())));
        }
        wrong(node, path, "a number");
        return node;
    }

    /** True or false, which may be written as text; YAML 1.1's words as well. */
    SourceNode bool(SourceNode node, String path) {
        if (node instanceof Scalar scalar) {
            switch (scalar.text().toLowerCase(java.util.Locale.ROOT)) {
                case "true", "yes", "y", "on" -> {
                    return Nodes.bool(scalar.span(), true);
                }
                case "false", "no", "n", "off" -> {
                    return Nodes.bool(scalar.span(), false);
                }
                default -> {}
            }
        }
        wrong(node, path, "true or false");
        return node;
    }

    /** A mapping in which each known name has its own form; other names are reported, {@code x-} left alone. */
    SourceNode fields(SourceNode node, String path, Attributes attributes) {
        if (!(node instanceof Mapping mapping)) {
            wrong(node, path, "a mapping");
            return new Mapping(node.span(), List.of());
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
            String at = path + "/" + entry.name().replace("~", "~0").replace("/", "~1");
            if (entry.name().startsWith("x-")) {
                entries.add(entry);
            } else if (!attributes.names().contains(entry.name())) {
                problems.report(
                        ProblemType.COMPOSE_FIELD_UNKNOWN,
                        entry.key().span(),
                        at,
                        "'" + entry.name() + "' is not a field of this.",
                        DidYouMean.among(entry.name(), attributes.names())
                                .map(name -> "Did you mean '" + name + "'?")
                                .orElse("Remove it, or start its name with 'x-'."));
            } else if (!entry.value().isNull() || attributes.mayBeNull(entry.name())) {
                SourceNode value = Nodes.inside(entry.value(), inner -> attributes.form(entry.name(), inner, at));
                entries.add(new Entry(entry.key(), value));
            }
        }
        return new Mapping(mapping.span(), entries);
    }

    void wrong(SourceNode node, String path, String wanted) {
        String found = node.description();
        problems.report(
                ProblemType.COMPOSE_FIELD_TYPE,
                node.span(),
                path,
                Character.toUpperCase(wanted.charAt(0)) + wanted.substring(1) + " is wanted here; this is " + found
                        + (node instanceof Scalar scalar && scalar.type() == ScalarType.STRING ? " that is none" : "")
                        + ".");
    }

    /** The names that a mapping may have, and how the value of each is written out. */
    interface Attributes {

        /** All names, without those that start with {@code x-}. */
        java.util.Collection<String> names();

        /** The value of a name, written out. */
        SourceNode form(String name, SourceNode value, String path);

        /** Whether null says something, rather than nothing. */
        default boolean mayBeNull(String name) {
            return false;
        }
    }
}
