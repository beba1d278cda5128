package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.beanstalk.instance.EnvironmentInstance;
import dev.penstock.simulator.beanstalk.instance.InstanceCommand;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instances of environments: launched, told what to do, put behind the load balancer and ended. */
final class Fleet {

    private static final String BOOT = "beanstalk.boot";
    private static final String GONE = "beanstalk.gone";

    /** From launch to the first command. EC2 documents none; users see about a minute. */
    private static final Duration BOOTING = Duration.ofSeconds(55);

    /** What Elastic Beanstalk adds to the command timeout. Source: Developer Guide, aws:elasticbeanstalk:command Timeout. */
    private static final Duration GRACE = Duration.ofMinutes(4);

    private final BeanstalkStore store;
    private final Events events;
    private final Ids ids;
    private final Calendar calendar;
    private final InstanceRuntime runtime;
    private final Balancer balancer;
    private final Hosts hosts;

    Fleet(
            BeanstalkStore store,
            Events events,
            Ids ids,
            Calendar calendar,
            InstanceRuntime runtime,
            Balancer balancer,
            Hosts hosts) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.calendar = calendar;
        this.runtime = runtime;
        this.balancer = balancer;
        this.hosts = hosts;
        calendar.on(BOOT, this::booted);
        calendar.inPassing(GONE, key -> store.instanceByKey(key).ifPresent(store::remove));
    }

    /** Launches instances; each is told to run the environment's version once it has booted. Returns their ids. */
    List<String> launch(EnvironmentRow environment, int count, boolean temporary) {
        EnvironmentRow now = environment;
        List<String> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long ordinal = now.state().launches();
            now = now.with(now.state().launches(ordinal + 1));
            EnvironmentInstance instance = instance(now, ordinal);
            InstanceRow row = new InstanceRow(
                    instance, ordinal, temporary, false, false, false, Optional.empty(), Optional.empty());
            store.put(row);
            hosts.launched(now, row);
            launched.add(instance.id());
            calendar.enter(BOOT, row.key(), calendar.now().plus(BOOTING));
        }
        store.put(now);
        return launched;
    }

    private EnvironmentInstance instance(EnvironmentRow environment, long ordinal) {
        int host = 10 + (int) (ordinal % 240);
        int net = 16 * (int) (ordinal % 3) + (int) (ordinal / 240 % 16);
        return new EnvironmentInstance(
                environment.account(),
                environment.region(),
                environment.application(),
                environment.id(),
                environment.name(),
                environment.isWorker(),
                "i-0" + ids.hex(16),
                "172.31." + net + "." + host,
                environment.region() + "abc".charAt((int) (ordinal % 3)),
                instanceType(environment.options()),
                calendar.now());
    }

    static String instanceType(Settings options) {
        return options.value("aws:ec2:instances", "InstanceTypes")
                .map(types -> types.split(",", -1)[0].trim())
                .or(() -> options.value("aws:autoscaling:launchconfiguration", "InstanceType"))
                .orElseGet(() -> options.effective("aws:autoscaling:launchconfiguration", "InstanceType"));
    }

    private void booted(String key) {
        Optional<InstanceRow> found = store.instanceByKey(key).filter(row -> !row.ending());
        Optional<EnvironmentRow> environment =
                found.flatMap(row -> store.environment(row.instance().environmentId()));
        if (found.isPresent() && environment.isPresent()) {
            InstanceRow row = found.get().started();
            store.put(row);
            events.info(environment.get(), "Added instance [" + row.id() + "] to your environment.");
            tell(environment.get(), List.of(row.id()), InstanceCommand.Kind.LAUNCH);
        }
    }

    /** Tells instances to do something. Those that are gone are left out. */
    void tell(EnvironmentRow environment, List<String> targets, InstanceCommand.Kind kind) {
        EnvironmentRow now = environment;
        Bundle bundle = bundle(environment);
        boolean leader = true;
        for (String id : targets) {
            Optional<InstanceRow> row = store.instance(environment.id(), id).filter(r -> !r.ending() && r.booted());
            if (row.isPresent()) {
                long number = now.state().commands() + 1;
                now = now.with(now.state().commands(number));
                told(now, row.get(), kind, number, bundle, leader);
                leader = false;
            }
        }
        store.put(now);
    }

    private void told(
            EnvironmentRow environment,
            InstanceRow row,
            InstanceCommand.Kind kind,
            long number,
            Bundle bundle,
            boolean leader) {
        Instant now = calendar.now();
        long deployment = environment
                .work()
                .filter(work -> !work.failed())
                .map(Work::deploymentId)
                .orElse(environment.state().expected());
        InstanceRow.Command command = new InstanceRow.Command(
                kind,
                number,
                deployment,
                leader,
                bundle,
                now,
                now.plus(timeout(environment)),
                InstanceRow.Outcome.RUNNING,
                Optional.empty());
        Optional<InstanceRow.Deployed> deployed = kind == InstanceCommand.Kind.RESTART
                ? row.deployment()
                : Optional.of(new InstanceRow.Deployed(bundle.versionLabel(), deployment, "In Progress", now));
        store.put(row.told(command, deployed));
        runtime.begin(command(environment, row, command));
    }

    /** How long commands may take. */
    static Duration timeout(EnvironmentRow environment) {
        return Duration.ofSeconds(environment.options().number("aws:elasticbeanstalk:command", "Timeout", 600))
                .plus(GRACE);
    }

    private static InstanceCommand command(EnvironmentRow environment, InstanceRow row, InstanceRow.Command command) {
        return new InstanceCommand(
                command.kind(),
                row.instance(),
                command.number(),
                command.deploymentId(),
                command.leader(),
                command.bundle(),
                environment.wanted().platform(),
                environment.options().inForce(environment.wanted().platform()),
                command.deadline());
    }

    /** What the environment should run. */
    Bundle bundle(EnvironmentRow environment) {
        return environment
                .wanted()
                .versionLabel()
                .flatMap(label ->
                        store.version(environment.account(), environment.region(), environment.application(), label))
                .map(VersionRow::bundle)
                .orElse(Bundle.SAMPLE_APPLICATION);
    }

    /** Puts instances behind the load balancer. */
    void attach(EnvironmentRow environment, List<String> targets) {
        for (InstanceRow row : rows(environment, targets)) {
            if (!row.attached()) {
                store.put(row.attached(true));
                balancer.register(environment, row.id());
            }
        }
    }

    /** Takes them out again. */
    void detach(EnvironmentRow environment, List<String> targets) {
        for (InstanceRow row : rows(environment, targets)) {
            if (row.attached()) {
                store.put(row.attached(false));
                balancer.deregister(environment, row.id());
            }
        }
    }

    void adopt(EnvironmentRow environment, List<String> targets) {
        for (InstanceRow row : rows(environment, targets)) {
            store.put(row.permanent());
            hosts.adopted(environment, row.id());
        }
    }

    /** Ends instances. */
    void terminate(EnvironmentRow environment, List<String> targets) {
        hosts.leave(rows(environment, targets).stream().map(InstanceRow::id).toList());
        end(environment, targets);
    }

    /** Ends instances, or notes that somebody else has; their Auto Scaling group knows of it. */
    void end(EnvironmentRow environment, List<String> targets) {
        for (InstanceRow row : rows(environment, targets)) {
            if (row.attached()) {
                balancer.deregister(environment, row.id());
            }
            calendar.strike(BOOT, row.key());
            runtime.terminate(row.instance());
            store.put(row.ended());
            hosts.terminated(row.id());
            calendar.enter(GONE, row.key(), calendar.now().plus(Duration.ofHours(1)));
        }
    }

    /** Tells that instances are gone that the environment did not end itself. */
    void lost(EnvironmentRow environment, List<String> targets) {
        List<String> gone =
                rows(environment, targets).stream().map(InstanceRow::id).toList();
        if (!gone.isEmpty()) {
            end(environment, gone);
            events.info(
                    environment,
                    (gone.size() == 1 ? "Removed instance [" : "Removed instances [") + String.join(", ", gone)
                            + "] from your environment.");
        }
    }

    List<InstanceRow> rows(EnvironmentRow environment, List<String> targets) {
        return targets.stream()
                .flatMap(id -> store.instance(environment.id(), id).stream())
                .filter(row -> !row.ending())
                .toList();
    }

    /** Goes on with what was going on when the simulator was closed. */
    void resume() {
        for (InstanceRow row : store.instances()) {
            Optional<EnvironmentRow> environment =
                    store.environment(row.instance().environmentId());
            if (!row.ending() && environment.isPresent() && row.command().isPresent()) {
                runtime.resume(command(environment.get(), row, row.command().get()), !row.isRunning());
            }
        }
    }
}
