package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The real containers of all instances. Work with the engine goes on in threads of its own that hold the clock; what comes of
 * it is told in transactions.
 */
final class ContainerInstances implements AutoCloseable {

    /** Who is told what comes of a command. Called within a transaction. */
    interface Told {

        void log(List<String> lines);

        /** The application runs. */
        void runs();

        /**
         * It does not.
         *
         * @param nothingRuns whether what ran before had to go as well
         */
        void failed(BundleRefused refusal, boolean nothingRuns);
    }

    /** An instance's containers. One command works at a time. */
    private static final class Machine {
        private final ReentrantLock working = new ReentrantLock();
        private final Set<String> volumes = new HashSet<>();
        private volatile Optional<ContainerRun> current = Optional.empty();
        private volatile Optional<ContainerRun> failed = Optional.empty();
        private volatile boolean gone;
    }

    private static final System.Logger LOG = System.getLogger(ContainerInstances.class.getName());

    private final ContainerRuntime runtime;
    private final SimulatedTime time;
    private final Store store;
    private final Consumer<EnvironmentInstance> changed;
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final AtomicLong runs = new AtomicLong();
    private volatile boolean closed;

    /** @param changed is told, in a transaction, when an instance's containers end or start by themselves */
    ContainerInstances(
            ContainerRuntime runtime, SimulatedTime time, Store store, Consumer<EnvironmentInstance> changed) {
        this.runtime = runtime;
        this.time = time;
        this.store = store;
        this.changed = changed;
    }

    /** Begins to run an application in place of what runs. Part of a transaction. */
    void run(
            InstanceCommand command,
            Application.Containers application,
            Optional<SourceBundle> bundle,
            Map<String, PulledImage> images,
            Told told) {
        Machine machine = machines.computeIfAbsent(command.instance().id(), id -> new Machine());
        List<String> said = new CopyOnWriteArrayList<>();
        ContainerRun next = made(command.instance(), application, bundle, images, said::add);
        store.afterCommit(() -> work(() -> {
            machine.working.lock();
            try {
                replace(machine, next, application, said, told);
            } finally {
                machine.working.unlock();
            }
        }));
    }

    /** Starts what ran before the simulator was closed. Part of a transaction. */
    void again(
            EnvironmentInstance instance,
            Application.Containers application,
            Optional<SourceBundle> bundle,
            Map<String, PulledImage> images) {
        Machine machine = machines.computeIfAbsent(instance.id(), id -> new Machine());
        ContainerRun next = made(instance, application, bundle, images, line -> {});
        store.afterCommit(() -> work(() -> {
            machine.working.lock();
            try {
                next.start(next.prepare());
                machine.current = Optional.of(next);
            } catch (BundleRefused e) {
                next.remove();
                LOG.log(System.Logger.Level.WARNING, "an instance does not come up again: " + e.error());
            } finally {
                machine.working.unlock();
            }
            tell(() -> changed.accept(instance));
        }));
    }

    private ContainerRun made(
            EnvironmentInstance instance,
            Application.Containers application,
            Optional<SourceBundle> bundle,
            Map<String, PulledImage> images,
            Consumer<String> log) {
        String machine = instance.id().replace("-", "");
        return new ContainerRun(
                runtime,
                machine,
                machine + "_" + runs.incrementAndGet(),
                application,
                bundle,
                images,
                new ContainerRun.Observer() {
                    @Override
                    public void log(String line) {
                        log.accept(line);
                    }

                    @Override
                    public void changed() {
                        work(() -> tell(() -> changed.accept(instance)));
                    }
                });
    }

    /**
     * A single container takes the place of the one before it once it runs, as the platform's proxy is turned over; others
     * need the ports of those before them, which go first.
     */
    private void replace(
            Machine machine, ContainerRun next, Application.Containers application, List<String> said, Told told) {
        boolean beside = application.form() == Application.Form.SINGLE;
        Optional<ContainerRun> before = machine.current;
        boolean prepared = false;
        try {
            Map<String, String> images = next.prepare();
            prepared = true;
            if (!beside) {
                before.ifPresent(ContainerRun::stop);
                machine.current = Optional.empty();
            }
            next.start(images);
            machine.current = Optional.of(next);
            machine.volumes.addAll(next.sharedVolumes());
            machine.failed.ifPresent(ContainerRun::remove);
            machine.failed = Optional.empty();
            if (beside) {
                before.ifPresent(ContainerRun::stop);
            }
            if (machine.gone) {
                end(machine);
            }
            tell(() -> {
                told.log(List.copyOf(said));
                told.runs();
            });
        } catch (BundleRefused refusal) {
            boolean nothingRuns = prepared && !beside;
            next.stop();
            machine.volumes.addAll(next.sharedVolumes());
            machine.failed = Optional.of(next);
            tell(() -> {
                told.log(List.copyOf(said));
                told.failed(refusal, nothingRuns);
            });
        }
    }

    /** Ends and removes what an instance runs. Part of a transaction. */
    void terminate(EnvironmentInstance instance) {
        Machine machine = machines.remove(instance.id());
        if (machine != null) {
            machine.gone = true;
            store.afterCommit(() -> work(() -> {
                machine.working.lock();
                try {
                    end(machine);
                } finally {
                    machine.working.unlock();
                }
            }));
        }
    }

    private void end(Machine machine) {
        machine.current.ifPresent(ContainerRun::stop);
        machine.current = Optional.empty();
        try {
            for (String volume : machine.volumes) {
                runtime.removeVolume(volume);
            }
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "a volume could not be removed", e);
        }
    }

    /** Whether an instance runs containers, or did last. */
    boolean has(EnvironmentInstance instance) {
        return machine(instance).isPresent();
    }

    boolean isWell(EnvironmentInstance instance) {
        return machine(instance)
                .flatMap(machine -> machine.current)
                .map(ContainerRun::isWell)
                .orElse(false);
    }

    Optional<InetSocketAddress> address(EnvironmentInstance instance, int port) {
        return machine(instance).flatMap(machine -> machine.current).flatMap(run -> run.address(port));
    }

    List<InstanceLog> logs(EnvironmentInstance instance) {
        return machine(instance)
                .flatMap(machine -> machine.current)
                .map(ContainerRun::logs)
                .orElse(List.of());
    }

    /** What containers of the last failed deployment printed. */
    List<InstanceLog> leftLogs(EnvironmentInstance instance) {
        return machine(instance)
                .flatMap(machine -> machine.failed)
                .map(run -> run.logs().stream()
                        .filter(log -> !log.text().isEmpty())
                        .map(log ->
                                new InstanceLog(log.path().replaceFirst("[^/]*$", "unexpected-quit.log"), log.text()))
                        .toList())
                .orElse(List.of());
    }

    private Optional<Machine> machine(EnvironmentInstance instance) {
        return Optional.ofNullable(machines.get(instance.id()));
    }

    private void work(Runnable action) {
        SimulatedTime.Busy busy = time.busy();
        Thread.ofVirtual().name("beanstalk-instance").start(() -> {
            try (busy) {
                action.run();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "an instance's containers could not be looked after", e);
                }
            }
        });
    }

    private void tell(Runnable news) {
        if (!closed) {
            store.transact(() -> {
                news.run();
                return news;
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        try (ExecutorService removing = Executors.newVirtualThreadPerTaskExecutor()) {
            machines.values()
                    .forEach(machine -> removing.execute(() -> machine.current.ifPresent(ContainerRun::remove)));
        }
    }
}
