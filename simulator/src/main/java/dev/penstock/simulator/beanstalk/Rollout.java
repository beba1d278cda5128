package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.beanstalk.instance.CommandOutcome;
import dev.penstock.simulator.beanstalk.instance.EnvironmentInstance;
import dev.penstock.simulator.beanstalk.instance.InstanceCommand;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** Carries the work at environments out, step by step on simulated time. */
final class Rollout implements InstanceRuntime.Listener {

    private static final String WORK = "beanstalk.work";
    private static final String HEALTH = "beanstalk.health";

    /** How often health is looked at. Source: Developer Guide, "Enhanced health reporting": every ten seconds. */
    static final Duration CHECK = Duration.ofSeconds(10);

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;
    private final Health health;
    private final Fleet fleet;
    private final Steps steps;
    private final Balancer balancer;
    private final BundleFiles files;
    private final List<Consumer<EnvironmentRow>> whenOver = new ArrayList<>();

    Rollout(
            BeanstalkStore store,
            Events events,
            Calendar calendar,
            Health health,
            Fleet fleet,
            Steps steps,
            Balancer balancer,
            BundleFiles files) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
        this.health = health;
        this.fleet = fleet;
        this.steps = steps;
        this.balancer = balancer;
        this.files = files;
        calendar.on(WORK, this::advance);
        calendar.on(HEALTH, this::settle);
    }

    /** Says who is told of environments whose work is over, well or not. */
    void whenOver(Consumer<EnvironmentRow> told) {
        whenOver.add(told);
    }

    /** Begins work at an environment, in place of what was being done. */
    void begin(EnvironmentRow environment, Work work, EnvironmentStatus status) {
        EnvironmentRow working = environment.with(work).with(environment.state().in(status, calendar.now()));
        store.put(working);
        calendar.strike(HEALTH, environment.id());
        calendar.enter(WORK, environment.id(), calendar.now().plusSeconds(1));
    }

    /** Breaks off what is being done and goes back. */
    void abort(EnvironmentRow environment) {
        Work work = environment.work().orElseThrow();
        fail(environment, work, List.of(), true);
        calendar.enter(WORK, environment.id(), calendar.now().plusSeconds(1));
    }

    private void advance(String id) {
        Optional<EnvironmentRow> found =
                store.environment(id).filter(row -> row.work().isPresent());
        while (found.isPresent()) {
            EnvironmentRow environment = found.get();
            Work work = environment.work().orElseThrow();
            switch (run(environment, work)) {
                case StepOutcome.Done() ->
                    store.environment(id).ifPresent(row -> row.work().ifPresent(w -> store.put(row.with(w.next()))));
                case StepOutcome.Waiting(Instant until) -> {
                    health.refresh(id);
                    calendar.enter(WORK, id, earlier(until, calendar.now().plus(Duration.ofSeconds(30))));
                    return;
                }
                case StepOutcome.Failed(List<String> errors) ->
                    store.environment(id).ifPresent(row -> fail(row, row.work().orElseThrow(), errors, false));
                case StepOutcome.Over() -> {
                    over(id);
                    return;
                }
            }
            found = store.environment(id).filter(row -> row.work().isPresent());
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private StepOutcome run(EnvironmentRow environment, Work work) {
        try {
            if (work.since().isEmpty()) {
                List<String> faults = faults(environment, work);
                if (!faults.isEmpty()) {
                    return new StepOutcome.Failed(faults);
                }
                store.put(environment.with(work.begun(calendar.now())));
                steps.begin(environment.id());
            }
            return steps.check(environment.id());
        } catch (ServiceError e) {
            // What another service refuses fails the work, as it fails the stack of a real environment.
            return new StepOutcome.Failed(List.of("Service:" + e.code() + ", Message:" + e.message()));
        }
    }

    /** The bundle's own files are read before an instance hears of it. */
    private List<String> faults(EnvironmentRow environment, Work work) {
        boolean deploys = work.kind() == Work.Kind.DEPLOY || work.kind() == Work.Kind.CREATE;
        if (work.failed()
                || !deploys
                || !work.launched().isEmpty()
                || !work.current().reachesInstances()) {
            return List.of();
        }
        Bundle bundle = fleet.bundle(environment);
        Step step = work.current();
        if (step.batch() == 0 || (step.batch() == 1 && step.kind() == Step.Kind.DETACH)) {
            files.warnings(bundle).forEach(warning -> events.warn(environment, warning));
        }
        return files.faults(bundle, environment.wanted().platform());
    }

    private void fail(EnvironmentRow environment, Work work, List<String> errors, boolean byRequest) {
        errors.forEach(error -> events.error(environment, error));
        if (work.failed()) {
            // Cleaning up has failed as well: what is left is left.
            store.put(environment.with(work.failing(List.of(Step.of(Step.Kind.FAIL)), work.aborted())));
            return;
        }
        if (work.kind() == Work.Kind.DEPLOY && !byRequest) {
            events.error(environment, "Failed to deploy application.");
        } else if (work.kind() == Work.Kind.CONFIGURE && !byRequest) {
            events.error(environment, "Failed to deploy configuration.");
        }
        boolean goesBack = work.kind() == Work.Kind.DEPLOY || work.kind() == Work.Kind.CONFIGURE;
        EnvironmentRow back = goesBack ? environment.with(work.before()) : environment;
        List<String> running =
                store.instances(back).stream().map(InstanceRow::id).toList();
        Work ending = work.failing(List.of(), byRequest);
        store.put(back.with(ending.failing(Plans.cleaning(back, aborted(work, byRequest), running), byRequest)));
    }

    private static Work aborted(Work work, boolean byRequest) {
        return byRequest ? work.failing(work.steps(), true) : work;
    }

    /** After work has ended, health settles. */
    private void over(String id) {
        store.environment(id).ifPresent(environment -> {
            health.refresh(id);
            if (!environment.isTerminated()) {
                calendar.enter(HEALTH, id, calendar.now().plus(CHECK));
            }
            whenOver.forEach(told -> told.accept(environment));
        });
    }

    private void settle(String id) {
        Optional<EnvironmentRow> found =
                store.environment(id).filter(row -> row.work().isEmpty() && !row.isTerminated());
        if (found.isEmpty()) {
            return;
        }
        String before = found.get().state().health();
        health.refresh(id);
        boolean recent = found.get()
                .state()
                .changed()
                .filter(change -> change.ended().plus(Duration.ofMinutes(2)).isAfter(calendar.now()))
                .isPresent();
        boolean changed = store.environment(id)
                .filter(row -> !row.state().health().equals(before))
                .isPresent();
        if (recent || changed) {
            calendar.enter(HEALTH, id, calendar.now().plus(CHECK.multipliedBy(2)));
        }
    }

    @Override
    public void finished(EnvironmentInstance instance, long command, CommandOutcome outcome) {
        Optional<InstanceRow> row = store.instance(instance.environmentId(), instance.id())
                .filter(found -> !found.ending()
                        && found.isRunning()
                        && found.command().orElseThrow().number() == command);
        Optional<EnvironmentRow> environment = store.environment(instance.environmentId());
        if (row.isEmpty() || environment.isEmpty()) {
            return;
        }
        boolean well = outcome instanceof CommandOutcome.Succeeded;
        InstanceCommand.Kind kind = row.get().command().orElseThrow().kind();
        store.put(row.get().finished(well, calendar.now()));
        switch (outcome) {
            case CommandOutcome.Succeeded() -> {
                if (kind != InstanceCommand.Kind.RESTART) {
                    events.info(environment.get(), "Instance deployment completed successfully.");
                }
                if (kind == InstanceCommand.Kind.LAUNCH) {
                    fleet.attach(environment.get(), List.of(instance.id()));
                }
            }
            case CommandOutcome.Failed(String step, String message, int returnCode) -> {
                events.error(environment.get(), "Instance deployment failed. For details, see 'eb-engine.log'.");
                events.error(
                        environment.get(),
                        "[Instance: " + instance.id() + "] Command failed on instance. "
                                + (message.isEmpty()
                                        ? "Return code: " + returnCode
                                                + " Output: Engine execution has encountered an error.."
                                        : message));
            }
        }
        balancer.changed(instance.account(), instance.id());
        if (environment.get().work().isEmpty()) {
            calendar.enter(HEALTH, environment.get().id(), calendar.now().plus(CHECK));
        }
        hurry(environment.get());
    }

    @Override
    public void told(EnvironmentInstance instance, String severity, String message) {
        store.environment(instance.environmentId())
                .ifPresent(environment -> events.caused(
                        environment,
                        severity,
                        message,
                        environment.work().map(Work::requestId).orElse("")));
    }

    @Override
    public void changed(EnvironmentInstance instance) {
        balancer.changed(instance.account(), instance.id());
        store.environment(instance.environmentId())
                .filter(environment -> environment.work().isEmpty() && !environment.isTerminated())
                .ifPresent(environment ->
                        calendar.enter(HEALTH, environment.id(), calendar.now().plus(CHECK)));
    }

    /** An instance came or went without the environment's doing: its health is looked at. */
    void look(EnvironmentRow environment) {
        health.refresh(environment.id());
        calendar.enter(HEALTH, environment.id(), calendar.now().plus(CHECK));
        hurry(environment);
    }

    /** Looks at the current step now rather than when it is next due. */
    private void hurry(EnvironmentRow environment) {
        if (environment.work().isPresent()) {
            calendar.enter(WORK, environment.id(), calendar.now());
        }
    }
}
