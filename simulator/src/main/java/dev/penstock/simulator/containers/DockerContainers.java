package dev.penstock.simulator.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Containers of a Docker engine on this machine: the one that {@code DOCKER_HOST} or the Docker context names, or the
 * local one. Its images come from registries that it reaches, which includes the simulator's own on the loopback
 * interface.
 *
 * <p>What it makes carries the labels {@value DockerThings#OWNER} and {@value DockerThings#INSTANCE}. What a killed process of this
 * machine left is removed when another connects; one image of a few hundred bytes stays.
 */
public final class DockerContainers implements ContainerRuntime {

    /** The exit code of what a SIGKILL ended. */
    private static final int KILLED = 137;

    private final DockerClient engine;
    private final DockerThings things;
    private final Permissions permissions;
    private final Set<String> pulled = ConcurrentHashMap.newKeySet();

    /** What was told to end, and so was not killed for its memory. */
    private final Set<String> killed = ConcurrentHashMap.newKeySet();

    private DockerContainers(DockerClient engine, DockerThings things, Permissions permissions) {
        this.engine = engine;
        this.things = things;
        this.permissions = permissions;
    }

    /** Connects, with no permissions. */
    public static DockerContainers connect() {
        return connect(Permissions.NONE);
    }

    /**
     * Connects to the engine and removes what killed processes left there.
     *
     * @throws IllegalStateException when no engine answers; the message says what was tried
     */
    public static DockerContainers connect(Permissions permissions) {
        DockerClient engine = DockerCalls.connect();
        DockerThings things = new DockerThings(engine, Owner.current());
        things.removeLeftovers();
        return new DockerContainers(engine, things, permissions);
    }

    /** The label of all that is made through this, as {@code name=value}: for {@code docker ps --filter label=…}. */
    public String label() {
        return DockerThings.INSTANCE + "=" + things.labels().get(DockerThings.INSTANCE);
    }

    @Override
    public Permissions permissions() {
        return permissions;
    }

    @Override
    public String pull(String reference, Optional<Login> login) throws ContainerFailure, InterruptedException {
        try {
            if (login.isEmpty() && things.hasImage(reference)) {
                return reference;
            }
            boolean tagged = reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
            PullImageCmd pull = engine.pullImageCmd(tagged ? reference : reference + ":latest");
            login.ifPresent(l -> pull.withAuthConfig(new AuthConfig()
                    .withUsername(l.user())
                    .withPassword(l.password())
                    .withRegistryAddress(reference.substring(0, reference.indexOf('/')))));
            if (login.isPresent()) {
                pulled.add(reference);
            }
            Pull progress = new Pull();
            pull.exec(progress).awaitCompletion();
            if (!things.hasImage(reference)) {
                throw new ContainerFailure(progress.problem.isEmpty() ? "the image did not come" : progress.problem);
            }
            return reference;
        } catch (RuntimeException e) {
            throw DockerCalls.failure(e);
        }
    }

    @Override
    public String build(ImageBuild build, Consumer<String> output) throws ContainerFailure, InterruptedException {
        try {
            String name = things.named(build.name());
            BuildImageCmd command = engine.buildImageCmd(new ByteArrayInputStream(build.context()))
                    .withDockerfilePath(build.dockerfile())
                    .withTags(Set.of(name))
                    .withLabels(things.labels())
                    .withForcerm(true);
            build.arguments().forEach(command::withBuildArg);
            build.target().ifPresent(command::withTarget);
            Building progress = new Building(output);
            command.exec(progress).awaitCompletion();
            if (!progress.problem.isEmpty()) {
                throw new ContainerFailure(progress.problem);
            }
            return name;
        } catch (RuntimeException e) {
            throw DockerCalls.failure(e);
        }
    }

    @Override
    public String createBridge(String name, Map<String, String> labels) throws ContainerFailure {
        return DockerCalls.call(() -> engine.createNetworkCmd()
                .withName(things.named(name))
                .withDriver("bridge")
                .withLabels(labelled(labels))
                .exec()
                .getId());
    }

    @Override
    public void removeBridge(String bridge) throws ContainerFailure {
        DockerCalls.call(() -> {
            things.removeNetwork(bridge);
            return bridge;
        });
    }

    @Override
    public void fill(String volume, byte[] tar) throws ContainerFailure {
        DockerCalls.call(() -> {
            ContainerSpec.Mount mount =
                    new ContainerSpec.Mount(new ContainerSpec.Mount.Source.Volume(volume), "/filled", false);
            String helper = engine.createContainerCmd(things.pauseImage())
                    .withName(things.named("fill-" + volume))
                    .withCmd(PauseImage.PROGRAM)
                    .withLabels(things.labels())
                    .withHostConfig(HostConfig.newHostConfig()
                            .withNetworkMode("none")
                            .withMounts(List.of(DockerSpecs.mount(mount, things))))
                    .exec()
                    .getId();
            try {
                engine.copyArchiveToContainerCmd(helper)
                        .withTarInputStream(new ByteArrayInputStream(tar))
                        .withRemotePath("/filled")
                        .exec();
            } finally {
                engine.removeContainerCmd(helper).withForce(true).exec();
            }
            return volume;
        });
    }

    @Override
    public void copyInto(String container, byte[] tar) throws ContainerFailure {
        DockerCalls.call(() -> engine.copyArchiveToContainerCmd(container)
                .withTarInputStream(new ByteArrayInputStream(tar))
                .withRemotePath("/")
                .exec());
    }

    @Override
    public String createNetwork(String name, Map<String, String> labels, Set<ContainerPort> ports)
            throws ContainerFailure {
        return DockerCalls.call(() -> {
            HostConfig host = HostConfig.newHostConfig().withNetworkMode(things.network());
            CreateContainerCmd command = engine.createContainerCmd(things.pauseImage())
                    .withName(things.named(name))
                    .withCmd(PauseImage.PROGRAM)
                    .withLabels(labelled(labels));
            DockerSpecs.publish(command, host, ports);
            String id = command.withHostConfig(host).exec().getId();
            engine.startContainerCmd(id).exec();
            return id;
        });
    }

    @Override
    public String create(ContainerSpec spec) throws ContainerFailure {
        return DockerCalls.call(() -> {
            CreateContainerCmd command = engine.createContainerCmd(spec.image())
                    .withName(things.named(spec.name()))
                    .withLabels(labelled(spec.labels()));
            boolean own = spec.network() instanceof ContainerSpec.Network.Own;
            DockerSpecs.fill(command, spec, own ? things.network() : "", things);
            return command.exec().getId();
        });
    }

    @Override
    public void start(String container) throws ContainerFailure {
        DockerCalls.call(() -> engine.startContainerCmd(container).exec());
    }

    @Override
    public Map<ContainerPort, InetSocketAddress> addresses(String container) throws ContainerFailure {
        return DockerCalls.call(() -> {
            Map<ContainerPort, InetSocketAddress> addresses = new HashMap<>();
            Ports ports = inspect(container).getNetworkSettings().getPorts();
            for (Map.Entry<ExposedPort, Ports.Binding[]> entry :
                    ports.getBindings().entrySet()) {
                Ports.Binding[] bindings = entry.getValue();
                if (bindings != null && bindings.length > 0) {
                    int number = Integer.parseInt(bindings[0].getHostPortSpec());
                    addresses.put(
                            DockerSpecs.port(entry.getKey()),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
                }
            }
            return addresses;
        });
    }

    @Override
    public String address(String container) throws ContainerFailure {
        return DockerCalls.call(() -> inspect(container).getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(ip -> ip != null && !ip.isEmpty())
                .findFirst()
                .orElse(""));
    }

    @Override
    public ContainerExit await(String container) throws ContainerFailure, InterruptedException {
        try {
            engine.waitContainerCmd(container)
                    .exec(new WaitContainerResultCallback())
                    .awaitCompletion();
            InspectContainerResponse ended = inspect(container);
            Long code = ended.getState().getExitCodeLong();
            return new ContainerExit(code == null ? 0 : code.intValue(), isOutOfMemory(container, ended));
        } catch (RuntimeException e) {
            throw DockerCalls.failure(e);
        }
    }

    @Override
    public void follow(String container, Consumer<List<String>> lines) throws ContainerFailure, InterruptedException {
        try (PrintedLines printed = new PrintedLines()) {
            engine.logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .withTailAll()
                    .exec(printed);
            printed.drain(lines);
        } catch (RuntimeException | IOException e) {
            throw DockerCalls.failure(e);
        }
    }

    @Override
    public Optional<Integer> run(String container, List<String> command, Duration patience)
            throws ContainerFailure, InterruptedException {
        try (ResultCallback.Adapter<Frame> output = new ResultCallback.Adapter<>()) {
            String id = engine.execCreateCmd(container)
                    .withCmd(command.toArray(String[]::new))
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            boolean ended =
                    engine.execStartCmd(id).exec(output).awaitCompletion(patience.toMillis(), TimeUnit.MILLISECONDS);
            Long code = ended ? engine.inspectExecCmd(id).exec().getExitCodeLong() : null;
            return Optional.ofNullable(code).map(Long::intValue);
        } catch (RuntimeException | IOException e) {
            throw DockerCalls.failure(e);
        }
    }

    @Override
    public void terminate(String container) throws ContainerFailure {
        signal(container, true);
    }

    @Override
    public void kill(String container) throws ContainerFailure {
        killed.add(container);
        signal(container, false);
    }

    @Override
    public void remove(String container) throws ContainerFailure {
        DockerCalls.call(() -> {
            things.remove(container);
            killed.remove(container);
            return container;
        });
    }

    @Override
    public void removeVolume(String name) throws ContainerFailure {
        DockerCalls.call(() -> {
            things.removeVolume(things.named(name));
            return name;
        });
    }

    @Override
    public void close() {
        try {
            things.removeOwn();
            pulled.forEach(things::removeImage);
            engine.close();
        } catch (RuntimeException | IOException e) {
            System.getLogger(DockerContainers.class.getName())
                    .log(System.Logger.Level.WARNING, "containers of the simulated AWS may be left on the engine", e);
        }
    }

    private void signal(String container, boolean gently) throws ContainerFailure {
        DockerCalls.call(() -> {
            try {
                Object named = inspect(container).getConfig().getRawValues().get("StopSignal");
                String asked = named instanceof String text && !text.isEmpty() ? text : "SIGTERM";
                engine.killContainerCmd(container)
                        .withSignal(gently ? asked : "SIGKILL")
                        .exec();
            } catch (NotFoundException | ConflictException e) {
                // It has ended.
                return container;
            }
            return container;
        });
    }

    /**
     * Engines do not always hear of the kernel's kill for memory. Nobody inside can send SIGKILL to the first process of a
     * container, so where nobody here did, and its memory has a limit, it was the kernel.
     */
    private boolean isOutOfMemory(String container, InspectContainerResponse ended) {
        Long limit = ended.getHostConfig().getMemory();
        return Boolean.TRUE.equals(ended.getState().getOOMKilled())
                || (Long.valueOf(KILLED).equals(ended.getState().getExitCodeLong())
                        && limit != null
                        && limit > 0
                        && !killed.contains(container));
    }

    private InspectContainerResponse inspect(String container) {
        return engine.inspectContainerCmd(container).exec();
    }

    private Map<String, String> labelled(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(things.labels());
        return all;
    }

    /** Remembers what went wrong: the engine says it among its news of progress. */
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private volatile String problem = "";

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                problem = item.getErrorDetail().getMessage();
            }
        }
    }

    /** Hands on what a build prints, and remembers what went wrong. */
    private static final class Building extends ResultCallback.Adapter<BuildResponseItem> {

        private final Consumer<String> output;
        private volatile String problem = "";

        Building(Consumer<String> output) {
            this.output = output;
        }

        @Override
        public void onNext(BuildResponseItem item) {
            if (item.getStream() != null) {
                output.accept(item.getStream());
            }
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                problem = item.getErrorDetail().getMessage();
            }
        }
    }
}
