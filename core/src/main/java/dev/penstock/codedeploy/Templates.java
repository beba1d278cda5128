package dev.penstock.codedeploy;

import dev.penstock.appspec.AppSpec;
import dev.penstock.appspec.AppSpecReader;
import dev.penstock.appspec.AppSpecReading;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.release.ReleaseFailure;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.TaskDefinition;
import dev.penstock.taskdefinition.TaskDefinitionReader;
import dev.penstock.taskdefinition.TaskDefinitionReading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two templates of a deployment to ECS, which fit together ("Tutorial: Create a pipeline with an Amazon ECR source and
 * ECS-to-CodeDeploy deployment", CodePipeline User Guide): {@code <IMAGE1_NAME>} in the task definition stands for an image,
 * {@code <TASK_DEFINITION>} in the AppSpec file for the task definition.
 */
final class Templates {

    private static final String TASK_DEFINITION = "<TASK_DEFINITION>";
    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    private final SourceNode taskDefinition;
    private final TaskDefinition definition;
    private final SourceText appSpecText;
    private final AppSpec.EcsService appSpec;

    private Templates(
            SourceNode taskDefinition, TaskDefinition definition, SourceText appSpecText, AppSpec.EcsService appSpec) {
        this.taskDefinition = taskDefinition;
        this.definition = definition;
        this.appSpecText = appSpecText;
        this.appSpec = appSpec;
    }

    /** Reads both; throws with every error and its place if they cannot be used. */
    static Templates read(SourceText taskDefinition, SourceText appSpec) throws ReleaseFailure {
        Problems parsing = new Problems();
        Optional<SourceNode> document = DocumentReader.read(taskDefinition, parsing);
        Optional<TaskDefinitionReading> definition = document.map(found -> TaskDefinitionReader.read(found, parsing));
        if (!(definition.orElse(null) instanceof TaskDefinitionReading.Accepted accepted)) {
            throw wrong("PEN-CODEDEPLOY-002", "task definition template", taskDefinition, parsing.list());
        }
        AppSpecReading reading = AppSpecReader.read(appSpec);
        if (!(reading instanceof AppSpecReading.Accepted read)) {
            throw wrong("PEN-CODEDEPLOY-003", "AppSpec template", appSpec, reading.problems());
        }
        if (!(read.appSpec() instanceof AppSpec.EcsService service)) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-003",
                    "The AppSpec template '" + appSpec.file() + "' is for "
                            + read.appSpec().platform()
                            + "; this action deploys to an Amazon ECS service. Nothing was changed.");
        }
        Templates templates = new Templates(document.orElseThrow(), accepted.taskDefinition(), appSpec, service);
        List<String> misfits = templates.misfits(read);
        if (!misfits.isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-003",
                    "The AppSpec template '" + appSpec.file() + "' does not fit the task definition template '"
                            + taskDefinition.file() + "'. Nothing was changed.",
                    misfits);
        }
        return templates;
    }

    private static ReleaseFailure wrong(String code, String what, SourceText file, List<Problem> problems) {
        return new ReleaseFailure(
                code,
                "The " + what + " '" + file.file() + "' is wrong. Nothing was changed.",
                TemplateFiles.errors(problems));
    }

    /** What would fail as soon as CodeDeploy creates the replacement. */
    private List<String> misfits(AppSpecReading.Accepted read) {
        List<String> misfits = new ArrayList<>();
        String properties = "/Resources/0/" + appSpec.resource() + "/Properties/LoadBalancerInfo";
        Optional<ContainerDefinition> container = definition.containers().stream()
                .filter(each -> each.name().equals(appSpec.containerName()))
                .findFirst();
        if (container.isEmpty()) {
            Set<String> names = new TreeSet<>();
            definition.containers().forEach(each -> names.add(each.name()));
            misfits.add(place(read, properties + "/ContainerName") + "The task definition has no container '"
                    + appSpec.containerName() + "', only " + String.join(", ", names) + ".");
        } else if (container.get().portMappings().stream()
                .noneMatch(port -> port.containerPort() == appSpec.containerPort())) {
            misfits.add(place(read, properties + "/ContainerPort") + "The container '" + appSpec.containerName()
                    + "' has no port mapping for the port " + appSpec.containerPort() + ".");
        }
        return misfits;
    }

    private static String place(AppSpecReading.Accepted read, String path) {
        return read.places().at(path).map(span -> span + ": ").orElse("");
    }

    /** What of the images that are given stands nowhere in the task definition. */
    List<String> unused(Set<String> placeholders) {
        Set<String> there = new LinkedHashSet<>();
        collect(taskDefinition, there);
        return placeholders.stream().filter(name -> !there.contains(name)).toList();
    }

    private static void collect(SourceNode node, Set<String> names) {
        switch (node) {
            case SourceNode.Mapping mapping -> mapping.entries().forEach(entry -> collect(entry.value(), names));
            case SourceNode.Sequence sequence -> sequence.items().forEach(item -> collect(item, names));
            case SourceNode.Scalar scalar -> {
                Matcher found = PLACEHOLDER.matcher(scalar.text());
                while (found.find()) {
                    names.add(found.group(1));
                }
            }
        }
    }

    /** Whether the AppSpec file leaves it open which task definition it brings. */
    boolean takesRegistered() {
        return appSpecText.content().contains(TASK_DEFINITION);
    }

    /** The task definition that the AppSpec file names itself. */
    String ownTaskDefinition() {
        return appSpec.taskDefinition();
    }

    /**
     * The task definition as JSON.
     *
     * @param images image by placeholder
     * @throws ReleaseFailure if an image of a container is still a placeholder then
     */
    String taskDefinition(Map<String, String> images) throws ReleaseFailure {
        for (ContainerDefinition container : definition.containers()) {
            Matcher left = PLACEHOLDER.matcher(filled(container.image(), images));
            if (left.find()) {
                throw new ReleaseFailure(
                        "PEN-CODEDEPLOY-005",
                        "The image of the container '" + container.name() + "' is the placeholder " + left.group()
                                + ", for which there is no image. Name it in Image1ContainerName to Image4ContainerName,"
                                + " as '" + left.group(1) + "', with the artifact that holds its imageDetail.json."
                                + " Nothing was changed.");
            }
        }
        return SourceNodeJson.text(filled(TaskDefinitionReader.registrable(taskDefinition), images));
    }

    private static SourceNode filled(SourceNode node, Map<String, String> images) {
        return switch (node) {
            case SourceNode.Mapping mapping ->
                new SourceNode.Mapping(
                        mapping.span(),
                        mapping.entries().stream()
                                .map(entry -> new SourceNode.Entry(entry.key(), filled(entry.value(), images)))
                                .toList());
            case SourceNode.Sequence sequence ->
                new SourceNode.Sequence(
                        sequence.span(),
                        sequence.items().stream()
                                .map(item -> filled(item, images))
                                .toList());
            case SourceNode.Scalar scalar ->
                new SourceNode.Scalar(scalar.span(), scalar.type(), filled(scalar.text(), images));
        };
    }

    private static String filled(String text, Map<String, String> images) {
        String filled = text;
        for (Map.Entry<String, String> image : images.entrySet()) {
            filled = filled.replace("<" + image.getKey() + ">", image.getValue());
        }
        return filled;
    }

    /** The AppSpec file, character by character as it was written but for the placeholder. */
    String appSpec(String taskDefinitionArn) {
        return appSpecText.content().replace(TASK_DEFINITION, taskDefinitionArn);
    }
}
