package dev.penstock.lint;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.TaskDefinition;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.Optional;

/** What Fargate asks of a task definition (ECS Developer Guide, "Task definition differences for Fargate"). */
final class FargateRules {

    private final TaskDefinition task;
    private final LintPlaces places;
    private final Problems problems;

    FargateRules(TaskDefinition task, LintPlaces places, Problems problems) {
        this.task = task;
        this.places = places;
        this.problems = problems;
    }

    void check() {
        if (!task.networkMode().orElse("").equals("awsvpc")) {
            report(
                    "/networkMode",
                    "Fargate runs tasks in network mode awsvpc only.",
                    "Write \"networkMode\": \"awsvpc\".");
        }
        if (task.cpu().isEmpty() || task.memory().isEmpty()) {
            report(
                    "",
                    "Fargate needs 'cpu' and 'memory' of the whole task.",
                    "Write \"cpu\": \"256\" and \"memory\": \"512\".");
        } else {
            size(task.cpu().get(), task.memory().get());
        }
        List<ContainerDefinition> containers = task.containers();
        for (int i = 0; i < containers.size(); i++) {
            container(containers.get(i), "/containerDefinitions/" + i);
        }
        for (int i = 0; i < task.volumes().size(); i++) {
            TaskVolume volume = task.volumes().get(i);
            if (volume.sourcePath().isPresent()) {
                report(
                        "/volumes/" + i,
                        "The volume '" + volume.name() + "' is a folder of the host, which Fargate does not give.",
                        "Leave 'sourcePath' out, or use EFS.");
            }
        }
    }

    private void container(ContainerDefinition container, String path) {
        if (!container.links().isEmpty()) {
            report(
                    path + "/links",
                    "'" + container.name() + "' has links, which network mode awsvpc does not have.",
                    "Containers of a task reach each other at localhost.");
        }
        if (container.process().privileged()) {
            report(
                    path + "/privileged",
                    "'" + container.name() + "' is privileged, which Fargate refuses.",
                    "Do without it.");
        }
        for (int p = 0; p < container.portMappings().size(); p++) {
            var mapping = container.portMappings().get(p);
            boolean other = mapping.hostPort().isPresent() && mapping.hostPort().getAsInt() != mapping.containerPort();
            if (other) {
                report(
                        path + "/portMappings/" + p,
                        "In network mode awsvpc the host's port is the container's: " + mapping.containerPort()
                                + ", not " + mapping.hostPort().getAsInt() + ".",
                        "Leave 'hostPort' out.");
            }
        }
    }

    /** Numbers of CPU units and MiB; other ways to write them are left to ECS. */
    private void size(String cpu, String memory) {
        if (!cpu.matches("[0-9]{1,6}") || !memory.matches("[0-9]{1,6}")) {
            return;
        }
        Optional<List<Integer>> sizes = FargateSizes.memory(Integer.parseInt(cpu));
        if (sizes.isEmpty()) {
            report(
                    "/cpu",
                    "Fargate has no tasks of " + cpu + " CPU units.",
                    "Take " + FargateSizes.text(FargateSizes.cpuUnits()) + ".");
        } else if (!sizes.get().contains(Integer.valueOf(memory))) {
            report(
                    "/memory",
                    "With " + cpu + " CPU units Fargate gives " + FargateSizes.text(sizes.get())
                            + " MiB; this asks for " + memory + ".",
                    "Change one of them.");
        }
    }

    private void report(String path, String message, String hint) {
        problems.report(ProblemType.LINT_FARGATE, places.at(path), path, message, hint);
    }
}
