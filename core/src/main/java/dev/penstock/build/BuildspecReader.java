package dev.penstock.build;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads buildspecs, versions 0.1 and 0.2, as YAML or JSON (CodeBuild User Guide, build specification reference). What is
 * known but not carried out here is told as a note.
 */
public final class BuildspecReader {

    /** Where CodeBuild looks for a buildspec when nothing else is said. */
    public static final String DEFAULT_FILE = "buildspec.yml";

    private static final Set<String> SECTIONS = Set.of("phases", "artifacts", "env", "batch");

    private BuildspecReader() {}

    /** Whether a document looks like a buildspec: a version such as 0.2, or no version, and a section of its own. */
    public static boolean recognises(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping mapping)) {
            return false;
        }
        boolean version = mapping.get("version")
                .map(node -> node instanceof SourceNode.Scalar scalar
                        && scalar.text().startsWith("0."))
                .orElse(mapping.has("phases"));
        return version && SECTIONS.stream().anyMatch(mapping::has);
    }

    /** Reads a file. */
    public static BuildspecReading read(SourceText source) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, problems);
        Optional<Buildspec> buildspec = document.flatMap(node -> read(node, problems));
        return buildspec.isEmpty() || problems.hasErrors()
                ? new BuildspecReading.Refused(problems.list())
                : new BuildspecReading.Accepted(buildspec.get(), problems.list());
    }

    /** Judges a document that is parsed already. */
    static void check(SourceNode document, Problems problems) {
        if (read(document, problems).isEmpty() && !problems.hasErrors()) {
            throw new IllegalStateException("a buildspec was refused without a reason");
        }
    }

    /** Reads a document that is parsed already. What is returned is to be used only if no error was added. */
    private static Optional<Buildspec> read(SourceNode document, Problems problems) {
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.BUILDSPEC_FIELD_MISSING,
                ProblemType.BUILDSPEC_FIELD_TYPE,
                ProblemType.BUILDSPEC_FIELD_UNKNOWN,
                FieldContext.Coercion.SCALAR_AS_TEXT);
        if (!(document instanceof SourceNode.Mapping)) {
            problems.report(
                    ProblemType.BUILDSPEC_NOT_RECOGNISED,
                    document.span(),
                    "",
                    "A buildspec is a mapping with 'version' and 'phases'; this is " + document.description() + ".");
            return Optional.empty();
        }
        Fields root = Fields.of(document, "", context);
        Scope scope = new Scope(problems, context, new ArrayList<>());
        Buildspec.Version version = version(root, scope);
        BuildspecEnvironment environment = BuildspecEnvironmentReader.read(root, version, scope);
        scope.leaveOut(
                root, "run-as", "'run-as' has no effect: commands run as the user that the machine or image gives.");
        scope.leaveOut(
                root, "proxy", "'proxy' has no effect: commands use the network of the machine that they run on.");
        scope.leaveOut(root, "cache", "'cache' has no effect: nothing is kept from one build to the next.");
        boolean batch = BatchReader.read(root, scope);
        List<BuildspecPhase> phases = BuildspecPhaseReader.read(root, batch, scope);
        Optional<BuildspecArtifacts> artifacts =
                root.mapping("artifacts").map(fields -> BuildspecArtifactsReader.read(fields, scope));
        List<BuildspecReport> reports = BuildspecReportsReader.read(root, scope);
        root.ignore("eb_codebuild_settings").end();
        return Optional.of(new Buildspec(version, environment, phases, artifacts, reports, batch, scope.leftOut()));
    }

    private static Buildspec.Version version(Fields root, Scope scope) {
        root.requirePresent("version");
        Optional<String> text = root.text("version");
        if (text.isPresent() && !text.get().equals("0.1") && !text.get().equals("0.2")) {
            scope.problems()
                    .report(
                            ProblemType.BUILDSPEC_VERSION,
                            root.span("version"),
                            "/version",
                            "There is no version '" + text.get() + "' of buildspecs.",
                            "Write 'version: 0.2'.");
        }
        return text.equals(Optional.of("0.1")) ? Buildspec.Version.V0_1 : Buildspec.Version.V0_2;
    }

    /**
     * What the parts of the reading share.
     *
     * @param context how the mappings are taken apart
     * @param leftOut what is asked for and not carried out
     */
    record Scope(Problems problems, FieldContext context, List<String> leftOut) {

        /** Tells of a field that is known and has no effect. */
        void leaveOut(Fields fields, String name, String sentence) {
            fields.node(name).ifPresent(node -> {
                problems.report(
                        ProblemType.BUILDSPEC_NOT_CARRIED_OUT,
                        node.span(),
                        Fields.child(fields.path(), name),
                        sentence);
                if (!leftOut.contains(sentence)) {
                    leftOut.add(sentence);
                }
            });
        }

        /** A list of texts, or one text alone in its place. */
        List<String> texts(Fields fields, String name) {
            Optional<SourceNode> node = fields.node(name);
            boolean single = node.isPresent()
                    && node.get() instanceof SourceNode.Scalar scalar
                    && scalar.type() != ScalarType.NULL;
            return single ? fields.text(name).map(List::of).orElse(List.of()) : fields.texts(name);
        }

        /** Yes or no; YAML 1.1's words as well, which AWS's own examples use. */
        boolean flag(Fields fields, String name) {
            Optional<String> text = fields.text(name);
            return switch (text.orElse("no").toLowerCase(java.util.Locale.ROOT)) {
                case "yes", "true", "on" -> true;
                case "no", "false", "off" -> false;
                default -> {
                    problems.report(
                            ProblemType.BUILDSPEC_WORD,
                            fields.span(name),
                            Fields.child(fields.path(), name),
                            "'" + name + "' is '" + text.orElse("") + "'; it can be yes or no.");
                    yield false;
                }
            };
        }

        /** Text by name, of variables; what is wrong with the names is reported. */
        Map<String, String> variables(Fields fields, String name) {
            Map<String, SourceNode> entries = fields.entries(name);
            entries.forEach((variable, node) -> {
                if (variable.startsWith(BuildEnvironment.RESERVED_PREFIX)) {
                    problems.report(
                            ProblemType.BUILDSPEC_VARIABLE_RESERVED,
                            node.span(),
                            Fields.child(Fields.child(fields.path(), name), variable),
                            "The variable '" + variable + "' has a name that CodeBuild keeps for itself.",
                            "Use a name that does not start with CODEBUILD_.");
                }
            });
            return fields.textMap(name);
        }
    }
}
