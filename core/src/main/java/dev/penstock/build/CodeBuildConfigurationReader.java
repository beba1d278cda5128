package dev.penstock.build;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the configuration of a CodeBuild action (CodePipeline User Guide, action reference CodeBuild). */
final class CodeBuildConfigurationReader {

    private static final String VARIABLES = "EnvironmentVariables";
    private static final String REFERENCE = "#{";

    /** What {@code sourceIdentifier} and {@code artifactIdentifier} may be (CodeBuild API Reference, ProjectSource). */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]{1,127}");

    private final ConfigurationReader configuration;
    private final boolean inCodeBuild;
    private final boolean hasExchange;

    /**
     * A reader.
     *
     * @param location where the build is going to run
     * @param hasExchange whether there is a bucket for sources and artifacts
     */
    CodeBuildConfigurationReader(ConfigurationReader configuration, BuildLocation location, boolean hasExchange) {
        this.configuration = configuration;
        this.inCodeBuild = location instanceof BuildLocation.CodeBuild;
        this.hasExchange = hasExchange;
    }

    CodeBuildConfiguration read() {
        String project = configuration.required("ProjectName");
        Optional<String> primary = primarySource();
        if (configuration.flag("BatchEnabled", false)) {
            configuration.problem(
                    "BatchEnabled",
                    "The action asks for a batch build, and batch builds are not run here.",
                    "Set BatchEnabled to false, or make an action of each build of the batch.");
        }
        configuration.flag("CombineArtifacts", false);
        Optional<String> buildspec = configuration.optional("BuildspecOverride");
        if (!inCodeBuild && buildspec.isPresent() && buildspec.get().startsWith("arn:")) {
            configuration.problem(
                    "BuildspecOverride",
                    "The buildspec is in a bucket, and buildspecs are read here from the source only.",
                    "Write the path of a file in the source, or the buildspec itself.");
        }
        Optional<String> role = configuration.optional("ServiceRoleArnOverride");
        if (inCodeBuild) {
            checkExchange(primary);
        }
        return new CodeBuildConfiguration(project, primary, environmentVariables(), buildspec, role);
    }

    /** Reports what CodeBuild could not be brought. */
    void checkExchange(Optional<String> primary) {
        if (!hasExchange) {
            configuration.problem(
                    "",
                    "CodeBuild is to run the build, and there is no bucket to bring it the sources.",
                    "Name one in the settings (penstock.yml), 'artifacts: {bucket: NAME}', that the project's role may"
                            + " read and write.");
        }
        ActionDeclaration action = configuration.declaration();
        List<String> names = new ArrayList<>(action.inputArtifacts());
        names.remove(primary.orElse(names.isEmpty() ? "" : names.getFirst()));
        if (action.outputArtifacts().size() > 1) {
            action.outputArtifacts().forEach(output -> names.add(output.name()));
        }
        for (String name : names) {
            if (!IDENTIFIER.matcher(name).matches()) {
                configuration.problem(
                        "",
                        "The artifact '" + name + "' is one of several, and CodeBuild cannot call it that.",
                        "Give it a name of letters, digits and underscores.");
            }
        }
    }

    private Optional<String> primarySource() {
        Optional<String> primary = configuration.optional("PrimarySource");
        List<String> inputs = configuration.declaration().inputArtifacts();
        boolean reference = primary.isPresent() && primary.get().contains(REFERENCE);
        if (primary.isEmpty() && inputs.size() > 1) {
            configuration.problem(
                    "PrimarySource",
                    "The action has " + inputs.size() + " input artifacts and does not say in which the build starts.",
                    "Set PrimarySource to one of " + String.join(", ", inputs) + ".");
        } else if (primary.isPresent() && !reference && !inputs.contains(primary.get())) {
            configuration.problem(
                    "PrimarySource",
                    "'" + primary.get() + "' is none of the action's input artifacts.",
                    "Set it to one of " + String.join(", ", inputs) + ".");
        }
        return primary;
    }

    private List<EnvironmentVariable> environmentVariables() {
        Optional<String> text = configuration.optional(VARIABLES);
        if (text.isEmpty()) {
            return List.of();
        }
        Problems problems = new Problems();
        List<EnvironmentVariable> variables = new ArrayList<>();
        DocumentReader.read(SourceText.of(VARIABLES + ".json", text.get()), problems)
                .ifPresent(document -> read(document, problems, variables));
        boolean mayChange = text.get().contains(REFERENCE);
        for (Problem problem : problems.list()) {
            if (problem.severity() == Severity.ERROR
                    && !(mayChange && problem.id().startsWith("PEN-JSON"))) {
                configuration.problem(
                        VARIABLES,
                        "At character " + problem.span().column() + " of line "
                                + problem.span().line() + " of its value: " + problem.message(),
                        problem.hint().orElse("It is a JSON list such as [{\"name\":\"STAGE\",\"value\":\"test\"}]."));
            }
        }
        return variables;
    }

    private static void read(SourceNode document, Problems problems, List<EnvironmentVariable> variables) {
        if (!(document instanceof SourceNode.Sequence sequence)) {
            problems.report(
                    ProblemType.BUILDSPEC_FIELD_TYPE,
                    document.span(),
                    "",
                    "A list is wanted here; this is " + document.description() + ".");
            return;
        }
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.BUILDSPEC_FIELD_MISSING,
                ProblemType.BUILDSPEC_FIELD_TYPE,
                ProblemType.BUILDSPEC_VARIABLE,
                FieldContext.Coercion.NONE);
        for (SourceNode item : sequence.items()) {
            Fields fields = Fields.of(item, "", context);
            String name = fields.requireText("name");
            fields.requirePresent("value");
            String value = fields.text("value").orElse("");
            EnvironmentVariableType type = type(fields, problems);
            fields.end();
            checkName(name, fields, problems);
            variables.add(new EnvironmentVariable(name, value, type));
        }
    }

    private static void checkName(String name, Fields fields, Problems problems) {
        if (name.startsWith(BuildEnvironment.RESERVED_PREFIX)) {
            problems.report(
                    ProblemType.BUILDSPEC_VARIABLE,
                    fields.span("name"),
                    "",
                    "The variable '" + name + "' has a name that CodeBuild keeps for itself.",
                    "Use a name that does not start with CODEBUILD_.");
        } else if (!name.contains(REFERENCE) && (name.indexOf('=') >= 0 || name.indexOf('\0') >= 0)) {
            problems.report(
                    ProblemType.BUILDSPEC_VARIABLE,
                    fields.span("name"),
                    "",
                    "'" + name + "' is not the name of a variable.",
                    "A name has letters, digits and underscores.");
        }
    }

    private static EnvironmentVariableType type(Fields fields, Problems problems) {
        String text = fields.text("type").orElse("PLAINTEXT");
        for (EnvironmentVariableType type : EnvironmentVariableType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        if (!text.contains(REFERENCE)) {
            problems.report(
                    ProblemType.BUILDSPEC_WORD,
                    fields.span("type"),
                    "",
                    "There is no type '" + text + "' of variables.",
                    "It can be PLAINTEXT, PARAMETER_STORE or SECRETS_MANAGER.");
        }
        return EnvironmentVariableType.PLAINTEXT;
    }
}
