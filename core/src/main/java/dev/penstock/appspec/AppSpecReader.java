package dev.penstock.appspec;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.Places;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads AppSpec files. Which platform one is for is told by what is in it. */
public final class AppSpecReader {

    private final Problems problems;
    private final FieldContext context;

    private AppSpecReader(Problems problems, Places.Collector places) {
        this.problems = problems;
        this.context = new FieldContext(
                problems,
                ProblemType.APPSPEC_FIELD_MISSING,
                ProblemType.APPSPEC_FIELD_TYPE,
                ProblemType.APPSPEC_FIELD_UNKNOWN,
                FieldContext.Coercion.BOTH_WAYS,
                name -> name,
                places::accept,
                node -> false);
    }

    /** What the file is called at the top of a bundle, and what CodePipeline looks for. */
    public static final List<String> FILE_NAMES = List.of("appspec.yml", "appspec.yaml", "appspec.json");

    /** Whether a document is one: a version, and resources, or files and hooks of a server. */
    public static boolean recognises(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping mapping)
                || value(mapping, "version").isEmpty()) {
            return false;
        }
        boolean resources = value(mapping, "resources")
                .filter(SourceNode.Sequence.class::isInstance)
                .isPresent();
        boolean server = mapping.has("os") && (mapping.has("files") || mapping.has("hooks"));
        return resources || server;
    }

    /** Reads a file. */
    public static AppSpecReading read(SourceText source) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, problems);
        return document.isEmpty() ? new AppSpecReading.Refused(problems.list()) : read(document.get(), problems);
    }

    /**
     * Reads a document that is parsed already.
     *
     * @param problems those of the parsing, to which those of this reading are added
     */
    public static AppSpecReading read(SourceNode document, Problems problems) {
        if (!(document instanceof SourceNode.Mapping mapping)) {
            problems.report(
                    ProblemType.APPSPEC_NOT_RECOGNISED,
                    document.span(),
                    "",
                    "An AppSpec file is a mapping; this is " + document.description() + ".",
                    "Write 'version: 0.0', and Resources and Hooks, or os, files and hooks for servers.");
            return new AppSpecReading.Refused(problems.list());
        }
        var places = new Places.Collector();
        Optional<AppSpec> appSpec = new AppSpecReader(problems, places).read(mapping);
        return appSpec.isEmpty() || problems.hasErrors()
                ? new AppSpecReading.Refused(problems.list())
                : new AppSpecReading.Accepted(appSpec.get(), places.places(), problems.list());
    }

    private Optional<AppSpec> read(SourceNode.Mapping mapping) {
        boolean resources = value(mapping, "resources").isPresent();
        boolean server = mapping.has("os") || mapping.has("files") || mapping.has("permissions");
        if (resources == server) {
            problems.report(
                    ProblemType.APPSPEC_NOT_RECOGNISED,
                    mapping.span(),
                    "",
                    resources
                            ? "The file has Resources, as for ECS and Lambda, and files or os, as for servers."
                            : "The file has neither Resources, as for ECS and Lambda, nor os and files, as for servers.",
                    "An AppSpec file is for one platform.");
            return Optional.empty();
        }
        Fields root = Fields.of(server ? mapping : KeyCase.unified(mapping), "", context);
        version(root);
        Optional<AppSpec> appSpec = server
                ? Optional.of(new ServerReader(problems, context).read(root))
                : new TrafficReader(problems, context).read(root);
        root.end();
        return appSpec;
    }

    private void version(Fields root) {
        root.requirePresent("version");
        root.text("version")
                .filter(version -> !version.equals(AppSpec.VERSION))
                .ifPresent(version -> problems.report(
                        ProblemType.APPSPEC_VALUE,
                        root.span("version"),
                        "/version",
                        "There is no version '" + version + "' of AppSpec files.",
                        "Write 'version: 0.0'."));
    }

    private static Optional<SourceNode> value(SourceNode.Mapping mapping, String lowerCaseName) {
        return mapping.entries().stream()
                .filter(entry -> entry.name().toLowerCase(Locale.ROOT).equals(lowerCaseName))
                .map(SourceNode.Entry::value)
                .findFirst();
    }
}
