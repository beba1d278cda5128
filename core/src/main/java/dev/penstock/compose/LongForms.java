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
        if (!(item instanceof Scalar scalar) || scalar.type() != ScalarType.STRING) {
            wrong(item, path, "NAME=value");
            return Optional.empty();
        }
        String text = scalar.text();
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

    /** A list of text. */
    SourceNode texts(SourceNode node, String path) {
        return list(node, path, (item, at) -> List.of(text(item, at)));
    }

    /** A list of text and numbers. */
    SourceNode textsOrNumbers(SourceNode node, String path) {
        return list(node, path, (item, at) -> List.of(textOrNumber(item, at)));
    }

    /** A list of text, for which one text may stand. */
    SourceNode textOrTexts(SourceNode node, String path) {
        return node instanceof Scalar scalar && !scalar.isNull()
                ? new Sequence(scalar.span(), List.of(text(scalar, path)))
                : texts(node, path);
    }

    /** Text; a number or boolean is none, and Docker Compose refuses it. */
    SourceNode text(SourceNode node, String path) {
        if (node instanceof Scalar scalar && scalar.type() == ScalarType.STRING) {
            return scalar;
        }
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            problems.report(
                    ProblemType.COMPOSE_FIELD_TYPE,
                    node.span(),
                    path,
                    "Text is wanted here; this is " + node.description() + ".",
                    "Write \"" + scalar.text() + "\".");
            return Nodes.text(scalar.span(), scalar.text());
        }
        wrong(node, path, "text");
        // What is wrong is not missing besides.
        return Nodes.text(node.span(), "");
    }

    /** One of a few words. */
    SourceNode word(SourceNode node, String path, List<String> words) {
        SourceNode text = text(node, path);
        if (text instanceof Scalar scalar && !scalar.isNull() && !words.contains(scalar.text())) {
            problems.report(
                    ProblemType.COMPOSE_FIELD_TYPE,
                    node.span(),
                    path,
                    "'" + scalar.text() + "' is none of " + String.join(", ", words) + ".",
                    DidYouMean.hint(scalar.text(), words));
        }
        return text;
    }

    /** Text, for which a number may stand. */
    SourceNode textOrNumber(SourceNode node, String path) {
        return node instanceof Scalar scalar
                        && (scalar.type() == ScalarType.INTEGER || scalar.type() == ScalarType.NUMBER)
                ? Nodes.text(scalar.span(), Nodes.shown(scalar))
                : text(node, path);
    }

    /** A command: a list of words, or a line that is split as a shell does. */
    SourceNode command(SourceNode node, String path) {
        if (node instanceof Scalar scalar && scalar.type() == ScalarType.STRING) {
            Optional<List<String>> words = ShellWords.split(scalar.text());
            if (words.isEmpty()) {
                problems.report(
                        ProblemType.COMPOSE_FIELD_TYPE,
                        scalar.span(),
                        path,
                        "A quote that is opened in this line is not closed.",
                        "Close it, or write the words as a list.");
            }
            return new Sequence(
                    scalar.span(),
                    words.orElse(List.of()).stream()
                            .<SourceNode>map(word -> Nodes.text(scalar.span(), word))
                            .toList());
        }
        return node.isNull() ? node : textOrTexts(node, path);
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

    /**
     * What has two forms: a mapping, or text that is taken apart and may come to several.
     *
     * @param what how a sentence names it, with its article
     */
    List<SourceNode> shortOrLong(
            SourceNode node,
            String path,
            String what,
            BiFunction<Mapping, String, SourceNode> longForm,
            BiFunction<Scalar, String, List<SourceNode>> shortForm) {
        return switch (node) {
            case Mapping mapping -> List.of(longForm.apply(mapping, path));
            case Scalar scalar -> shortForm.apply(scalar, path);
            case Sequence sequence -> {
                wrong(sequence, path, what);
                yield List.of();
            }
        };
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
        Optional<Long> bytes = node instanceof Scalar scalar
                ? scalar.type() == ScalarType.INTEGER && scalar.text().startsWith("-")
                        ? Optional.of(Long.parseLong(scalar.text()))
                        : Quantities.bytes(scalar.text())
                : Optional.empty();
        if (bytes.isEmpty()) {
            wrong(node, path, "a size such as 512m or 1gb");
            return node;
        }
        return Nodes.text(node.span(), Long.toString(bytes.get()));
    }

    /** A duration, as Docker Compose prints it. */
    SourceNode duration(SourceNode node, String path) {
        Optional<Long> time = node instanceof Scalar scalar && scalar.type() == ScalarType.STRING
                ? Quantities.nanoseconds(scalar.text())
                : Optional.empty();
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

    /**
     * A mapping in which each known name has its own form; other names are reported, {@code x-} left alone. What has no value
     * keeps none: over a value of another file it says nothing.
     */
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
            } else {
                SourceNode value = Nodes.inside(
                        entry.value(), inner -> inner.isNull() ? inner : attributes.form(entry.name(), inner, at));
                entries.add(new Entry(entry.key(), value));
            }
        }
        return new Mapping(mapping.span(), entries);
    }

    /** Each as {@code HOST=ADDRESS}; addresses of version 6 may have brackets. */
    SourceNode extraHosts(SourceNode node, String path) {
        List<SourceNode> hosts = new ArrayList<>();
        if (node instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                String at = path + "/" + entry.name();
                List<SourceNode> addresses =
                        entry.value() instanceof Sequence several ? several.items() : List.of(entry.value());
                addresses.forEach(address -> hosts.add(host(address, entry.name() + "=", text(address, at))));
            }
            return new Sequence(node.span(), hosts);
        }
        return list(node, path, (item, at) -> {
            SourceNode text = text(item, at);
            if (!(text instanceof Scalar scalar) || !scalar.text().matches("[^=:]+[=:].+")) {
                wrong(item, at, "a host and its address, such as \"db=10.0.0.5\"");
                return List.of();
            }
            boolean equals = scalar.text().contains("=");
            String[] parts = scalar.text().split(equals ? "=" : ":", 2);
            return List.of(host(item, parts[0] + "=", Nodes.text(item.span(), parts[1])));
        });
    }

    private static SourceNode host(SourceNode place, String name, SourceNode address) {
        String text = address instanceof Scalar scalar ? scalar.text() : "";
        return Nodes.text(place.span(), name + text.replaceFirst("^\\[(.*)]$", "$1"));
    }

    /** Reports a field that is not there. */
    void missing(SourceNode node, String path, String name, String hint) {
        problems.report(
                ProblemType.COMPOSE_FIELD_MISSING,
                node.span(),
                path + "/" + name,
                "'" + name + "' is missing here.",
                hint);
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
    }
}
