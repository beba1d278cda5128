package dev.penstock.taskdefinition;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.Places;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads task definitions as {@code aws ecs register-task-definition --cli-input-json} takes them, and as {@code
 * describe-task-definition} prints them: inside {@code taskDefinition}, with fields that ECS fills in, which are left out.
 */
public final class TaskDefinitionReader {

    /** What describe prints and register does not take (ECS API, {@code TaskDefinition}). */
    private static final String[] FILLED_IN = {
        "taskDefinitionArn",
        "revision",
        "status",
        "requiresAttributes",
        "compatibilities",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt"
    };

    private static final List<String> KEPT = List.of(
            "tags",
            "pidMode",
            "ipcMode",
            "proxyConfiguration",
            "inferenceAccelerators",
            "ephemeralStorage",
            "runtimePlatform",
            "placementConstraints",
            "enableFaultInjection");

    private static final List<String> NETWORK_MODES = List.of("awsvpc", "bridge", "host", "none");

    private final Problems problems;
    private final FieldContext context;

    private TaskDefinitionReader(Problems problems, Places.Collector places) {
        this.problems = problems;
        this.context = new FieldContext(
                problems,
                ProblemType.TASKDEF_FIELD_MISSING,
                ProblemType.TASKDEF_FIELD_TYPE,
                ProblemType.TASKDEF_FIELD_UNKNOWN,
                FieldContext.Coercion.NONE,
                name -> name,
                places::accept,
                node -> false);
    }

    /** Whether a document is one: container definitions without a Dockerrun's version. */
    public static boolean recognises(SourceNode document) {
        SourceNode inner = inner(document);
        return inner instanceof SourceNode.Mapping mapping
                && mapping.has("containerDefinitions")
                && !mapping.has("AWSEBDockerrunVersion");
    }

    /** What {@code RegisterTaskDefinition} takes of a document: the task definition itself, without fields that ECS fills in. */
    public static SourceNode registrable(SourceNode document) {
        return inner(document) instanceof SourceNode.Mapping mapping
                ? new SourceNode.Mapping(
                        mapping.span(),
                        mapping.entries().stream()
                                .filter(entry -> !List.of(FILLED_IN).contains(entry.name()))
                                .toList())
                : document;
    }

    private static SourceNode inner(SourceNode document) {
        return document instanceof SourceNode.Mapping mapping
                ? mapping.get("taskDefinition")
                        .filter(SourceNode.Mapping.class::isInstance)
                        .orElse(document)
                : document;
    }

    /** Reads a file. */
    public static TaskDefinitionReading read(SourceText source) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, problems);
        return document.isEmpty() ? new TaskDefinitionReading.Refused(problems.list()) : read(document.get(), problems);
    }

    /**
     * Reads a document that is parsed already.
     *
     * @param problems those of the parsing, to which those of this reading are added
     */
    public static TaskDefinitionReading read(SourceNode document, Problems problems) {
        SourceNode inner = inner(document);
        if (!(inner instanceof SourceNode.Mapping)) {
            problems.report(
                    ProblemType.TASKDEF_NOT_RECOGNISED,
                    document.span(),
                    "",
                    "A task definition is an object with 'containerDefinitions'; this is " + document.description()
                            + ".");
            return new TaskDefinitionReading.Refused(problems.list());
        }
        var places = new Places.Collector();
        TaskDefinition definition = new TaskDefinitionReader(problems, places).definition(inner);
        return problems.hasErrors()
                ? new TaskDefinitionReading.Refused(problems.list())
                : new TaskDefinitionReading.Accepted(definition, places.places(), problems.list());
    }

    private TaskDefinition definition(SourceNode document) {
        Fields root = Fields.of(document, "", context);
        var reader = new ContainerDefinitionReader(context, ProblemType.TASKDEF_VALUE);
        root.requirePresent("family");
        root.requirePresent("containerDefinitions");
        List<ContainerDefinition> containers = root.list("containerDefinitions", reader::container);
        List<TaskVolume> volumes = root.list("volumes", reader::volume);
        Optional<String> networkMode = root.text("networkMode");
        networkMode
                .filter(mode -> !NETWORK_MODES.contains(mode))
                .ifPresent(mode -> problems.report(
                        ProblemType.TASKDEF_VALUE,
                        root.span("networkMode"),
                        "/networkMode",
                        "There is no network mode '" + mode + "'.",
                        DidYouMean.hint(mode, NETWORK_MODES)));
        new ContainerRules(containers, volumes, List.of(), root, problems, ProblemType.TASKDEF_REFERENCE).check();
        Map<String, String> others = new LinkedHashMap<>();
        KEPT.forEach(name -> root.node(name).ifPresent(node -> others.put(name, SourceNodeJson.text(node))));
        var definition = new TaskDefinition(
                root.text("family").orElse(""),
                containers,
                volumes,
                networkMode,
                root.texts("requiresCompatibilities"),
                root.text("cpu"),
                root.text("memory"),
                root.text("taskRoleArn"),
                root.text("executionRoleArn"),
                others);
        root.ignore(FILLED_IN).end();
        return definition;
    }
}
