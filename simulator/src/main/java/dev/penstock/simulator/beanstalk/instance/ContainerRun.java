package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Dependency;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Restart;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The real containers of an instance's application. Methods block while the engine works.
 *
 * <p>Containers know no simulated time, so what a platform waits for is waited for in real time here: a moment in which
 * containers must not end, and health checks that others depend on.
 */
final class ContainerRun {

    /** What the run says of itself. */
    interface Observer {

        /** A line for the engine's log. */
        void log(String line);

        /** A container that the application cannot be without has ended, or runs again. */
        void changed();
    }

    private static final System.Logger LOG = System.getLogger(ContainerRun.class.getName());

    /** How long containers have to stay up to count as started. */
    private static final Duration STEADY = Duration.ofMillis(1500);

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);
    private static final int MOST_RESTARTS = 10;

    private static final String RUN = "Run Docker Container";

    private final ContainerRuntime runtime;
    private final String name;
    private final Application.Containers application;
    private final Observer observer;
    private final ContainerImages preparation;
    private final ContainerMounting mounting;
    private final Map<String, LiveContainer> containers = new LinkedHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean up = new AtomicBoolean();
    private volatile String bridge = "";

    /**
     * @param machine a name for the instance, the same for all that it runs
     * @param name for what is made, unique among those of the runtime
     * @param images how to get those that are pulled, by reference
     */
    ContainerRun(
            ContainerRuntime runtime,
            String machine,
            String name,
            Application.Containers application,
            Optional<SourceBundle> bundle,
            Map<String, PulledImage> images,
            Observer observer) {
        this.runtime = runtime;
        this.name = name;
        this.application = application;
        this.observer = observer;
        this.preparation = new ContainerImages(runtime, name, application, bundle, images, observer::log);
        this.mounting = new ContainerMounting(runtime, machine, name, bundle, observer::log);
        application.containers().forEach(plan -> containers.put(plan.name(), new LiveContainer(plan)));
    }

    /**
     * Gets the images: what a platform does before it touches what runs.
     *
     * @throws BundleRefused on the instance
     */
    Map<String, String> prepare() throws BundleRefused {
        return preparation.prepare();
    }

    /**
     * Starts the containers in the order of their dependencies.
     *
     * @param ready the images to make them of, by container
     * @throws BundleRefused on the instance, when one cannot be started or one that is needed ends at once
     */
    void start(Map<String, String> ready) throws BundleRefused {
        observer.log("[INFO] Executing instruction: " + RUN);
        try {
            bridge = runtime.createBridge(name + "-network", Map.of());
            for (PlannedContainer plan : ordered()) {
                for (Dependency dependency : plan.dependencies()) {
                    await(plan, dependency);
                }
                start(live(plan), ready.getOrDefault(plan.name(), ""));
            }
        } catch (ContainerFailure e) {
            throw BundleRefused.onInstance(
                    RUN, "", "failed to run docker container: Error response from daemon: " + e.getMessage());
        }
        steady();
        up.set(true);
    }

    private LiveContainer live(PlannedContainer plan) {
        return Objects.requireNonNull(containers.get(plan.name()));
    }

    /** Those first that others depend on; a circle keeps the order of the file. */
    private List<PlannedContainer> ordered() {
        List<PlannedContainer> left = new ArrayList<>(application.containers());
        List<PlannedContainer> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            PlannedContainer next = left.stream()
                    .filter(plan -> plan.dependencies().stream()
                            .noneMatch(d -> !d.container().equals(plan.name())
                                    && left.stream()
                                            .anyMatch(other -> other.name().equals(d.container()))))
                    .findFirst()
                    .orElse(left.getFirst());
            ordered.add(next);
            left.remove(next);
        }
        return ordered;
    }

    private void start(LiveContainer container, String image) throws ContainerFailure {
        PlannedContainer plan = container.plan;
        List<ContainerSpec.Mount> mounts = mounting.mounts(plan);
        String id = runtime.create(ContainerSpecs.of(plan, name, image, bridge, mounts, runtime.permissions()));
        container.made(id);
        mounting.copyFiles(plan, id);
        runtime.start(id);
        container.started(runtime.addresses(id));
        follow(container);
        watch(container);
    }

    private void await(PlannedContainer plan, Dependency dependency) throws ContainerFailure, BundleRefused {
        LiveContainer other = containers.get(dependency.container());
        if (other == null || dependency.condition() == Dependency.Condition.STARTED) {
            return;
        }
        boolean well = switch (dependency.condition()) {
            case HEALTHY -> ContainerHealth.await(runtime, other, LONGEST_WAIT, BETWEEN_CHECKS);
            case COMPLETED ->
                other.ended(LONGEST_WAIT).filter(exit -> exit.code() == 0).isPresent();
            case STARTED -> true;
        };
        if (!well) {
            throw BundleRefused.onInstance(
                    RUN,
                    "",
                    "failed to run docker container: Command /bin/sh -c docker compose up -d failed with error exit"
                            + " status 1. Stderr:dependency failed to start: container " + dependency.container()
                            + (dependency.condition() == Dependency.Condition.HEALTHY
                                    ? " is unhealthy"
                                    : " did not complete successfully")
                            + ", on which " + plan.name() + " depends");
        }
    }

    /** Waits whether one that is needed ends at once. */
    private void steady() throws BundleRefused {
        List<LiveContainer> needed =
                containers.values().stream().filter(c -> c.plan.essential()).toList();
        CompletableFuture<?>[] ends = needed.stream().map(LiveContainer::exit).toArray(CompletableFuture<?>[]::new);
        try {
            if (ends.length > 0) {
                CompletableFuture.anyOf(ends).get(STEADY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        Optional<LiveContainer> gone =
                needed.stream().filter(container -> container.exit().isDone()).findFirst();
        if (gone.isPresent()) {
            throw ended(gone.get());
        }
    }

    private BundleRefused ended(LiveContainer container) {
        stopping.set(true);
        ContainerExit exit = container.exit().join();
        String how = "exit code " + exit.code()
                + (exit.outOfMemory() ? ", OutOfMemoryError: Container killed due to memory usage" : "");
        if (application.form() == Application.Form.ECS_TASK) {
            String names = containers.values().stream()
                    .map(c -> c.plan.name() + ": " + (c == container && exit.outOfMemory() ? "OutOfMemoryError " : ""))
                    .reduce("", String::concat)
                    .strip();
            return BundleRefused.onInstance(
                    "Start ECS task",
                    "ECS task stopped due to: Essential container in task exited. (" + names + " )",
                    "Failed to start ECS task after retrying 2 time(s). Container " + container.plan.name()
                            + " ended with " + how);
        }
        return BundleRefused.onInstance(
                RUN,
                "Instance deployment: The Docker container unexpectedly ended after it was started.",
                "failed to run docker container: Docker container unexpectedly ended after it was started: " + how);
    }

    /** Ends and removes the containers. Volumes of the instance stay. */
    void stop() {
        stopping.set(true);
        List<LiveContainer> running =
                containers.values().stream().filter(LiveContainer::runs).toList();
        running.forEach(container -> signal(container, false));
        for (LiveContainer container : running) {
            if (container.ended(STOP).isEmpty()) {
                signal(container, true);
            }
        }
        remove();
    }

    /** Removes all that there is of it. */
    void remove() {
        boolean isAskedFor = stopping.getAndSet(true);
        try {
            for (LiveContainer container : containers.values()) {
                if (!container.id().isEmpty()) {
                    if (!isAskedFor) {
                        container.awaitLastWords();
                    }
                    runtime.remove(container.id());
                }
            }
            mounting.removeOwn();
            if (!bridge.isEmpty()) {
                runtime.removeBridge(bridge);
            }
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "what an instance ran could not be removed", e);
        }
    }

    /** Where a port of the instance is reached on this machine. */
    Optional<InetSocketAddress> address(int port) {
        for (LiveContainer container : containers.values()) {
            for (PortMapping mapping : container.plan.ports()) {
                if (mapping.instance() == port && !mapping.udp()) {
                    return container.address(mapping.container());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether all run that the application cannot be without. */
    boolean isWell() {
        return containers.values().stream().filter(c -> c.plan.essential()).allMatch(LiveContainer::runs);
    }

    /** Volumes that stay with the instance. */
    Set<String> sharedVolumes() {
        return mounting.shared();
    }

    /** What its containers print, as files of the instance. */
    List<InstanceLog> logs() {
        List<InstanceLog> logs = new ArrayList<>();
        switch (application.form()) {
            case SINGLE ->
                containers
                        .values()
                        .forEach(container -> logs.add(log(
                                "/var/log/eb-docker/containers/eb-current-app/eb-stdouterr.log", container.lines())));
            case ECS_TASK ->
                containers
                        .values()
                        .forEach(container -> logs.add(log(
                                "/var/log/containers/" + container.plan.name() + "-" + shortId(container)
                                        + "-stdouterr.log",
                                container.lines())));
            case COMPOSE -> {
                List<String> all = new ArrayList<>();
                containers
                        .values()
                        .forEach(container ->
                                container.lines().forEach(line -> all.add(container.plan.name() + "  | " + line)));
                logs.add(log("/var/log/eb-docker/containers/eb-current-app/eb-stdouterr.log", all));
            }
        }
        return logs;
    }

    private static String shortId(LiveContainer container) {
        String id = container.id();
        return id.substring(0, Math.min(12, id.length()));
    }

    static InstanceLog log(String path, List<String> lines) {
        return new InstanceLog(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private void follow(LiveContainer container) {
        String id = container.id();
        CompletableFuture<Void> read = container.beingRead();
        Thread.ofVirtual().name("beanstalk-instance-logs").start(() -> {
            try {
                runtime.follow(id, container::printed);
            } catch (ContainerFailure e) {
                LOG.log(System.Logger.Level.DEBUG, "the container is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                read.complete(null);
            }
        });
    }

    private void watch(LiveContainer container) {
        String id = container.id();
        Thread.ofVirtual().name("beanstalk-instance-wait").start(() -> {
            ContainerExit exit = new ContainerExit(137, false);
            try {
                exit = runtime.await(id);
            } catch (ContainerFailure e) {
                LOG.log(System.Logger.Level.DEBUG, "the container is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            container.exit().complete(exit);
            if (!stopping.get()) {
                changed(container);
                again(container, exit);
            }
        });
    }

    private void changed(LiveContainer container) {
        if (up.get() && container.plan.essential()) {
            observer.changed();
        }
    }

    /** Starts it again after a while, as its policy says. */
    private void again(LiveContainer container, ContainerExit exit) {
        Restart policy = container.plan.settings().restarts();
        boolean wanted = policy == Restart.ALWAYS || (policy == Restart.ON_FAILURE && exit.code() != 0);
        if (!wanted || container.restarts() >= MOST_RESTARTS) {
            return;
        }
        long pause = 200L << container.restarts();
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> {
            try {
                if (!stopping.get()) {
                    runtime.start(container.id());
                    container.started(runtime.addresses(container.id()));
                    watch(container);
                    changed(container);
                }
            } catch (ContainerFailure e) {
                LOG.log(System.Logger.Level.DEBUG, "the container could not be started again", e);
            }
        });
    }

    private void signal(LiveContainer container, boolean kill) {
        try {
            if (kill) {
                runtime.kill(container.id());
            } else {
                runtime.terminate(container.id());
            }
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "a container could not be stopped", e);
        }
    }
}
