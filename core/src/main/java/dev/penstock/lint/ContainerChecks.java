package dev.penstock.lint;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.taskdefinition.ContainerDefinition;
import java.util.List;

/** What holds for containers that ECS runs. */
final class ContainerChecks {

    private final List<ContainerDefinition> containers;
    private final LintPlaces places;
    private final Problems problems;

    ContainerChecks(List<ContainerDefinition> containers, LintPlaces places, Problems problems) {
        this.containers = containers;
        this.places = places;
        this.problems = problems;
    }

    void check(boolean needsMemory) {
        HostPorts ports = new HostPorts(problems);
        for (int i = 0; i < containers.size(); i++) {
            ContainerDefinition container = containers.get(i);
            String path = "/containerDefinitions/" + i;
            new ImageRule(problems).check(container.image(), places.at(path + "/image"), path + "/image");
            container
                    .environment()
                    .forEach((name, value) -> new SecretRule(problems)
                            .check(name, value, places.at(path + "/environment"), path + "/environment"));
            ports(container, path, ports);
            if (needsMemory) {
                memory(container, path);
            }
        }
        if (!containers.isEmpty() && containers.stream().noneMatch(ContainerDefinition::isEssential)) {
            problems.report(
                    ProblemType.LINT_ESSENTIAL,
                    places.at("/containerDefinitions"),
                    "/containerDefinitions",
                    "No container is essential; ECS refuses a task without one.",
                    "Write \"essential\": true at the one without which the application is down.");
        }
        int most = Limits.read().of("containers-per-task-definition");
        if (containers.size() > most) {
            problems.report(
                    ProblemType.LINT_LIMIT,
                    places.at("/containerDefinitions"),
                    "/containerDefinitions",
                    "There are " + containers.size() + " containers; ECS takes " + most + " in a task definition.",
                    "Split the application into several.");
        }
    }

    private void ports(ContainerDefinition container, String path, HostPorts ports) {
        for (int p = 0; p < container.portMappings().size(); p++) {
            var mapping = container.portMappings().get(p);
            String at = path + "/portMappings/" + p;
            if (mapping.hostPort().orElse(0) > 0) {
                ports.take(container.name(), "", mapping.hostPort().getAsInt(), mapping.protocol(), places.at(at), at);
            }
        }
    }

    private void memory(ContainerDefinition container, String path) {
        boolean none = container.resources().memory().isEmpty()
                && container.resources().memoryReservation().isEmpty();
        if (none) {
            problems.report(
                    ProblemType.LINT_MEMORY,
                    places.at(path),
                    path,
                    "'" + container.name() + "' says no memory; ECS refuses a container without on an instance.",
                    "Write \"memoryReservation\": 128, or \"memory\" for a hard limit, in MiB.");
        }
        boolean less = container.resources().memory().isPresent()
                && container.resources().memoryReservation().orElse(0)
                        > container.resources().memory().getAsInt();
        if (less) {
            problems.report(
                    ProblemType.LINT_MEMORY,
                    places.at(path + "/memoryReservation"),
                    path + "/memoryReservation",
                    "More memory is reserved for '" + container.name() + "' than it may have; ECS refuses that.",
                    "Make 'memory' the larger of both.");
        }
    }
}
