package dev.penstock.taskdefinition;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds between the containers of a task: names are unique, and what they refer to exists. ECS refuses a task definition
 * in which it does not ({@code RegisterTaskDefinition}, ClientException).
 */
public final class ContainerRules {

    private final List<ContainerDefinition> containers;
    private final List<String> containerNames;
    private final List<String> volumeNames;
    private final Fields root;
    private final Problems problems;
    private final ProblemType type;

    /**
     * Rules for the containers of one document.
     *
     * @param furtherVolumes names of volumes that exist without being declared
     * @param root the mapping that has the fields {@code containerDefinitions} and {@code volumes}
     * @param type the type of problem when something is not there that is referred to, or there twice
     */
    public ContainerRules(
            List<ContainerDefinition> containers,
            List<TaskVolume> volumes,
            List<String> furtherVolumes,
            Fields root,
            Problems problems,
            ProblemType type) {
        this.containers = containers;
        this.containerNames = containers.stream().map(ContainerDefinition::name).toList();
        this.volumeNames =
                new ArrayList<>(volumes.stream().map(TaskVolume::name).toList());
        volumeNames.addAll(furtherVolumes);
        this.root = root;
        this.problems = problems;
        this.type = type;
    }

    /** Reports what does not hold. */
    public void check() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            ContainerDefinition container = containers.get(i);
            String path = "/containerDefinitions/" + i;
            if (!container.name().isEmpty() && !seen.add(container.name())) {
                report(path + "/name", "Two containers are called '" + container.name() + "'.", "Rename one of them.");
            }
            references(container, path);
        }
        for (int i = 0; i < containers.size(); i++) {
            List<String> circle = circle(containers.get(i).name(), new ArrayList<>());
            if (!circle.isEmpty()) {
                report(
                        "/containerDefinitions/" + i,
                        "Containers wait for each other by 'links', 'volumesFrom' or 'dependsOn': "
                                + String.join(" → ", circle) + ".",
                        "Leave one of these references out: none of them could start first.");
                return;
            }
        }
    }

    /** The way from a container back to itself; empty when there is none. The agent of ECS stops a task that has one. */
    private List<String> circle(String name, List<String> trail) {
        List<String> deeper = new ArrayList<>(trail);
        deeper.add(name);
        if (!trail.isEmpty() && name.equals(trail.getFirst())) {
            return deeper;
        }
        if (trail.contains(name)) {
            return List.of();
        }
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .flatMap(container -> waitsFor(container).stream())
                .map(next -> circle(next, deeper))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static Set<String> waitsFor(ContainerDefinition container) {
        Set<String> names = new LinkedHashSet<>();
        container.links().forEach(link -> names.add(link.split(":", 2)[0]));
        container.volumesFrom().forEach(from -> names.add(from.sourceContainer()));
        container.dependsOn().forEach(dependency -> names.add(dependency.containerName()));
        return names;
    }

    private void references(ContainerDefinition container, String path) {
        for (int i = 0; i < container.mountPoints().size(); i++) {
            String at = path + "/mountPoints/" + i + "/sourceVolume";
            refer("volume", container.mountPoints().get(i).sourceVolume(), volumeNames, at);
        }
        for (int i = 0; i < container.links().size(); i++) {
            String name = container.links().get(i).split(":", 2)[0];
            refer("container", name, containerNames, path + "/links/" + i);
        }
        for (int i = 0; i < container.volumesFrom().size(); i++) {
            String at = path + "/volumesFrom/" + i + "/sourceContainer";
            refer("container", container.volumesFrom().get(i).sourceContainer(), containerNames, at);
        }
        for (int i = 0; i < container.dependsOn().size(); i++) {
            String at = path + "/dependsOn/" + i + "/containerName";
            refer("container", container.dependsOn().get(i).containerName(), containerNames, at);
        }
    }

    private void refer(String what, String name, List<String> known, String path) {
        if (!name.isEmpty() && !known.contains(name)) {
            String hint = known.isEmpty() ? "Declare it." : DidYouMean.hint(name, known);
            report(path, "There is no " + what + " '" + name + "' in this file.", hint);
        }
    }

    private void report(String path, String message, String hint) {
        problems.report(type, place(path), path, message, hint);
    }

    private SourceSpan place(String path) {
        SourceNode node = root.node("containerDefinitions").orElseThrow();
        for (String step : path.split("/", -1)) {
            node = switch (node) {
                case SourceNode.Mapping mapping -> mapping.get(step).orElse(node);
                case SourceNode.Sequence sequence ->
                    step.matches("[0-9]+") ? sequence.items().get(Integer.parseInt(step)) : node;
                case SourceNode.Scalar scalar -> scalar;
            };
        }
        return node.span();
    }
}
