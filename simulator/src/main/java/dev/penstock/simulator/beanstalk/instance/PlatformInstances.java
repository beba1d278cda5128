package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instances that do what their platforms do with a bundle: read it, refuse what the platform refuses, and run it in real
 * containers where there is an engine and the bundle says which; else the application is scripted by {@link InstanceScript}.
 * Commands and hooks of a bundle are not executed.
 */
public final class PlatformInstances implements InstanceRuntime {

    private static final String ENDS = "beanstalk.command";
    private static final String TURNS = "beanstalk.turns";

    /** How long a container has to stay up after its start to count as started. Source: the Docker platform's own wait. */
    private static final Duration STEADY = Duration.ofSeconds(5);

    private final Store store;
    private final Calendar calendar;
    private final ImageSupply images;
    private final Optional<ContainerInstances> containers;
    private final MachineTable machines;
    private final PreparedBundles bundles;
    private final OutsideView view;
    private final Map<String, InstanceCommand> commands = new HashMap<>();
    private @Nullable Listener told;

    /**
     * Puts it together.
     *
     * @param requests what targets get from load balancers
     * @param images where images come from, if they are run
     * @param engine that runs containers; without it all instances are scripted
     * @param checked whether platforms refuse bundles; with an engine they do in any case
     */
    public PlatformInstances(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            RecentRequests requests,
            InstanceImages images,
            Optional<ContainerRuntime> engine,
            boolean checked) {
        this(store, calendar, time, requests, (ImageSupply) images, engine, checked);
    }

    PlatformInstances(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            RecentRequests requests,
            ImageSupply images,
            Optional<ContainerRuntime> engine,
            boolean checked) {
        this.store = store;
        this.calendar = calendar;
        this.images = images;
        this.machines = new MachineTable(store);
        this.bundles = new PreparedBundles(store.blobs(), checked || engine.isPresent());
        this.containers = engine.map(runtime -> new ContainerInstances(runtime, time, store, this::changedInside));
        this.view = new OutsideView(calendar, machines, bundles, requests, containers);
        calendar.on(ENDS, this::ends);
        calendar.inPassing(TURNS, this::turns);
    }

    @Override
    public void listener(Listener listener) {
        told = listener;
    }

    @Override
    public void begin(InstanceCommand command) {
        String id = command.instance().id();
        commands.put(id, command);
        calendar.strike(ENDS, id);
        EngineLog log = log(id).received(now(), command.kind(), command.bundle().versionLabel());
        try {
            PreparedBundle next = prepare(command);
            put(id, machine(id).logged(PlatformSteps.before(log, now(), command, next)));
            boolean spared = isSpared(command, next.script());
            if (next.script().hangs() && !spared) {
                return;
            }
            boolean scripted = spared || next.script().fails().isEmpty();
            if (scripted && isReal(next)) {
                real(command, next);
            } else {
                calendar.enter(ENDS, id, now().plus(length(command, next.script(), spared)));
            }
        } catch (BundleRefused refusal) {
            put(id, machine(id).logged(log));
            calendar.enter(ENDS, id, now().plusSeconds(4));
        }
    }

    private boolean isReal(PreparedBundle bundle) {
        return containers.isPresent() && bundle.application() instanceof Application.Containers;
    }

    private static Duration length(InstanceCommand command, InstanceScript script, boolean spared) {
        Optional<Duration> asked = spared ? Optional.empty() : script.fails().or(script::length);
        return asked.orElse(
                switch (command.kind()) {
                    case LAUNCH -> Duration.ofSeconds(50);
                    case DEPLOY -> Duration.ofSeconds(25);
                    case CONFIGURE -> Duration.ofSeconds(15);
                    case RESTART -> Duration.ofSeconds(8);
                });
    }

    /** The first instances that get a version may be left out of what is told. */
    private boolean isSpared(InstanceCommand command, InstanceScript script) {
        if (script.spared() == 0) {
            return false;
        }
        long before = commands.values().stream()
                .filter(other -> other.instance()
                                .environmentId()
                                .equals(command.instance().environmentId())
                        && other.deploymentId() == command.deploymentId()
                        && other.number() < command.number()
                        && other.bundle().equals(command.bundle()))
                .count();
        return before < script.spared();
    }

    private void ends(String id) {
        InstanceCommand command = commands.get(id);
        if (command == null) {
            return;
        }
        try {
            PreparedBundle next = prepare(command);
            boolean spared = isSpared(command, next.script());
            if (!spared && next.script().fails().isPresent()) {
                throw PlatformSteps.scriptedFailure(command, next.script());
            }
            boolean single =
                    next.application() instanceof Application.Containers c && c.form() != Application.Form.COMPOSE;
            if (!spared
                    && single
                    && next.script()
                            .exit()
                            .filter(e -> e.after().compareTo(STEADY) <= 0)
                            .isPresent()) {
                throw PlatformSteps.endedAtOnce(next);
            }
            succeeded(command, spared, next);
        } catch (BundleRefused refusal) {
            failed(command, refusal);
        }
    }

    private void succeeded(InstanceCommand command, boolean spared, PreparedBundle now) {
        String id = command.instance().id();
        EngineLog log = PlatformSteps.after(log(id), now(), command, now);
        MachineRow.Running running = new MachineRow.Running(
                command.bundle(), command.platform(), command.environment(), spared, now(), Optional.empty());
        put(
                id,
                machine(id)
                        .running(running)
                        .logged(log)
                        .printed(List.of("started " + command.bundle().versionLabel())));
        arrange(id, running, spared ? InstanceScript.NONE : now.script());
        tell(command, new CommandOutcome.Succeeded());
    }

    private void failed(InstanceCommand command, BundleRefused refusal) {
        String id = command.instance().id();
        List<InstanceEvent> events = new ArrayList<>();
        if (!refusal.getMessage().isEmpty()) {
            events.add(InstanceEvent.error(refusal.getMessage()));
        }
        events.add(InstanceEvent.error("Instance deployment failed. For details, see 'eb-engine.log'."));
        EngineLog log = log(id).failed(now(), command.kind(), refusal.step(), refusal.error())
                .answered(now(), command.kind(), false, events);
        put(id, machine(id).failed().logged(log));
        Listener listener = told;
        if (listener != null && !refusal.getMessage().isEmpty()) {
            listener.told(command.instance(), "ERROR", refusal.getMessage());
        }
        tell(command, new CommandOutcome.Failed(refusal.step(), "", 1));
    }

    private void tell(InstanceCommand command, CommandOutcome outcome) {
        Listener listener = told;
        if (listener != null) {
            listener.finished(command.instance(), command.number(), outcome);
        }
    }

    /** Sees to it that the control plane hears when the application begins to do otherwise. */
    private void arrange(String id, MachineRow.Running running, InstanceScript script) {
        calendar.strike(TURNS, id);
        script.changes().stream()
                .map(running.since()::plus)
                .filter(at -> at.isAfter(now()))
                .findFirst()
                .ifPresent(at -> calendar.enter(TURNS, id, at));
    }

    private void turns(String id) {
        InstanceCommand command = commands.get(id);
        Optional<MachineRow.Running> running = machine(id).running();
        if (command == null || running.isEmpty()) {
            return;
        }
        InstanceScript script = bundles.script(running.get(), command.instance());
        Optional<InstanceScript.Exit> exit =
                script.exit().filter(e -> !running.get().since().plus(e.after()).isAfter(now()));
        if (exit.isPresent() && running.get().ended().isEmpty()) {
            put(
                    id,
                    machine(id)
                            .running(running.get().endedAt(now()))
                            .printed(List.of("exited with code " + exit.get().code())));
        }
        arrange(id, running.get(), script);
        Listener listener = told;
        if (listener != null) {
            listener.changed(command.instance());
        }
    }

    private void real(InstanceCommand command, PreparedBundle next) {
        Application.Containers application = (Application.Containers) next.application();
        Map<String, PulledImage> pulled;
        try {
            pulled = images.of(command.instance(), application, next.source(), now());
        } catch (BundleRefused refusal) {
            store.afterCommit(() -> store.transact(() -> {
                failed(command, refusal);
                return command;
            }));
            return;
        }
        ContainerInstances real = containers.orElseThrow();
        real.run(command, application, next.source(), pulled, new ContainerInstances.Told() {
            @Override
            public void log(List<String> lines) {
                EngineLog log = PlatformInstances.this.log(command.instance().id());
                lines.forEach(line -> log.raw(now(), line));
                put(command.instance().id(), machine(command.instance().id()).logged(log));
            }

            @Override
            public void runs() {
                if (isCurrent(command)) {
                    succeeded(command, true, next);
                }
            }

            @Override
            public void failed(BundleRefused refusal, boolean nothingRuns) {
                if (isCurrent(command)) {
                    if (nothingRuns) {
                        put(
                                command.instance().id(),
                                machine(command.instance().id()).nothingRuns());
                    }
                    PlatformInstances.this.failed(command, refusal);
                }
            }
        });
    }

    private boolean isCurrent(InstanceCommand command) {
        InstanceCommand current = commands.get(command.instance().id());
        return current != null && current.number() == command.number();
    }

    private void changedInside(EnvironmentInstance instance) {
        Listener listener = told;
        if (listener != null && commands.containsKey(instance.id())) {
            listener.changed(instance);
        }
    }

    @Override
    public void resume(InstanceCommand command, boolean ended) {
        String id = command.instance().id();
        commands.put(id, command);
        Optional<MachineRow.Running> running = machine(id).running();
        if (!ended && calendar.due(ENDS, id).isEmpty() && containers.isPresent()) {
            begin(command);
            return;
        }
        if (running.isPresent() && containers.isPresent()) {
            again(command.instance(), running.get());
        }
    }

    /** Starts anew what ran in containers of a process that is gone. */
    private void again(EnvironmentInstance instance, MachineRow.Running running) {
        try {
            PreparedBundle bundle = bundles.of(running, instance);
            if (isReal(bundle)) {
                Application.Containers application = (Application.Containers) bundle.application();
                containers
                        .orElseThrow()
                        .again(
                                instance,
                                application,
                                bundle.source(),
                                images.of(instance, application, bundle.source(), now()));
            }
        } catch (BundleRefused refusal) {
            put(instance.id(), machine(instance.id()).nothingRuns());
        }
    }

    @Override
    public void terminate(EnvironmentInstance instance) {
        commands.remove(instance.id());
        calendar.strike(ENDS, instance.id());
        calendar.strike(TURNS, instance.id());
        machines.remove(instance.id());
        containers.ifPresent(real -> real.terminate(instance));
    }

    @Override
    public InstanceObservation observe(EnvironmentInstance instance, boolean attached) {
        return view.observe(instance, Optional.ofNullable(commands.get(instance.id())));
    }

    @Override
    public Optional<Backend> backend(EnvironmentInstance instance, int port) {
        return view.backend(instance, port);
    }

    @Override
    public List<InstanceLog> logs(EnvironmentInstance instance) {
        return view.logs(instance);
    }

    private PreparedBundle prepare(InstanceCommand command) throws BundleRefused {
        return bundles.of(command.bundle(), command.platform(), command.environment(), command.instance());
    }

    private MachineRow machine(String id) {
        return machines.of(id);
    }

    private void put(String id, MachineRow row) {
        machines.put(id, row);
    }

    private EngineLog log(String id) {
        return new EngineLog(machine(id).engine());
    }

    private Instant now() {
        return calendar.now();
    }

    @Override
    public void close() {
        containers.ifPresent(ContainerInstances::close);
    }
}
