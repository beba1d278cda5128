package dev.penstock.simulator.ecs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Where a task can run: Fargate takes all; on EC2 it needs a container instance with the ports, the CPU and the memory.
 * Wording: ECS Developer Guide, "Viewing Amazon ECS service event messages".
 */
final class Placement {

    /** A place, or why there is none. */
    sealed interface Place {

        record Fargate() implements Place {}

        record Instance(String arn) implements Place {}

        record None(String reason, String event) implements Place {}
    }

    private static final String NO_MATCH =
            "was unable to place a task because no container instance met all of its requirements. ";
    private static final String SEE =
            " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private final EcsStore ecs;

    Placement(EcsStore ecs) {
        this.ecs = ecs;
    }

    Place place(String cluster, TaskDefinition definition, String launchType) {
        if (launchType.equals("FARGATE")) {
            return new Place.Fargate();
        }
        List<ContainerInstance> instances = ecs.instancesIn(cluster).stream()
                .map(EcsStore.InstanceRow::instance)
                .filter(i -> i.status().equals("ACTIVE"))
                .toList();
        if (instances.isEmpty()) {
            return new Place.None(
                    "No Container Instances were found in your cluster.",
                    NO_MATCH + "Reason: No Container Instances were found in your cluster." + SEE);
        }
        String closest = "";
        for (ContainerInstance instance : instances) {
            String lack = lack(instance, definition);
            if (lack.isEmpty()) {
                return new Place.Instance(instance.containerInstanceArn());
            }
            String id = EcsStore.nameOf(instance.containerInstanceArn());
            closest = "The closest matching (container-instance " + id + ") " + lack + ".";
        }
        return new Place.None(closest, NO_MATCH + closest + SEE);
    }

    /** What an instance lacks for a task; empty when nothing. */
    private String lack(ContainerInstance instance, TaskDefinition definition) {
        List<TaskDefinition> there = ecs.liveByInstance.of(instance.containerInstanceArn()).stream()
                .map(t -> ecs.definition(t.task().taskDefinitionArn()))
                .toList();
        Set<Integer> taken = new HashSet<>();
        there.forEach(d -> taken.addAll(ports(d)));
        if (ports(definition).stream().anyMatch(taken::contains)) {
            return "is already using a port required by your task";
        }
        if (cpu(definition) + there.stream().mapToInt(Placement::cpu).sum() > resource(instance, "CPU")) {
            return "has insufficient CPU units available";
        }
        if (memory(definition) + there.stream().mapToInt(Placement::memory).sum() > resource(instance, "MEMORY")) {
            return "has insufficient memory available";
        }
        return "";
    }

    /** The ports of the host that tasks of a definition take. */
    private static Set<Integer> ports(TaskDefinition definition) {
        Set<Integer> ports = new HashSet<>();
        boolean host = "host".equals(definition.networkModeAsString());
        if (TaskStart.ownNetwork(definition)) {
            return ports;
        }
        for (ContainerDefinition container : definition.containerDefinitions()) {
            for (PortMapping mapping : container.portMappings()) {
                Integer port = host && mapping.hostPort() == null ? mapping.containerPort() : mapping.hostPort();
                if (port != null && port > 0) {
                    ports.add(port);
                }
            }
        }
        return ports;
    }

    private static int cpu(TaskDefinition definition) {
        return definition.cpu() != null
                ? Integer.parseInt(definition.cpu())
                : definition.containerDefinitions().stream()
                        .mapToInt(c -> c.cpu() == null ? 0 : c.cpu())
                        .sum();
    }

    private static int memory(TaskDefinition definition) {
        return definition.memory() != null
                ? Integer.parseInt(definition.memory())
                : definition.containerDefinitions().stream()
                        .mapToInt(c -> c.memoryReservation() != null
                                ? c.memoryReservation()
                                : c.memory() == null ? 0 : c.memory())
                        .sum();
    }

    private static int resource(ContainerInstance instance, String name) {
        return instance.registeredResources().stream()
                .filter(r -> r.name().equals(name))
                .map(Resource::integerValue)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }
}
