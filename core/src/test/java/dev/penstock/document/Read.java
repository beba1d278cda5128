package dev.penstock.document;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads text in tests and renders what came out as one line. */
record Read(Optional<SourceNode> tree, List<Problem> problems) {

    static Read of(String file, String content) {
        return of(SourceText.of(file, content), ReadLimits.DEFAULT, Tags.STANDARD);
    }

    static Read of(SourceText source, ReadLimits limits, Tags tags) {
        Problems problems = new Problems();
        Optional<SourceNode> tree = DocumentReader.read(source, limits, tags, problems);
        return new Read(tree, problems.list());
    }

    /** JSON-like, with the type of plain scalars in front where the text does not show it. */
    String shown() {
        return tree.map(Read::show).orElse("nothing");
    }

    /** Each problem as {@code id line:column message}. */
    List<String> complaints() {
        return problems.stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column() + " " + problem.message())
                .toList();
    }

    private static String show(SourceNode node) {
        return switch (node) {
            case SourceNode.Mapping mapping ->
                mapping.entries().stream()
                        .map(entry -> entry.name() + ":" + show(entry.value()))
                        .collect(Collectors.joining(",", "{", "}"));
            case SourceNode.Sequence sequence ->
                sequence.items().stream().map(Read::show).collect(Collectors.joining(",", "[", "]"));
            case SourceNode.Scalar scalar ->
                switch (scalar.type()) {
                    case STRING -> "'" + scalar.text() + "'";
                    case NULL -> "null";
                    case BOOLEAN -> "b" + scalar.text();
                    case INTEGER -> "i" + scalar.text();
                    case NUMBER -> "n" + scalar.text();
                };
        };
    }
}
