package dev.penstock.dockerrun;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.ContainerDefinitionReader;
import dev.penstock.taskdefinition.ContainerRules;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;

/** Version 2: several containers, as ECS declares them. */
final class MultiContainerReader {

    private static final List<String> NAMES =
            List.of("containerDefinitions", "volumes", "authentication", "executionRoleArn");

    private final Problems problems;
    private final FieldContext context;

    MultiContainerReader(Problems problems, FieldContext context) {
        this.problems = problems;
        this.context = context;
    }

    Dockerrun read(Fields root, SourceNode.Mapping mapping) {
        FieldCase.check(root, mapping, NAMES, problems);
        var reader = new ContainerDefinitionReader(context, ProblemType.DOCKERRUN_VALUE);
        boolean misspelt = mapping.entries().stream()
                .anyMatch(entry -> entry.name().equalsIgnoreCase("containerDefinitions")
                        && !entry.name().equals("containerDefinitions"));
        if (!misspelt) {
            root.requirePresent("containerDefinitions");
        }
        List<ContainerDefinition> containers = root.list("containerDefinitions", reader::container);
        if (root.node("containerDefinitions").orElse(mapping) instanceof SourceNode.Sequence none
                && none.items().isEmpty()) {
            problems.report(
                    ProblemType.DOCKERRUN_VALUE,
                    root.span("containerDefinitions"),
                    "/containerDefinitions",
                    "There is no container. At least one is needed.");
        }
        List<TaskVolume> volumes = root.list("volumes", reader::volume);
        List<String> logs = containers.stream()
                .map(container -> Dockerrun.LOG_VOLUME_PREFIX + container.name())
                .toList();
        new ContainerRules(containers, volumes, logs, root, problems, ProblemType.DOCKERRUN_REFERENCE).check();
        var authentication = DockerrunReader.authentication(root, "authentication", "bucket", "key", problems);
        var executionRole = root.text("executionRoleArn");
        // What `eb local run` starts besides (EB CLI, ebcli/containers/multicontainer.py); never deployed.
        root.ignore("localContainerDefinitions").end();
        return new Dockerrun.MultiContainer(containers, volumes, authentication, executionRole);
    }
}
