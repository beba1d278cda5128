package dev.penstock.simulator.ecs;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Where a task can run: Fargate takes all while it has capacity; on EC2 it needs a container instance with the ports,
 * the CPU and the memory, that meets its constraints. Wording: ECS Developer Guide, "Viewing Amazon ECS service event
 * messages" and "API failure reasons".
 */
final class Placement {

    /** A place, or why there is none. */
    sealed interface Place {

        record Fargate() implements Place {}

        record Instance(ContainerInstance instance) implements Place {}

        /**
         * None.
         *
         * @param reason as {@code RunTask} gives it for a failure
         * @param arn what the failure is about; empty when it is nothing in particular
         * @param event what a service says of it
         */
        record None(String reason, String arn, String event) implements Place {}
    }

    /** Something that an instance lacks. */
    private record Lack(String reason, String words) {}

    private static final String NO_MATCH =
            "was unable to place a task because no container instance met all of its requirements. ";
    private static final String SEE =
            " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private final EcsStore ecs;
    private final EcsFaults faults;

    Placement(EcsStore ecs, EcsFaults faults) {
        this.ecs = ecs;
        this.faults = faults;
    }

    /** A place for a task; {@code provider} is empty when it is launched by type. */
    Place place(TaskFactory.Order order, String launchType, String provider) {
        if (launchType.equals("FARGATE")) {
            return faults.capacity(order, provider, ecs.now())
                    .<Place>map(why -> new Place.None(why, "", "was unable to place a task. Reason: " + why + "."))
                    .orElseGet(Place.Fargate::new);
        }
        List<ContainerInstance> instances = ecs.instancesIn(order.cluster()).stream()
                .map(EcsStore.InstanceRow::instance)
                .filter(i -> i.status().equals("ACTIVE"))
                .filter(i ->
                        order.instance().map(i.containerInstanceArn()::equals).orElse(true))
                .sorted(preference(order))
                .toList();
        if (instances.isEmpty()) {
            return new Place.None(
                    "No Container Instances were found in your cluster.",
                    "",
                    NO_MATCH + "Reason: No Container Instances were found in your cluster." + SEE);
        }
        Lack closest = new Lack("", "");
        String closestArn = "";
        for (ContainerInstance instance : instances) {
            Optional<Lack> lack = lack(instance, order);
            if (lack.isEmpty()) {
                return new Place.Instance(instance);
            }
            closest = lack.get();
            closestArn = instance.containerInstanceArn();
        }
        return new Place.None(
                closest.reason(),
                closestArn,
                NO_MATCH + "The closest matching (container-instance " + EcsStore.nameOf(closestArn) + ") "
                        + closest.words() + "." + SEE);
    }

    /** By the strategies of the service; without one, where the fewest tasks of the same group are. */
    private Comparator<ContainerInstance> preference(TaskFactory.Order order) {
        Comparator<ContainerInstance> spread = Comparator.comparingLong(i -> inGroup(i, order.group()));
        Comparator<ContainerInstance> all = null;
        for (PlacementStrategy strategy : order.strategies()) {
            Comparator<ContainerInstance> own = switch (strategy.typeAsString()) {
                case "binpack" -> Comparator.comparingInt(i -> free(i, strategy.field()));
                case "random" -> Comparator.comparing(ContainerInstance::containerInstanceArn);
                default -> spread;
            };
            all = all == null ? own : all.thenComparing(own);
        }
        return all == null ? spread : all;
    }

    private int free(ContainerInstance instance, String field) {
        Collection<TaskRecord> there = there(instance);
        return "cpu".equalsIgnoreCase(field)
                ? resource(instance, "CPU") - usedCpu(there)
                : resource(instance, "MEMORY") - usedMemory(there);
    }

    private long inGroup(ContainerInstance instance, String group) {
        return there(instance).stream()
                .filter(t -> t.stays() && group.equals(t.task().group()))
                .count();
    }

    /** What an instance lacks for a task; empty when nothing. */
    private Optional<Lack> lack(ContainerInstance instance, TaskFactory.Order order) {
        Collection<TaskRecord> there = there(instance);
        Set<Integer> taken = new HashSet<>();
        there.forEach(t -> t.address().bindings().forEach(b -> taken.add(b.hostPort())));
        TaskDefinition definition = order.definition();
        if (!PlacementConstraints.met(instance, definition, order, inGroup(instance, order.group()))) {
            return Optional.of(new Lack("MemberOf placement constraint unsatisfied.", "doesn't meet the constraints"));
        }
        if (hostPorts(definition).stream().anyMatch(taken::contains)) {
            return Optional.of(new Lack("RESOURCE:PORTS", "is already using a port required by your task"));
        }
        if (cpu(definition) + usedCpu(there) > resource(instance, "CPU")) {
            return Optional.of(new Lack("RESOURCE:CPU", "has insufficient CPU units available"));
        }
        if (memory(definition) + usedMemory(there) > resource(instance, "MEMORY")) {
            return Optional.of(new Lack("RESOURCE:MEMORY", "has insufficient memory available"));
        }
        return Optional.empty();
    }

    private Collection<TaskRecord> there(ContainerInstance instance) {
        return ecs.liveByInstance.of(instance.containerInstanceArn());
    }

    private int usedCpu(Collection<TaskRecord> tasks) {
        return tasks.stream()
                .mapToInt(t -> cpu(ecs.definition(t.task().taskDefinitionArn())))
                .sum();
    }

    private int usedMemory(Collection<TaskRecord> tasks) {
        return tasks.stream()
                .mapToInt(t -> memory(ecs.definition(t.task().taskDefinitionArn())))
                .sum();
    }

    /** The ports of the host that every task of a definition takes. */
    private static Set<Integer> hostPorts(TaskDefinition definition) {
        Set<Integer> ports = new HashSet<>();
        if (TaskStart.ownNetwork(definition)) {
            return ports;
        }
        for (ContainerDefinition container : definition.containerDefinitions()) {
            for (PortMapping mapping : container.portMappings()) {
                int port = fixedPort(definition, mapping);
                if (port > 0) {
                    ports.add(port);
                }
            }
        }
        return ports;
    }

    /** The host port that a mapping asks for; 0 for any that is free. */
    static int fixedPort(TaskDefinition definition, PortMapping mapping) {
        if ("host".equals(definition.networkModeAsString()) || TaskStart.ownNetwork(definition)) {
            return mapping.containerPort() == null ? 0 : mapping.containerPort();
        }
        return mapping.hostPort() == null ? 0 : mapping.hostPort();
    }

    static int cpu(TaskDefinition definition) {
        return definition.cpu() != null
                ? DefinitionRules.units(definition.cpu(), "vcpu")
                : definition.containerDefinitions().stream()
                        .mapToInt(c -> c.cpu() == null ? 0 : c.cpu())
                        .sum();
    }

    static int memory(TaskDefinition definition) {
        return definition.memory() != null
                ? DefinitionRules.units(definition.memory(), "gb")
                : definition.containerDefinitions().stream()
                        .mapToInt(c -> c.memoryReservation() != null
                                ? c.memoryReservation()
                                : c.memory() == null ? 0 : c.memory())
                        .sum();
    }

    static int resource(ContainerInstance instance, String name) {
        return instance.registeredResources().stream()
                .filter(r -> r.name().equals(name))
                .map(Resource::integerValue)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }
}
