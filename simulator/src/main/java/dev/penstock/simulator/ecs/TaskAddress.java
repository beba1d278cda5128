package dev.penstock.simulator.ecs;

import java.util.List;
import java.util.Optional;

/**
 * Where a task is reached.
 *
 * @param host the IP address of its own network interface, or the EC2 instance id of its container instance; empty when
 *     there is none
 * @param bindings the ports of its containers
 */
record TaskAddress(String host, List<Binding> bindings) {

    /** Of a task that nobody can reach. */
    static final TaskAddress NONE = new TaskAddress("", List.of());

    /**
     * A port of a container.
     *
     * @param container its name
     * @param containerPort within the container
     * @param hostPort under which it is reached: the same on a network interface of its own
     * @param protocol {@code tcp} or {@code udp}
     */
    record Binding(String container, int containerPort, int hostPort, String protocol) {}

    TaskAddress {
        bindings = List.copyOf(bindings);
    }

    Optional<Binding> of(String container, int containerPort) {
        return bindings.stream()
                .filter(b -> b.container().equals(container) && b.containerPort() == containerPort)
                .findFirst();
    }

    Optional<Binding> at(int hostPort) {
        return bindings.stream().filter(b -> b.hostPort() == hostPort).findFirst();
    }
}
