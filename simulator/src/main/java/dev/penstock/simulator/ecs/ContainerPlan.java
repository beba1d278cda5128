package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerPort;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;

/**
 * How a container of a task is to be run for real.
 *
 * @param definition of it
 * @param reference what the engine pulls
 * @param login with which
 * @param spec what it makes; the network is filled in when the task starts
 * @param volumes of the task, to be removed with it
 * @param problem why the task cannot start
 */
record ContainerPlan(
        ContainerDefinition definition,
        String reference,
        Optional<ContainerRuntime.Login> login,
        ContainerSpec spec,
        List<String> volumes,
        Optional<String> problem) {

    /** Something that must have happened to another container before this one starts. */
    record Dependency(String container, String condition) {}

    ContainerPlan {
        volumes = List.copyOf(volumes);
    }

    String name() {
        return definition.name();
    }

    boolean essential() {
        return TaskStart.essential(definition);
    }

    /** What it waits for; a link is to a container that has started. */
    List<Dependency> dependencies() {
        List<Dependency> all = new ArrayList<>();
        for (ContainerDependency each : definition.dependsOn()) {
            all.add(new Dependency(each.containerName(), each.conditionAsString()));
        }
        links().forEach(link -> all.add(new Dependency(link.container(), "START")));
        return all;
    }

    /** Another container of the task and the name by which this one knows it. */
    record Link(String container, String alias) {}

    List<Link> links() {
        return definition.links().stream()
                .map(text -> text.split(":", 2))
                .map(parts -> new Link(parts[0], parts[parts.length - 1]))
                .toList();
    }

    /** The ports that the container is reached at. */
    Set<ContainerPort> ports() {
        Set<ContainerPort> ports =
                new TreeSet<>(Comparator.comparing(ContainerPort::number).thenComparing(ContainerPort::transport));
        definition.portMappings().stream()
                .filter(m -> m.containerPort() != null)
                .forEach(m -> ports.add(new ContainerPort(
                        m.containerPort(),
                        "udp".equals(m.protocolAsString())
                                ? ContainerPort.Transport.UDP
                                : ContainerPort.Transport.TCP)));
        return ports;
    }
}
