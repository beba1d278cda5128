package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerPort;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec.Network;
import dev.penstock.simulator.ecs.LiveContainer.Health;
import dev.penstock.simulator.ecs.LiveContainer.State;
import dev.penstock.simulator.ecs.TaskStart.Failure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * The real containers of one task: pulled, started in the order of their dependencies, stopped in the reverse one. What
 * happens is told to the {@link ContainerAgent}; each piece of work runs on a thread of its own with a busy token.
 */
final class TaskRun {

    /** How the containers of a task are reached. */
    enum Networking {
        /** They share network interfaces: the modes awsvpc and host. */
        SHARED,
        /** Each has its own: the mode bridge. */
        OWN,
        /** They are not. */
        NONE;

        static Networking of(TaskDefinition definition) {
            String mode = definition.networkModeAsString();
            return mode == null || mode.equals("bridge") ? OWN : mode.equals("none") ? NONE : SHARED;
        }
    }

    private final ContainerAgent agent;
    private final ContainerRuntime runtime;
    private final String task;
    private final Map<String, String> labels;
    private final Networking networking;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LiveContainer> containers = new LinkedHashMap<>();
    private final Map<String, String> pullProblems = new HashMap<>();
    private Map<ContainerPort, InetSocketAddress> sharedAddresses = Map.of();
    private Duration pullTime = Duration.ZERO;
    private Optional<Failure> failure = Optional.empty();
    private String network = "";
    private int working;
    private boolean stopping;
    private boolean ending;
    private boolean told;

    /**
     * @param task its ARN
     * @param networking how its containers are reached
     */
    TaskRun(
            ContainerAgent agent,
            ContainerRuntime runtime,
            String task,
            Map<String, String> labels,
            Networking networking,
            List<ContainerPlan> plans) {
        this.agent = agent;
        this.runtime = runtime;
        this.task = task;
        this.labels = labels;
        this.networking = networking;
        plans.forEach(plan -> containers.put(plan.name(), new LiveContainer(plan)));
    }

    /** Pulls all images, then lets the task's next step come. */
    void pull() {
        work(() -> {
            var begun = agent.now();
            for (LiveContainer container : containers.values()) {
                Optional<String> problem = pull(container.plan);
                locked(() -> problem.ifPresent(p -> pullProblems.put(container.plan.name(), p)));
            }
            locked(() -> pullTime = Duration.between(begun, agent.now()));
            agent.step(task);
        });
    }

    /** Starts all containers as their dependencies allow. */
    void start() {
        work(() -> {
            try {
                if (networking == Networking.SHARED) {
                    Set<ContainerPort> ports = new HashSet<>();
                    containers.values().forEach(c -> ports.addAll(c.plan.ports()));
                    String made = runtime.createNetwork(EcsStore.nameOf(task) + "-network", labels, ports);
                    locked(() -> network = made);
                    Map<ContainerPort, InetSocketAddress> reachedAt = runtime.addresses(made);
                    locked(() -> sharedAddresses = reachedAt);
                }
                advance();
            } catch (ContainerFailure e) {
                fail("TaskFailedToStart", "CannotCreateContainerError: " + said(e));
            }
        });
    }

    /** Ends and removes all containers, as soon as nothing is under way; then tells the agent. */
    void stop() {
        boolean now = locking(() -> {
            stopping = true;
            boolean idle = working == 0 && !ending;
            ending |= idle;
            return idle;
        });
        if (now) {
            agent.work(this::end);
        }
    }

    /** Runs the health check of a container once. */
    void check(String name) {
        LiveContainer container = containers.get(name);
        if (container == null || !locking(() -> container.state == State.RUNNING && !stopping)) {
            return;
        }
        agent.work(() -> {
            boolean passed = passes(container);
            Health before = verdict();
            boolean still = locking(() -> {
                container.checked(passed, agent.now());
                return container.state == State.RUNNING && !stopping;
            });
            if (still) {
                agent.checked(task, container, verdict() != before);
                advance();
            }
        });
    }

    Optional<String> pullProblem(String container) {
        return locking(() -> Optional.ofNullable(pullProblems.get(container)));
    }

    Duration pullTime() {
        return locking(() -> pullTime);
    }

    Optional<Failure> failure() {
        return locking(() -> failure);
    }

    /** What the checks of the essential containers say together. */
    Health verdict() {
        return locking(() -> {
            List<Health> all = containers.values().stream()
                    .filter(c -> c.plan.essential() && c.hasCheck())
                    .map(c -> c.health)
                    .toList();
            return all.contains(Health.UNHEALTHY)
                    ? Health.UNHEALTHY
                    : all.contains(Health.UNKNOWN) ? Health.UNKNOWN : Health.HEALTHY;
        });
    }

    Optional<InetSocketAddress> address(String container, ContainerPort port) {
        return locking(() -> {
            LiveContainer live = containers.get(container);
            Map<ContainerPort, InetSocketAddress> all = networking == Networking.SHARED
                    ? sharedAddresses
                    : live == null ? Map.<ContainerPort, InetSocketAddress>of() : live.addresses;
            return Optional.ofNullable(all.get(port));
        });
    }

    /** The ids of what was made of it on the engine, the holder of its network last. */
    List<String> made() {
        return locking(() -> Stream.concat(containers.values().stream().map(c -> c.id), Stream.of(network))
                .filter(id -> !id.isEmpty())
                .toList());
    }

    /** The volumes that go with it. */
    List<String> volumes() {
        return ContainerPlans.volumes(
                containers.values().stream().map(c -> c.plan).toList());
    }

    private Optional<String> pull(ContainerPlan plan) {
        if (plan.problem().isPresent() || locking(() -> stopping)) {
            return plan.problem();
        }
        try {
            runtime.pull(plan.reference(), plan.login());
            return Optional.empty();
        } catch (ContainerFailure e) {
            String registry = plan.login().isPresent()
                    ? plan.reference().substring(0, plan.reference().indexOf('/') + 1)
                    : "";
            return Optional.of("CannotPullContainerError: " + said(e).replace(registry, ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("CannotPullContainerError: interrupted");
        }
    }

    /** Starts what can be started now, and lets the task's next step come when all has started or one never will. */
    private void advance() {
        List<LiveContainer> ready = new ArrayList<>();
        boolean tell = locking(() -> {
            if (stopping || failure.isPresent()) {
                return false;
            }
            for (LiveContainer container : containers.values()) {
                if (container.state == State.WAITING && failure.isEmpty()) {
                    failure = neverStarts(container);
                    if (failure.isEmpty() && canStart(container)) {
                        container.state = State.STARTING;
                        ready.add(container);
                    }
                }
            }
            boolean all =
                    containers.values().stream().allMatch(c -> c.state == State.RUNNING || c.state == State.ENDED);
            boolean first = !told && (all || failure.isPresent());
            told |= first;
            return first;
        });
        ready.forEach(container -> work(() -> start(container)));
        if (tell) {
            agent.step(task);
        }
    }

    private boolean canStart(LiveContainer container) {
        return container.plan.dependencies().stream().allMatch(d -> {
            LiveContainer other = containers.get(d.container());
            return other == null
                    || switch (d.condition()) {
                        case "COMPLETE", "SUCCESS" -> other.state == State.ENDED;
                        case "HEALTHY" -> other.health == Health.HEALTHY;
                        default -> other.state == State.RUNNING || other.state == State.ENDED;
                    };
        });
    }

    private Optional<Failure> neverStarts(LiveContainer container) {
        for (ContainerPlan.Dependency dependency : container.plan.dependencies()) {
            LiveContainer other = containers.get(dependency.container());
            boolean never = other != null
                    && switch (dependency.condition()) {
                        case "SUCCESS" -> other.failed();
                        case "HEALTHY" -> other.health == Health.UNHEALTHY || other.state == State.ENDED;
                        default -> false;
                    };
            if (never) {
                return Optional.of(new Failure(
                        "TaskFailedToStart",
                        "Task failed to start: container " + container.plan.name() + " depends on container "
                                + dependency.container() + ", which did not reach the condition "
                                + dependency.condition()));
            }
        }
        return Optional.empty();
    }

    private void start(LiveContainer container) {
        if (locking(() -> stopping)) {
            return;
        }
        String step = "CannotCreateContainerError: ";
        try {
            String id = runtime.create(container.plan.spec().in(network(container.plan)));
            locked(() -> container.id = id);
            step = "CannotStartContainerError: ";
            runtime.start(id);
            Map<ContainerPort, InetSocketAddress> reachedAt =
                    networking == Networking.OWN ? runtime.addresses(id) : Map.of();
            locked(() -> container.running(agent.now(), reachedAt));
            agent.started(task, container);
            agent.watch(task, container, exit -> ended(container, exit));
            advance();
        } catch (ContainerFailure e) {
            fail("TaskFailedToStart", step + said(e));
        }
    }

    private Network network(ContainerPlan plan) throws ContainerFailure {
        if (networking == Networking.SHARED) {
            return new Network.Shared(locking(() -> network));
        }
        if (networking == Networking.NONE
                || Boolean.TRUE.equals(plan.definition().disableNetworking())) {
            return new Network.None();
        }
        Map<String, String> hosts = new HashMap<>();
        plan.definition().extraHosts().forEach(h -> hosts.put(h.hostname(), h.ipAddress()));
        for (ContainerPlan.Link link : plan.links()) {
            LiveContainer other = containers.get(link.container());
            if (other != null) {
                hosts.put(link.alias(), runtime.address(locking(() -> other.id)));
            }
        }
        return new Network.Own(
                plan.ports(), Optional.ofNullable(plan.definition().hostname()), hosts);
    }

    private boolean passes(LiveContainer container) {
        try {
            return runtime.run(container.id, container.checkCommand(), container.checkPatience())
                    .equals(Optional.of(0));
        } catch (ContainerFailure e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(LiveContainer container, ContainerExit exit) {
        boolean early = locking(() -> {
            container.ended(exit);
            return !told && !stopping && container.plan.essential();
        });
        agent.ended(task, container.plan, exit);
        container.ended.complete(exit);
        if (early) {
            fail("EssentialContainerExited", "Essential container in task exited");
        } else {
            advance();
        }
    }

    private void fail(String code, String reason) {
        boolean first = locking(() -> {
            boolean news = failure.isEmpty() && !stopping;
            if (news) {
                failure = Optional.of(new Failure(code, reason));
                told = true;
            }
            return news;
        });
        if (first) {
            agent.step(task);
        }
    }

    private void work(Runnable action) {
        locked(() -> working++);
        agent.work(() -> {
            try {
                action.run();
            } finally {
                boolean last = locking(() -> {
                    working--;
                    boolean idle = stopping && working == 0 && !ending;
                    ending |= idle;
                    return idle;
                });
                if (last) {
                    end();
                }
            }
        });
    }

    private void end() {
        ContainerStop.all(
                runtime,
                locking(() -> containers.values().stream()
                        .filter(c -> c.state == State.RUNNING || c.state == State.ENDED)
                        .toList()));
        agent.stopped(task);
        agent.remove(made(), volumes());
    }

    private static String said(ContainerFailure e) {
        return "Error response from daemon: " + e.getMessage();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locking(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
