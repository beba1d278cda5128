package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Settings;
import dev.penstock.simulator.containers.ContainerPort;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Planned containers in the terms of the engine. */
final class ContainerSpecs {

    private ContainerSpecs() {}

    /**
     * A container to be made.
     *
     * @param run names what is made of the run
     * @param image to make it of
     * @param bridge the run's network
     */
    static ContainerSpec of(
            PlannedContainer plan,
            String run,
            String image,
            String bridge,
            List<ContainerSpec.Mount> mounts,
            ContainerRuntime.Permissions permissions) {
        Settings settings = plan.settings();
        return new ContainerSpec(
                run + "-" + plan.name(),
                image,
                Map.of("dev.penstock.beanstalk.container", plan.name()),
                new ContainerSpec.Process(
                        plan.entryPoint(),
                        plan.command(),
                        plan.environment(),
                        settings.workingDirectory(),
                        settings.user(),
                        settings.terminal()),
                network(plan, bridge),
                new ContainerSpec.Limits(
                        settings.memoryBytes(),
                        settings.memoryReservationBytes(),
                        settings.cpuShares(),
                        OptionalLong.empty(),
                        Map.of()),
                new ContainerSpec.Rights(
                        settings.privileged() && permissions.privileged(),
                        settings.readOnlyRoot(),
                        settings.init(),
                        settings.addedCapabilities(),
                        settings.droppedCapabilities()),
                mounts);
    }

    private static ContainerSpec.Network network(PlannedContainer plan, String bridge) {
        if (plan.network().none()) {
            return new ContainerSpec.Network.None();
        }
        Set<ContainerPort> ports = new HashSet<>();
        plan.ports()
                .forEach(mapping -> ports.add(new ContainerPort(
                        mapping.container(),
                        mapping.udp() ? ContainerPort.Transport.UDP : ContainerPort.Transport.TCP)));
        Set<String> aliases = new HashSet<>(plan.network().aliases());
        aliases.add(plan.name());
        return new ContainerSpec.Network.Bridge(
                bridge,
                ports,
                aliases,
                plan.network().hostname(),
                plan.network().hosts());
    }
}
