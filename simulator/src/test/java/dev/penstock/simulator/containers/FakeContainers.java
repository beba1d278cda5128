package dev.penstock.simulator.containers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An engine without containers: what was asked of it is kept in order, and tests say what becomes of each. Containers are
 * named by what follows the task's id.
 */
public final class FakeContainers implements ContainerRuntime {

    private final Permissions permissions;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, ContainerSpec> specs = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<ContainerExit>> exits = new ConcurrentHashMap<>();
    private final Map<String, Integer> endsAtOnce = new HashMap<>();
    private final Map<String, List<String>> prints = new HashMap<>();
    private final Set<String> ignoringStop = new HashSet<>();
    private final Map<String, Integer> checks = new ConcurrentHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final AtomicInteger ports = new AtomicInteger(40_000);
    private final Map<String, Map<ContainerPort, InetSocketAddress>> published = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public FakeContainers(Permissions permissions) {
        this.permissions = permissions;
    }

    public FakeContainers() {
        this(Permissions.NONE);
    }

    /** What was called, in order, with the container's or image's short name. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The spec of the container of that name that was made last. */
    public ContainerSpec spec(String container) {
        return specs.entrySet().stream()
                .filter(e -> shortName(e.getKey()).equals(container))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** A container that ends with a code as soon as it was started. */
    public FakeContainers endsAtOnce(String container, int code) {
        endsAtOnce.put(container, code);
        return this;
    }

    /** What a container prints. */
    public FakeContainers prints(String container, String... lines) {
        prints.put(container, List.of(lines));
        return this;
    }

    /** A container that has to be killed. */
    public FakeContainers ignoresStop(String container) {
        ignoringStop.add(container);
        return this;
    }

    /** What checks of a container answer from now on. */
    public FakeContainers checks(String container, int code) {
        checks.put(container, code);
        return this;
    }

    /** An image that cannot be pulled. */
    public FakeContainers lacks(String image) {
        missing.add(image);
        return this;
    }

    /** Ends all running containers of that name. */
    public void end(String container, ContainerExit exit) {
        exits.forEach((id, future) -> {
            if (shortName(id).equals(container)) {
                future.complete(exit);
            }
        });
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Permissions permissions() {
        return permissions;
    }

    @Override
    public String pull(String reference, Optional<Login> login) throws ContainerFailure {
        calls.add("pull " + reference.substring(reference.lastIndexOf('/') + 1) + (login.isPresent() ? " as AWS" : ""));
        if (missing.contains(reference)) {
            throw new ContainerFailure("manifest for " + reference + " not found");
        }
        return reference;
    }

    @Override
    public String build(ImageBuild build, Consumer<String> output) throws ContainerFailure {
        calls.add("build " + build.dockerfile());
        output.accept("Step 1/1\n");
        if (missing.contains(build.dockerfile())) {
            throw new ContainerFailure("The command '/bin/sh -c false' returned a non-zero code: 1");
        }
        return build.name();
    }

    @Override
    public String createBridge(String name, Map<String, String> labels) {
        calls.add("bridge");
        return name;
    }

    @Override
    public void removeBridge(String bridge) {
        calls.add("remove bridge");
    }

    @Override
    public void fill(String volume, byte[] tar) {
        calls.add("fill " + shortName(volume));
    }

    @Override
    public void copyInto(String container, byte[] tar) {
        calls.add("copy into " + shortName(container));
    }

    @Override
    public String createNetwork(String name, Map<String, String> labels, Set<ContainerPort> wanted) {
        calls.add("network " + new TreeMap<>(bySort(wanted)).keySet());
        publish(name, wanted);
        return name;
    }

    @Override
    public String create(ContainerSpec spec) {
        calls.add("create " + shortName(spec.name()));
        specs.put(spec.name(), spec);
        exits.put(spec.name(), new CompletableFuture<>());
        if (spec.network() instanceof ContainerSpec.Network.Own own) {
            publish(spec.name(), own.ports());
        } else if (spec.network() instanceof ContainerSpec.Network.Bridge bridge) {
            publish(spec.name(), bridge.ports());
        }
        return spec.name();
    }

    @Override
    public void start(String container) {
        calls.add("start " + shortName(container));
        Integer code = endsAtOnce.get(shortName(container));
        if (code != null) {
            exit(container).complete(new ContainerExit(code, false));
        }
    }

    @Override
    public Map<ContainerPort, InetSocketAddress> addresses(String container) {
        return published.getOrDefault(container, Map.of());
    }

    @Override
    public String address(String container) {
        return "172.30.0.2";
    }

    @Override
    public ContainerExit await(String container) throws InterruptedException {
        try {
            return exit(container).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void follow(String container, Consumer<List<String>> lines) {
        lines.accept(prints.getOrDefault(shortName(container), List.of()));
    }

    @Override
    public Optional<Integer> run(String container, List<String> command, Duration patience) {
        calls.add("run " + command + " in " + shortName(container));
        return Optional.of(checks.getOrDefault(shortName(container), 0));
    }

    @Override
    public void terminate(String container) {
        calls.add("terminate " + shortName(container));
        if (!ignoringStop.contains(shortName(container))) {
            exit(container).complete(new ContainerExit(0, false));
        }
    }

    @Override
    public void kill(String container) {
        calls.add("kill " + shortName(container));
        exit(container).complete(new ContainerExit(137, false));
    }

    @Override
    public void remove(String container) {
        calls.add("remove " + shortName(container));
        Optional.ofNullable(exits.get(container)).ifPresent(e -> e.complete(new ContainerExit(137, false)));
    }

    @Override
    public void removeVolume(String name) {
        calls.add("remove volume " + shortName(name));
    }

    @Override
    public void close() {
        closed = true;
        exits.values().forEach(e -> e.complete(new ContainerExit(137, false)));
    }

    private void publish(String container, Set<ContainerPort> wanted) {
        Map<ContainerPort, InetSocketAddress> addresses = new HashMap<>();
        wanted.forEach(port ->
                addresses.put(port, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.incrementAndGet())));
        published.put(container, addresses);
    }

    private CompletableFuture<ContainerExit> exit(String container) {
        return exits.computeIfAbsent(container, id -> new CompletableFuture<>());
    }

    private static Map<Integer, ContainerPort> bySort(Set<ContainerPort> wanted) {
        Map<Integer, ContainerPort> sorted = new TreeMap<>();
        new ArrayList<>(wanted).forEach(port -> sorted.put(port.number(), port));
        return sorted;
    }

    private static String shortName(String name) {
        return name.substring(name.indexOf('-') + 1);
    }
}
