package dev.penstock.validation;

import dev.penstock.build.BuildspecKind;
import dev.penstock.document.DocumentKind;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceLines;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates files. Nothing outside a file is looked at. Thread-safe when its kinds are. */
public final class Validator {

    private final ReadOptions options;
    private final List<DocumentKind> kinds;

    /**
     * A validator of pipelines, buildspecs, settings, image definitions, image details and AppSpec files, and of further kinds.
     *
     * @param options for pipelines in templates
     * @param more asked before the kinds that are built in
     */
    public Validator(ReadOptions options, List<DocumentKind> more) {
        this.options = options;
        this.kinds = new ArrayList<>(more);
        kinds.add(new BuildspecKind());
        kinds.add(new SettingsKind());
        kinds.add(new ImageDefinitionsKind());
        kinds.add(new ImageDetailKind());
        kinds.add(new AppSpecKind());
        kinds.add(new PipelineKind(options));
    }

    /** A validator of the kinds that are built in. */
    public Validator(ReadOptions options) {
        this(options, List.of());
    }

    /**
     * What a file is and what is wrong with it.
     *
     * @param source the file
     * @param kind how its kind is called, with its article; empty when the file could not be parsed or is of no known kind
     * @param problems in the order of their places; no error means that the file is valid
     */
    public record Report(SourceText source, Optional<String> kind, List<Problem> problems) {

        public Report {
            problems = List.copyOf(problems);
        }

        /** Whether it is a pipeline's definition. */
        public boolean isOfPipeline() {
            return kind.filter(PipelineKind.NAME::equals).isPresent();
        }

        /** The file's lines, to show problems in. */
        public SourceLines lines() {
            return source.lines();
        }
    }

    /** How the kinds that it knows are called, each with its article, in the order in which they are asked. */
    public List<String> kinds() {
        return kinds.stream().map(DocumentKind::name).distinct().toList();
    }

    /** Validates a file. */
    public Report validate(SourceText source) {
        Problems problems = new Problems();
        // Templates have tags of their own; whether this is one is not known before it is parsed.
        Optional<SourceNode> document = DocumentReader.read(source, options.limits(), Tags.CLOUDFORMATION, problems);
        if (document.isEmpty()) {
            return new Report(source, Optional.empty(), problems.list());
        }
        String fileName =
                source.file().substring(source.file().replace('\\', '/').lastIndexOf('/') + 1);
        for (DocumentKind kind : kinds) {
            if (kind.recognises(fileName, document.get())) {
                return new Report(source, Optional.of(kind.name()), check(kind, source, document.get(), problems));
            }
        }
        if (!problems.hasErrors()) {
            problems.report(
                    ProblemType.FILE_KIND_UNKNOWN,
                    new SourceSpan(source.file(), 1, 1),
                    "",
                    "The file is none of the kinds that can be validated.",
                    "Known are: " + String.join(", ", kinds()) + ".");
        }
        return new Report(source, Optional.empty(), problems.list());
    }

    private List<Problem> check(DocumentKind kind, SourceText source, SourceNode parsed, Problems parsing) {
        if (kind.tags() == Tags.CLOUDFORMATION) {
            kind.check(source, parsed, parsing);
            return parsing.list();
        }
        Problems problems = new Problems();
        DocumentReader.read(source, options.limits(), kind.tags(), problems)
                .ifPresent(document -> kind.check(source, document, problems));
        return problems.list();
    }
}
