package dev.penstock.stack;

import dev.penstock.artifact.Digest;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.problem.SourceSpan;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A template whose resources and parameters know their places. */
final class LocatedTemplate {

    private static final SourceNode.Mapping EMPTY = new SourceNode.Mapping(SourceSpan.ofFile("-"), List.of());

    private final SourceText source;
    private final SourceNode.Mapping root;

    private LocatedTemplate(SourceText source, SourceNode.Mapping root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Reads a template.
     *
     * @throws StackFailure if it cannot be parsed or is no template: every problem with its place
     */
    static LocatedTemplate read(SourceText source) throws StackFailure {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, ReadLimits.DEFAULT, Tags.CLOUDFORMATION, problems);
        if (problems.hasErrors() || document.isEmpty()) {
            throw wrong(
                    source,
                    problems.list().stream()
                            .filter(problem -> problem.severity() == Severity.ERROR)
                            .map(LocatedTemplate::line)
                            .toList());
        }
        if (!(document.get() instanceof SourceNode.Mapping root)
                || section(root, "Resources").isEmpty()) {
            throw wrong(source, List.of(document.get().span() + ": A template has a mapping 'Resources'."));
        }
        return new LocatedTemplate(source, root);
    }

    private static String line(Problem problem) {
        return problem.span() + ": " + problem.message()
                + problem.hint().map(hint -> " " + hint).orElse("");
    }

    private static StackFailure wrong(SourceText source, List<String> lines) {
        return new StackFailure(
                "PEN-STACK-002",
                "The template " + source.file() + " cannot be read: " + lines.getFirst() + " Nothing was changed.",
                lines);
    }

    private static Optional<SourceNode.Mapping> section(SourceNode.Mapping mapping, String name) {
        return mapping.get(name).filter(SourceNode.Mapping.class::isInstance).map(SourceNode.Mapping.class::cast);
    }

    /** Its text, as it was written. */
    String text() {
        return source.content();
    }

    /** Of its text. */
    Digest digest() {
        return Digest.of(text().getBytes(StandardCharsets.UTF_8));
    }

    /** Where a resource is declared; absent if it is not, as for one that a transform makes. */
    Optional<SourceSpan> resource(String logicalId) {
        return section(root, "Resources")
                .flatMap(resources -> resources.entry(logicalId))
                .map(entry -> entry.key().span());
    }

    /** The outputs that it exports; absent if a transform may make others. */
    Optional<Set<String>> exporting() {
        if (root.has("Transform")) {
            return Optional.empty();
        }
        Set<String> exporting = new LinkedHashSet<>();
        for (SourceNode.Entry output : section(root, "Outputs").orElse(EMPTY).entries()) {
            if (output.value() instanceof SourceNode.Mapping declaration && declaration.has("Export")) {
                exporting.add(output.name());
            }
        }
        return Optional.of(exporting);
    }

    /** Its parameters in the order declared. */
    Map<String, TemplateParameter> parameters() {
        Map<String, TemplateParameter> parameters = new LinkedHashMap<>();
        for (SourceNode.Entry entry : section(root, "Parameters").orElse(EMPTY).entries()) {
            if (entry.value() instanceof SourceNode.Mapping declaration) {
                parameters.put(entry.name(), parameter(entry, declaration));
            }
        }
        return parameters;
    }

    private static TemplateParameter parameter(SourceNode.Entry entry, SourceNode.Mapping declaration) {
        return new TemplateParameter(
                entry.name(),
                text(declaration, "Type").orElse("String"),
                text(declaration, "Default"),
                text(declaration, "NoEcho").filter("true"::equalsIgnoreCase).isPresent(),
                declaration.get("AllowedValues").filter(SourceNode.Sequence.class::isInstance).stream()
                        .flatMap(list -> ((SourceNode.Sequence) list).items().stream())
                        .filter(SourceNode.Scalar.class::isInstance)
                        .map(value -> ((SourceNode.Scalar) value).text())
                        .toList(),
                text(declaration, "AllowedPattern").orElse(""),
                bounds(declaration, "MinLength", "MaxLength"),
                bounds(declaration, "MinValue", "MaxValue"),
                entry.key().span());
    }

    private static Optional<String> text(SourceNode.Mapping mapping, String key) {
        return mapping.get(key)
                .filter(SourceNode.Scalar.class::isInstance)
                .map(value -> ((SourceNode.Scalar) value).text());
    }

    private static TemplateParameter.Bounds bounds(SourceNode.Mapping declaration, String least, String most) {
        return new TemplateParameter.Bounds(number(declaration, least), number(declaration, most));
    }

    private static Optional<BigDecimal> number(SourceNode.Mapping declaration, String key) {
        // What is none, CloudFormation says in its own words.
        return text(declaration, key).flatMap(TemplateParameter::number);
    }
}
