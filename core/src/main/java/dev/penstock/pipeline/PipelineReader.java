package dev.penstock.pipeline;

import dev.penstock.cloudformation.Template;
import dev.penstock.cloudformation.TemplateValues;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads pipeline definitions in every form that users have: the JSON of {@code aws codepipeline get-pipeline} with or
 * without its {@code pipeline} wrapper and {@code metadata}, the input of {@code create-pipeline}, the same as YAML, and
 * {@code AWS::CodePipeline::Pipeline} in a CloudFormation template. What is read is judged by {@link PipelineRules}; all
 * problems are reported at once.
 */
public final class PipelineReader {

    private static final String RESOURCE_TYPE = "AWS::CodePipeline::Pipeline";

    /** Where references are looked up before an action's step. */
    private static final Pattern READ_BY_ACTIONS =
            Pattern.compile("/stages/\\d+/.*(configuration/(?!BuildspecOverride$).+|environmentVariables/\\d+/value)");

    private PipelineReader() {}

    /** Reads the one pipeline of a file; of a template with several, the one that the options name. */
    public static PipelineReading read(SourceText source, ReadOptions options) {
        Problems problems = new Problems();
        return DocumentReader.read(source, options.limits(), Tags.CLOUDFORMATION, problems)
                .map(document -> read(source, document, options, problems))
                .orElseGet(() -> new PipelineReading.Refused(problems.list()));
    }

    private static PipelineReading read(
            SourceText source, SourceNode document, ReadOptions options, Problems problems) {
        return isTemplate(document)
                ? readTemplate(source, (SourceNode.Mapping) document, options, problems)
                : readDeclaration(source, document, problems);
    }

    /** Reads every pipeline of a file. There is at least one reading; a file that holds no pipeline gives one refusal. */
    public static List<PipelineReading> readAll(SourceText source, ReadOptions options) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, options.limits(), Tags.CLOUDFORMATION, problems);
        return document.map(node -> readAll(source, node, options, problems.list()))
                .orElseGet(() -> List.of(new PipelineReading.Refused(problems.list())));
    }

    /**
     * Reads every pipeline of a document that is parsed already.
     *
     * @param document parsed with {@link Tags#CLOUDFORMATION}
     * @param parsing the problems that parsing found; each reading has them too
     */
    public static List<PipelineReading> readAll(
            SourceText source, SourceNode document, ReadOptions options, List<Problem> parsing) {
        List<ReadOptions> choices = new ArrayList<>();
        if (options.logicalId().isEmpty() && document instanceof SourceNode.Mapping root && isTemplate(document)) {
            template(root, options, new Problems())
                    .resourcesOfType(RESOURCE_TYPE)
                    .forEach(resource -> choices.add(options.withLogicalId(resource.logicalId())));
        }
        if (choices.isEmpty()) {
            choices.add(options);
        }
        List<PipelineReading> readings = new ArrayList<>();
        for (ReadOptions choice : choices) {
            Problems problems = new Problems();
            problems.addAll(parsing);
            readings.add(read(source, document, choice, problems));
        }
        return readings;
    }

    /** Whether a document looks like a pipeline, so that a reader of many kinds of files can tell. */
    public static boolean recognises(SourceNode document) {
        if (isTemplate(document)) {
            return true;
        }
        return document instanceof SourceNode.Mapping root
                && (root.has("pipeline") || (root.has("stages") && (root.has("name") || root.has("roleArn"))));
    }

    private static boolean isTemplate(SourceNode document) {
        return Template.isTemplate(document);
    }

    private static Template template(SourceNode.Mapping root, ReadOptions options, Problems problems) {
        TemplateValues values = new TemplateValues(
                options.parameters(), options.region(), options.accountId(), options.stackName(), options.stack());
        return Template.of(root, values, problems);
    }

    private static PipelineReading readTemplate(
            SourceText source, SourceNode.Mapping root, ReadOptions options, Problems problems) {
        Template template = template(root, options, problems);
        Optional<Template.Resource> chosen = choose(template, source.file(), options, problems);
        if (chosen.isEmpty()) {
            return new PipelineReading.Refused(problems.list());
        }
        Template.Resource resource = chosen.get();
        SourceNode properties = template.properties(resource);
        Binding binding = new Binding(problems, DeclarationForm.CLOUDFORMATION, template::expressionOf);
        List<ProjectDeclaration> projects = new ProjectReader(template).read();
        return bind(source, properties, Optional.of(resource.logicalId()), projects, binding, problems);
    }

    private static Optional<Template.Resource> choose(
            Template template, String file, ReadOptions options, Problems problems) {
        List<Template.Resource> all = template.resourcesOfType(RESOURCE_TYPE);
        List<String> ids = all.stream().map(Template.Resource::logicalId).toList();
        if (options.logicalId().isPresent()) {
            String wanted = options.logicalId().get();
            Optional<Template.Resource> found = all.stream()
                    .filter(resource -> resource.logicalId().equals(wanted))
                    .findFirst();
            if (found.isEmpty()) {
                noPipeline(
                        problems,
                        file,
                        "The template has no pipeline '" + wanted + "'.",
                        ids.isEmpty() ? "It has no " + RESOURCE_TYPE + " at all." : DidYouMean.hint(wanted, ids));
            }
            return found;
        }
        if (all.isEmpty()) {
            noPipeline(
                    problems,
                    file,
                    "The template has no resource of the type " + RESOURCE_TYPE + ".",
                    "A pipeline that macros or nested stacks make can be read from the processed template.");
            return Optional.empty();
        }
        List<Template.Resource> made =
                all.stream().filter(resource -> !template.isLeftOut(resource)).toList();
        List<Template.Resource> candidates = made.isEmpty() ? all : made;
        if (candidates.size() > 1) {
            problems.report(
                    ProblemType.TEMPLATE_SEVERAL_PIPELINES,
                    candidates.get(1).span(),
                    "/Resources",
                    "The template has several pipelines: " + String.join(", ", ids) + ".",
                    "Say which one is meant, as by --pipeline "
                            + candidates.getFirst().logicalId() + ".");
            return Optional.empty();
        }
        return Optional.of(candidates.getFirst());
    }

    private static void noPipeline(Problems problems, String file, String message, String hint) {
        problems.report(ProblemType.TEMPLATE_NO_PIPELINE, SourceSpan.ofFile(file), "/Resources", message, hint);
    }

    private static PipelineReading readDeclaration(SourceText source, SourceNode document, Problems problems) {
        Optional<SourceNode> declaration = declaration(document, problems);
        if (declaration.isEmpty()) {
            return new PipelineReading.Refused(problems.list());
        }
        DeclarationForm form = DocumentReader.isJson(source) ? DeclarationForm.API_JSON : DeclarationForm.API_YAML;
        Binding binding = new Binding(problems, form, Binding.Placeholders.NONE);
        return bind(source, declaration.get(), Optional.empty(), List.of(), binding, problems);
    }

    /** What {@code get-pipeline} prints and {@code create-pipeline} takes has the declaration under {@code pipeline}. */
    private static Optional<SourceNode> declaration(SourceNode document, Problems problems) {
        if (document instanceof SourceNode.Mapping root) {
            Optional<SourceNode> wrapped = root.get("pipeline").filter(node -> !node.isNull());
            if (wrapped.isPresent()) {
                List<String> known = List.of("pipeline", "metadata", "tags");
                root.entries().stream()
                        .filter(entry -> !known.contains(entry.name()))
                        .forEach(entry -> problems.report(
                                ProblemType.PIPELINE_FIELD_UNKNOWN,
                                entry.key().span(),
                                "/" + entry.name(),
                                "'" + entry.name() + "' is not a field of this.",
                                DidYouMean.hint(entry.name(), known)));
                return wrapped;
            }
            if (root.has("stages") || root.has("name")) {
                return Optional.of(root);
            }
        }
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        problems.report(
                ProblemType.PIPELINE_NOT_RECOGNISED,
                document.span(),
                "",
                "This is no pipeline definition.",
                "A definition is the JSON or YAML of 'aws codepipeline get-pipeline', with name and stages, or a"
                        + " CloudFormation template with an " + RESOURCE_TYPE + ".");
        return Optional.empty();
    }

    /** What is not known, and what has been found wrong already: one problem of a value is enough. */
    private static Set<String> notJudged(Binding binding, Problems problems) {
        Set<String> paths = new HashSet<>();
        binding.unresolved().forEach(value -> paths.add(value.path()));
        problems.list().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .forEach(problem -> paths.add(problem.field()));
        return paths;
    }

    private static PipelineReading bind(
            SourceText source,
            SourceNode node,
            Optional<String> logicalId,
            List<ProjectDeclaration> projects,
            Binding binding,
            Problems problems) {
        Pipeline pipeline = new PipelineBinder(binding).bind(node, logicalId);
        Locations locations = binding.locations(source.file());
        PipelineDefinition definition = new PipelineDefinition(pipeline, locations);
        if (node instanceof SourceNode.Mapping) {
            PipelineRules.check(definition, notJudged(binding, problems), problems);
        }
        List<Problem> found = problems.list();
        return problems.hasErrors()
                ? new PipelineReading.Refused(found)
                : new PipelineReading.Accepted(definition, logicalId, unknown(binding), projects, found);
    }

    /** What nobody will look up: of references, those that stand where no action reads them. */
    private static List<UnresolvedValue> unknown(Binding binding) {
        return binding.unresolved().stream()
                .filter(value -> !value.isReferenced()
                        || !READ_BY_ACTIONS.matcher(value.path()).matches())
                .toList();
    }

    /**
     * The values of a template's parameters with {@code NoEcho}, by name: those that are given, and defaults; none that are given
     * by where they are. They are not in the pipeline, which has references to them. Empty for every other file.
     */
    public static Map<String, Secret> hiddenValues(SourceText source, ReadOptions options) {
        return DocumentReader.read(source, options.limits(), Tags.CLOUDFORMATION, new Problems())
                .filter(PipelineReader::isTemplate)
                .map(document -> template((SourceNode.Mapping) document, options, new Problems())
                        .hiddenValues())
                .orElse(Map.of());
    }
}
