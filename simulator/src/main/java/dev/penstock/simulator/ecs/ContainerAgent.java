package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerPort;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.ecs.LiveContainer.Health;
import dev.penstock.simulator.ecs.TaskRecord.Running;
import dev.penstock.simulator.ecs.TaskStart.Failure;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Carries tasks out in real containers, as the ECS agent does on an instance. What the engine does reaches the
 * simulated AWS as steps of tasks that are due now; while it works, virtual time stands still.
 */
final class ContainerAgent implements AutoCloseable {

    /** A health check that is due: a task's ARN and a container's name. */
    private static final String CHECK = "ecs.containerCheck";

    private static final System.Logger LOG = System.getLogger(ContainerAgent.class.getName());
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    private final EcsStore ecs;
    private final Store store;
    private final SimulatedTime time;
    private final ContainerRuntime runtime;
    private final TaskLogs logs;
    private final Map<String, TaskRun> runs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ContainerAgent(EcsStore ecs, Store store, SimulatedTime time, ContainerRuntime runtime, TaskLogs logs) {
        this.ecs = ecs;
        this.store = store;
        this.time = time;
        this.runtime = runtime;
        this.logs = logs;
        ecs.calendar.on(CHECK, resource -> store.afterCommit(() -> check(resource)));
    }

    ContainerRuntime.Permissions permissions() {
        return runtime.permissions();
    }

    /** Begins to pull the images of a task; its next step comes when that has ended. Part of a transaction. */
    void pull(TaskRecord task, TaskDefinition definition, List<ContainerPlan> plans) {
        TaskRun run = new TaskRun(
                this,
                runtime,
                task.arn(),
                ContainerPlans.labels(task, definition),
                TaskRun.Networking.of(definition),
                plans);
        store.afterCommit(() -> {
            runs.put(task.arn(), run);
            run.pull();
        });
    }

    /** Begins to start its containers; its next step comes when all have started, or one cannot. */
    void start(TaskRecord task) {
        store.afterCommit(() -> run(task.arn()).ifPresent(TaskRun::start));
    }

    /** Begins to stop and remove what there is of it; when it was stopping, its next step comes afterwards. */
    void stop(TaskRecord task) {
        if (task.status().equals("STOPPING")) {
            ecs.calendar.strike(EcsStore.TASK_STEP, task.arn());
            if (run(task.arn()).isEmpty()) {
                // Its containers were lost with the process that had them.
                ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now());
            }
        }
        store.afterCommit(() -> run(task.arn()).ifPresent(TaskRun::stop));
    }

    Optional<String> pullProblem(TaskRecord task, String container) {
        return run(task.arn()).flatMap(r -> r.pullProblem(container));
    }

    Duration pullTime(TaskRecord task) {
        return run(task.arn()).map(TaskRun::pullTime).orElse(Duration.ZERO);
    }

    Optional<Failure> failure(TaskRecord task) {
        return run(task.arn()).flatMap(TaskRun::failure);
    }

    Health health(TaskRecord task) {
        return run(task.arn()).map(TaskRun::verdict).orElse(Health.UNKNOWN);
    }

    /** Where a port of a container is reached on this machine. */
    Optional<InetSocketAddress> address(String task, String container, int port) {
        return run(task).flatMap(r -> r.address(container, ContainerPort.tcp(port)));
    }

    /** Ends and removes all containers. Nothing that they do is heard any more. */
    @Override
    public void close() {
        closed = true;
        try (ExecutorService removing = Executors.newVirtualThreadPerTaskExecutor()) {
            runs.values().forEach(run -> removing.execute(() -> remove(run.made(), run.volumes())));
        }
    }

    Instant now() {
        return ecs.now();
    }

    /** Does something on a thread of its own while virtual time stands still. */
    void work(Runnable action) {
        SimulatedTime.Busy busy = time.busy();
        Thread.ofVirtual().name("ecs-agent").start(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "a task's containers could not be looked after", e);
                }
            } finally {
                busy.close();
            }
        });
    }

    /** Lets the next step of a task come now. */
    void step(String task) {
        change(task, t -> {
            ecs.calendar.enter(EcsStore.TASK_STEP, task, ecs.now());
            return t;
        });
    }

    /** A container of a task runs. */
    void started(String task, LiveContainer container) {
        change(task, t -> {
            if (container.hasCheck()) {
                enterCheck(task, container);
            }
            String runtimeId = container.id;
            return described(
                    t,
                    container.plan.name(),
                    c -> c.toBuilder()
                            .runtimeId(runtimeId)
                            .lastStatus("RUNNING")
                            .build());
        });
    }

    /** The check of a container was run. */
    void checked(String task, LiveContainer container, boolean turned) {
        change(task, t -> {
            enterCheck(task, container);
            if (!turned || !t.isRunning()) {
                return t;
            }
            ecs.calendar.enter(EcsStore.TASK_STEP, task, ecs.now());
            return t.expecting(Optional.of(ecs.now()), t.end());
        });
    }

    /** A container of a task has ended, by itself or not. */
    void ended(String task, ContainerPlan plan, ContainerExit exit) {
        change(task, t -> {
            ecs.calendar.strike(CHECK, task + " " + plan.name());
            TaskRecord next = described(
                    t,
                    plan.name(),
                    c -> c.toBuilder()
                            .exitCode(exit.code())
                            .reason(
                                    exit.outOfMemory()
                                            ? "OutOfMemoryError: Container killed due to memory usage"
                                            : null)
                            .build());
            next = next.scripted(next.running().stream()
                    .map(r -> r.container().equals(plan.name()) ? ended(t, r, exit) : r)
                    .toList());
            if (!t.hasContainers()) {
                return next;
            }
            ecs.calendar.enter(EcsStore.TASK_STEP, task, ecs.now());
            return next.expecting(t.healthyAt(), Optional.of(ecs.now()));
        });
    }

    /** All containers of a task have ended. */
    void stopped(String task) {
        runs.remove(task);
        change(task, t -> {
            if (t.status().equals("STOPPING")) {
                ecs.calendar.enter(EcsStore.TASK_STEP, task, ecs.now());
            }
            return t;
        });
    }

    void remove(List<String> containers, List<String> volumes) {
        try {
            for (String container : containers) {
                runtime.remove(container);
            }
            for (String volume : volumes) {
                runtime.removeVolume(volume);
            }
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "a container could not be removed", e);
        }
    }

    /** Waits for a container's end and hands on what it prints meanwhile. It holds no token: it may run for ever. */
    void watch(String task, LiveContainer container, Consumer<ContainerExit> ended) {
        Optional<Thread> printing = TaskLogs.written(container.plan.definition())
                ? Optional.of(Thread.ofVirtual().name("ecs-agent-logs").start(() -> follow(task, container)))
                : Optional.empty();
        Thread.ofVirtual().name("ecs-agent-wait").start(() -> {
            ContainerExit exit = await(container.id);
            printing.ifPresent(ContainerAgent::awaitLastLines);
            work(() -> ended.accept(exit));
        });
    }

    private static void awaitLastLines(Thread printing) {
        try {
            boolean all = printing.join(LAST_LINES);
            if (!all) {
                LOG.log(System.Logger.Level.DEBUG, "a container has ended, and its output has not");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(String task, LiveContainer container) {
        try {
            runtime.follow(
                    container.id,
                    lines -> change(task, t -> {
                        logs.write(t, container.plan.definition(), lines);
                        return t;
                    }));
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.DEBUG, "the container is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ContainerExit await(String id) {
        try {
            return runtime.await(id);
        } catch (ContainerFailure e) {
            // Removed by somebody else, or the engine is gone and the container with it.
            return new ContainerExit(137, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ContainerExit(137, false);
        }
    }

    private void check(String resource) {
        String[] parts = resource.split(" ", 2);
        run(parts[0]).ifPresent(r -> r.check(parts[1]));
    }

    private void enterCheck(String task, LiveContainer container) {
        ecs.calendar.enter(CHECK, task + " " + container.plan.name(), ecs.now().plus(container.checkInterval()));
    }

    private Optional<TaskRun> run(String task) {
        return Optional.ofNullable(runs.get(task));
    }

    private void change(String task, UnaryOperator<TaskRecord> change) {
        if (closed) {
            return;
        }
        store.transact(() -> {
            ecs.tasks.get(task).filter(t -> !t.isStopped()).ifPresent(t -> {
                TaskRecord next = change.apply(t);
                if (!next.equals(t)) {
                    ecs.put(next);
                }
            });
            return task;
        });
    }

    private Running ended(TaskRecord task, Running running, ContainerExit exit) {
        Instant started = task.task().startedAt();
        long after = started == null
                ? 0
                : Math.max(0, Duration.between(started, ecs.now()).toMillis());
        return new Running(
                running.container(),
                running.essential(),
                after,
                exit.code(),
                exit.outOfMemory(),
                running.handlesStop(),
                running.stopTimeoutSeconds(),
                running.log());
    }

    private static TaskRecord described(TaskRecord task, String container, UnaryOperator<Container> change) {
        return task.with(task.task().toBuilder()
                .containers(task.task().containers().stream()
                        .map(c -> c.name().equals(container) ? change.apply(c) : c)
                        .toList())
                .build());
    }
}
