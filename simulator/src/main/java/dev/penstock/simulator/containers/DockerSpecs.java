package dev.penstock.simulator.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import java.util.Collection;
import java.util.List;

/** Specs in the engine's terms. */
final class DockerSpecs {

    static final String LOOPBACK = "127.0.0.1";

    private DockerSpecs() {}

    /**
     * Fills a command in.
     *
     * @param ownNetwork the network that containers with interfaces of their own are in
     * @param things names and labels what is made on the way, like volumes
     */
    static void fill(CreateContainerCmd command, ContainerSpec spec, String ownNetwork, DockerThings things) {
        HostConfig host = HostConfig.newHostConfig();
        process(command, spec.process());
        switch (spec.network()) {
            case ContainerSpec.Network.Own own -> {
                host.withNetworkMode(ownNetwork)
                        .withExtraHosts(own.hosts().entrySet().stream()
                                .map(h -> h.getKey() + ":" + h.getValue())
                                .toArray(String[]::new));
                own.hostname().ifPresent(command::withHostName);
                publish(command, host, own.ports());
            }
            case ContainerSpec.Network.Bridge bridge -> {
                host.withNetworkMode(bridge.bridge())
                        .withExtraHosts(bridge.hosts().entrySet().stream()
                                .map(h -> h.getKey() + ":" + h.getValue())
                                .toArray(String[]::new));
                bridge.hostname().ifPresent(command::withHostName);
                command.withAliases(bridge.aliases().stream().sorted().toList());
                publish(command, host, bridge.ports());
            }
            case ContainerSpec.Network.Shared shared -> host.withNetworkMode("container:" + shared.with());
            case ContainerSpec.Network.None() -> host.withNetworkMode("none");
        }
        limits(host, spec.limits());
        rights(host, spec.rights());
        host.withMounts(spec.mounts().stream().map(m -> mount(m, things)).toList());
        command.withHostConfig(host);
    }

    static void publish(CreateContainerCmd command, HostConfig host, Collection<ContainerPort> ports) {
        List<ExposedPort> exposed = ports.stream().map(DockerSpecs::exposed).toList();
        command.withExposedPorts(exposed);
        host.withPortBindings(exposed.stream()
                .map(port -> new PortBinding(Ports.Binding.bindIp(LOOPBACK), port))
                .toList());
    }

    static ContainerPort port(ExposedPort exposed) {
        boolean udp = exposed.getProtocol() == InternetProtocol.UDP;
        return new ContainerPort(exposed.getPort(), udp ? ContainerPort.Transport.UDP : ContainerPort.Transport.TCP);
    }

    private static ExposedPort exposed(ContainerPort port) {
        return switch (port.transport()) {
            case TCP -> ExposedPort.tcp(port.number());
            case UDP -> ExposedPort.udp(port.number());
        };
    }

    private static void process(CreateContainerCmd command, ContainerSpec.Process process) {
        if (!process.entryPoint().isEmpty()) {
            command.withEntrypoint(process.entryPoint());
        }
        if (!process.command().isEmpty()) {
            command.withCmd(process.command());
        }
        command.withEnv(process.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .sorted()
                .toList());
        process.workingDirectory().ifPresent(command::withWorkingDir);
        process.user().ifPresent(command::withUser);
        command.withTty(process.terminal());
    }

    private static void limits(HostConfig host, ContainerSpec.Limits limits) {
        // Without swap, as on Fargate: a container that reaches its limit is killed.
        limits.memoryBytes().ifPresent(bytes -> host.withMemory(bytes).withMemorySwap(bytes));
        limits.memoryReservationBytes().ifPresent(host::withMemoryReservation);
        limits.cpuShares().ifPresent(shares -> host.withCpuShares(Math.max(2, shares)));
        limits.sharedMemoryBytes().ifPresent(host::withShmSize);
        host.withUlimits(limits.ulimits().entrySet().stream()
                .map(l ->
                        new Ulimit(l.getKey(), l.getValue().soft(), l.getValue().hard()))
                .toList());
    }

    private static void rights(HostConfig host, ContainerSpec.Rights rights) {
        host.withPrivileged(rights.privileged())
                .withReadonlyRootfs(rights.readOnlyRoot())
                .withInit(rights.initProcess())
                .withCapAdd(capabilities(rights.addedCapabilities()))
                .withCapDrop(capabilities(rights.droppedCapabilities()));
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(Capability::valueOf).toArray(Capability[]::new);
    }

    static Mount mount(ContainerSpec.Mount mount, DockerThings things) {
        Mount next = new Mount().withTarget(mount.path()).withReadOnly(mount.readOnly());
        return switch (mount.source()) {
            case ContainerSpec.Mount.Source.Volume volume ->
                next.withType(MountType.VOLUME)
                        .withSource(things.named(volume.name()))
                        .withVolumeOptions(new VolumeOptions().withLabels(things.labels()));
            case ContainerSpec.Mount.Source.HostFolder folder ->
                next.withType(MountType.BIND).withSource(folder.path());
            case ContainerSpec.Mount.Source.Memory memory ->
                next.withType(MountType.TMPFS).withTmpfsOptions(new TmpfsOptions().withSizeBytes(memory.bytes()));
        };
    }
}
