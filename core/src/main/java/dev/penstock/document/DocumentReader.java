package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a JSON or YAML document into a {@link SourceNode} tree.
 *
 * <p>A file whose name ends in {@code .json} is JSON, one that ends in {@code .yml} or {@code .yaml} is YAML, and any
 * other is JSON when it starts with a brace or bracket.
 */
public final class DocumentReader {

    private DocumentReader() {}

    /** Reads with the {@linkplain ReadLimits#DEFAULT default limits} and without CloudFormation's tags. */
    public static Optional<SourceNode> read(SourceText source, Problems problems) {
        return read(source, ReadLimits.DEFAULT, Tags.STANDARD, problems);
    }

    /**
     * Reads a document.
     *
     * @param tags which YAML tags are understood
     * @param problems where problems are added, each with a place in the file
     * @return the tree; empty when the file cannot be parsed at all. There may be a tree although there are problems, such
     *     as a key that is given twice, so that further problems can be found in it
     */
    public static Optional<SourceNode> read(SourceText source, ReadLimits limits, Tags tags, Problems problems) {
        if (source.malformed().isPresent()) {
            problems.report(
                    ProblemType.TEXT_ENCODING,
                    source.malformed().get(),
                    "",
                    "The file is not text: these bytes are neither UTF-8 nor UTF-16.",
                    "Save the file as UTF-8.");
            return Optional.empty();
        }
        if (source.content().length() > limits.characters()) {
            problems.report(
                    ProblemType.TEXT_TOO_LARGE,
                    SourceSpan.ofFile(source.file()),
                    "",
                    "The file has " + source.content().length() + " characters; at most " + limits.characters()
                            + " are read.");
            return Optional.empty();
        }
        if (source.content().isBlank()) {
            problems.report(ProblemType.TEXT_EMPTY, new SourceSpan(source.file(), 1, 1), "", "The file is empty.");
            return Optional.empty();
        }
        if (tags != Tags.CLOUDFORMATION) {
            return parse(source, limits, tags, problems);
        }
        Problems found = new Problems();
        Optional<SourceNode> root = parse(source, limits, tags, found);
        boolean template =
                root.isPresent() && root.get() instanceof SourceNode.Mapping mapping && mapping.has("Resources");
        found.list().forEach(problem -> problems.add(template ? Words.ofTemplate(problem) : problem));
        return root;
    }

    private static Optional<SourceNode> parse(SourceText source, ReadLimits limits, Tags tags, Problems problems) {
        return isJson(source)
                ? new JsonTreeReader(source, limits, tags, problems).read()
                : new YamlTreeReader(source, limits, tags, problems).read();
    }

    /** Whether the file is read as JSON. */
    public static boolean isJson(SourceText source) {
        String name = source.file().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return true;
        }
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            return false;
        }
        String start = source.content().stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }
}
