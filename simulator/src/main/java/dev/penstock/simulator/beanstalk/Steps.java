package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceObservation;
import dev.penstock.simulator.beanstalk.instance.InstanceStatus;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What each step of work does when it begins, and when it is done. */
final class Steps {

    /** From the end of a drained instance to its removal: what users see. */
    private static final Duration ENDING = Duration.ofSeconds(40);

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;
    private final Health health;
    private final Fleet fleet;
    private final Balancer balancer;
    private final EnvironmentResources resources;
    private final Links links;
    private final Endings endings;

    Steps(
            BeanstalkStore store,
            Events events,
            Calendar calendar,
            Health health,
            Fleet fleet,
            Balancer balancer,
            EnvironmentResources resources,
            Links links,
            Endings endings) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
        this.health = health;
        this.fleet = fleet;
        this.balancer = balancer;
        this.resources = resources;
        this.links = links;
        this.endings = endings;
    }

    private EnvironmentRow row(String id) {
        return store.environment(id).orElseThrow();
    }

    /** Begins the current step. */
    void begin(String id) {
        EnvironmentRow environment = row(id);
        Work work = environment.work().orElseThrow();
        Step step = work.current();
        switch (step.kind()) {
            case TELL -> events.info(environment, step.text());
            case LINKS -> {}
            case RESOURCES -> resources.create(environment);
            case LAUNCH -> launch(environment, step, false);
            case LAUNCH_TEMPORARY -> {
                if (work.launched().isEmpty()) {
                    events.info(
                            environment,
                            "Created temporary auto scaling group " + Hosts.temporaryGroup(environment) + ".");
                }
                if (work.policy() == Work.Policy.TRAFFIC_SPLITTING
                        && environment.resources().trial().isEmpty()) {
                    store.put(environment.with(balancer.prepareTrial(environment)));
                }
                launch(row(id), step, true);
            }
            case COMMAND -> {
                batch(environment, step, "Starting application deployment command execution.");
                fleet.tell(environment, step.instances(), step.command());
            }
            case DETACH -> {
                batch(environment, step, "Starting application deployment on instance(s) " + listed(step) + ".");
                fleet.detach(environment, step.instances());
            }
            case ATTACH -> {
                batch(
                        environment,
                        step,
                        "Registering instance(s) with the load balancer and waiting for them to be healthy.");
                fleet.attach(environment, step.instances());
            }
            case HEALTH -> announceHealth(environment, work, step);
            case SPLIT -> {
                events.info(
                        environment,
                        "Forwarding " + step.count() + " percent of client traffic to the new application version for "
                                + step.length().toMinutes() + " minute(s).");
                balancer.split(environment, step.count());
            }
            case ADOPT -> adopt(environment, work);
            case TERMINATE -> fleet.terminate(environment, targets(work, step));
            case DISCARD -> discard(environment, work);
            case APPLY -> {
                balancer.apply(environment);
                resources.resize(environment);
            }
            case DELETE -> resources.delete(environment);
            case SUCCEED -> endings.succeed(environment, work);
            case FAIL -> endings.fail(environment, work);
        }
    }

    private void launch(EnvironmentRow environment, Step step, boolean temporary) {
        List<String> launched = fleet.launch(environment, step.count(), temporary);
        EnvironmentRow after = row(environment.id());
        store.put(after.with(after.work().orElseThrow().launching(launched)));
        if (step.batch() > 0 && after.work().orElseThrow().policy() == Work.Policy.ADDITIONAL_BATCH) {
            events.info(
                    environment,
                    "Batch " + step.batch() + ": " + launched.size() + " EC2 instance(s) ["
                            + String.join(", ", launched)
                            + "] launched. Deploying application version '"
                            + environment.wanted().versionLabel().orElse("Sample Application") + "'.");
        }
    }

    private void announceHealth(EnvironmentRow environment, Work work, Step step) {
        if (step.batch() == 0 && !work.launched().isEmpty()) {
            String all = String.join(",", targets(work, step));
            if (environment.resources().isBalanced()) {
                events.info(environment, "Adding new instance(s) (" + all + ") to the load balancer.");
            }
            events.info(environment, "Waiting for instance(s) (" + all + ") to pass health checks.");
        }
    }

    private void batch(EnvironmentRow environment, Step step, String text) {
        if (step.batch() > 0) {
            events.info(environment, "Batch " + step.batch() + ": " + text);
        }
    }

    private static String listed(Step step) {
        return "[" + String.join(", ", step.instances()) + "]";
    }

    private void adopt(EnvironmentRow environment, Work work) {
        events.info(
                environment,
                "Detached new instance(s) from temporary auto scaling group " + Hosts.temporaryGroup(environment)
                        + ".");
        fleet.adopt(environment, work.launched());
        if (!environment.resources().trial().isEmpty()) {
            endTrial(environment, work, true);
        }
        events.info(
                environment,
                "Attached new instance(s) to the permanent auto scaling group "
                        + environment.resources().scalingGroup() + ".");
    }

    private void endTrial(EnvironmentRow environment, Work work, boolean stay) {
        fleet.detach(environment, work.launched());
        store.put(environment.with(balancer.endTrial(environment)));
        if (stay) {
            fleet.attach(row(environment.id()), work.launched());
        }
    }

    private void discard(EnvironmentRow environment, Work work) {
        if (!environment.resources().trial().isEmpty()) {
            endTrial(environment, work, false);
        }
        fleet.terminate(row(environment.id()), work.launched());
    }

    /** Whom a step is about: those it names, else those that the work has launched. */
    private static List<String> targets(Work work, Step step) {
        return step.instances().isEmpty() ? work.launched() : step.instances();
    }

    /** Where the current step stands. */
    StepOutcome check(String id) {
        EnvironmentRow environment = row(id);
        if (environment.work().isEmpty()) {
            return new StepOutcome.Over();
        }
        Work work = environment.work().orElseThrow();
        Step step = work.current();
        Instant since = work.since().orElseThrow();
        return switch (step.kind()) {
            case TELL -> after(since.plus(step.length()));
            case LINKS -> links.check(environment);
            case RESOURCES -> after(since.plus(resources.making(environment)));
            case LAUNCH, LAUNCH_TEMPORARY -> launched(environment, work, since);
            case COMMAND -> commanded(environment, step, work.failed());
            case DETACH ->
                after(since.plus(
                        environment.resources().isBalanced()
                                ? Duration.ofSeconds(Balancer.deregistrationDelay(environment) + 2L)
                                : Duration.ZERO));
            case HEALTH -> healthy(environment, work, step, since);
            case SPLIT -> evaluated(environment, work, step, since);
            case ADOPT -> after(since.plusSeconds(30));
            case TERMINATE, DISCARD -> terminated(environment, targets(work, step), since);
            case DELETE -> after(since.plusSeconds(environment.resources().isBalanced() ? 60 : 20));
            case APPLY -> after(since.plusSeconds(8));
            case ATTACH -> new StepOutcome.Done();
            case SUCCEED, FAIL -> new StepOutcome.Over();
        };
    }

    private StepOutcome after(Instant due) {
        return calendar.now().isBefore(due) ? new StepOutcome.Waiting(due) : new StepOutcome.Done();
    }

    private StepOutcome launched(EnvironmentRow environment, Work work, Instant since) {
        List<InstanceRow> rows = fleet.rows(environment, work.launched());
        boolean waiting = rows.stream().anyMatch(row -> !row.booted() || row.isRunning());
        Instant deadline = since.plus(Fleet.timeout(environment)).plus(Duration.ofMinutes(3));
        if (waiting && calendar.now().isBefore(deadline)) {
            return new StepOutcome.Waiting(deadline);
        }
        List<String> late = rows.stream()
                .filter(row -> !row.booted() || row.isRunning())
                .map(InstanceRow::id)
                .toList();
        List<String> failed =
                rows.stream().filter(Steps::hasFailed).map(InstanceRow::id).toList();
        if ((late.isEmpty() && failed.isEmpty()) || work.failed()) {
            return new StepOutcome.Done();
        }
        return unsuccessful(environment, late, failed, rows.size());
    }

    private static boolean hasFailed(InstanceRow row) {
        return row.command()
                .filter(command -> command.outcome() == InstanceRow.Outcome.FAILED)
                .isPresent();
    }

    private StepOutcome commanded(EnvironmentRow environment, Step step, boolean cleaning) {
        List<InstanceRow> rows = fleet.rows(environment, step.instances());
        List<InstanceRow> running = rows.stream().filter(InstanceRow::isRunning).toList();
        Instant deadline = running.stream()
                .map(row -> row.command().orElseThrow().deadline())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        if (calendar.now().isBefore(deadline)) {
            return new StepOutcome.Waiting(deadline);
        }
        List<String> late = running.stream().map(InstanceRow::id).toList();
        List<String> failed =
                rows.stream().filter(Steps::hasFailed).map(InstanceRow::id).toList();
        if ((late.isEmpty() && failed.isEmpty()) || cleaning) {
            batch(environment, step, "Completed application deployment command execution.");
            completed(environment, step, rows.size());
            return new StepOutcome.Done();
        }
        return unsuccessful(environment, late, failed, rows.size());
    }

    private void completed(EnvironmentRow environment, Step step, int done) {
        if (step.batch() > 0) {
            long all = store.instances(environment).size();
            events.info(
                    environment,
                    "Command execution completed on " + done + " of " + all + " instances in environment.");
        }
    }

    private StepOutcome unsuccessful(EnvironmentRow environment, List<String> late, List<String> failed, int all) {
        if (!late.isEmpty()) {
            events.warn(
                    environment,
                    "The following instances have not responded in the allowed command timeout time (they might still"
                            + " finish eventually on their own): [" + String.join(", ", late) + "].");
        }
        List<String> bad = new ArrayList<>(failed);
        bad.addAll(late);
        events.info(
                environment,
                "Command execution completed on all instances. Summary: [Successful: " + (all - bad.size()) + ", "
                        + (failed.isEmpty() ? "" : "Failed: " + failed.size())
                        + (!failed.isEmpty() && !late.isEmpty() ? ", " : "")
                        + (late.isEmpty() ? "" : "TimedOut: " + late.size())
                        + "].");
        return new StepOutcome.Failed(List.of(
                "Unsuccessful command execution on instance id(s) " + quoted(bad) + ". Aborting the operation."));
    }

    private static String quoted(List<String> ids) {
        return ids.stream()
                .map(id -> "'" + id)
                .collect(Collectors.joining(",", "", "'"))
                .replace(",'", ",");
    }

    /** How many checks in a row must be passed. Source: Developer Guide, "Deployment policies and settings". */
    private static int needed(EnvironmentRow environment) {
        if (!environment.isEnhanced()) {
            return 1;
        }
        return environment.isWorker() ? 18 : 12;
    }

    private StepOutcome healthy(EnvironmentRow environment, Work work, Step step, Instant since) {
        List<InstanceRow> rows = fleet.rows(environment, targets(work, step));
        List<String> unwell = unwell(environment, rows);
        int passed = unwell.isEmpty() ? work.passed() + 1 : 0;
        store.put(environment.with(work.passed(passed)));
        if (passed >= needed(environment)) {
            batch(environment, step, "Completed application deployment.");
            return new StepOutcome.Done();
        }
        Duration limit = step.length().isZero()
                ? Duration.ofSeconds(environment.options().number("aws:elasticbeanstalk:command", "Timeout", 600))
                : step.length();
        if (calendar.now().isBefore(since.plus(limit))) {
            return new StepOutcome.Waiting(calendar.now().plus(Rollout.CHECK));
        }
        if (environment.options().isTrue("aws:elasticbeanstalk:command", "IgnoreHealthCheck")) {
            batch(environment, step, "Completed application deployment.");
            return new StepOutcome.Done();
        }
        List<String> bad = unwell.isEmpty() ? rows.stream().map(InstanceRow::id).toList() : unwell;
        return new StepOutcome.Failed(List.of("Instance id(s) " + quoted(bad)
                + " did not pass health check after command execution. Aborting the operation."));
    }

    private List<String> unwell(EnvironmentRow environment, List<InstanceRow> rows) {
        String threshold = environment
                .options()
                .effective("aws:elasticbeanstalk:healthreporting:system", "HealthCheckSuccessThreshold");
        InstanceStatus worst = switch (environment.isEnhanced() ? threshold : "Ok") {
            case "Warning" -> InstanceStatus.WARNING;
            case "Degraded" -> InstanceStatus.DEGRADED;
            case "Severe" -> InstanceStatus.SEVERE;
            default -> InstanceStatus.INFO;
        };
        return rows.stream()
                .filter(row -> !passes(health.of(environment, row), worst))
                .map(InstanceRow::id)
                .toList();
    }

    private static boolean passes(InstanceObservation seen, InstanceStatus worst) {
        return switch (seen.status()) {
            case OK, INFO -> true;
            case PENDING, UNKNOWN, NO_DATA, SUSPENDED -> false;
            case WARNING, DEGRADED, SEVERE -> seen.status().compareTo(worst) <= 0;
        };
    }

    /** The trial: instances on trial that are unwell three times in a row end it. */
    private StepOutcome evaluated(EnvironmentRow environment, Work work, Step step, Instant since) {
        List<InstanceRow> rows = fleet.rows(environment, work.launched());
        List<String> unwell = unwell(environment, rows);
        int failing = unwell.isEmpty() ? 0 : work.passed() + 1;
        store.put(environment.with(work.passed(failing)));
        if (failing >= 3 && !environment.options().isTrue("aws:elasticbeanstalk:command", "IgnoreHealthCheck")) {
            return new StepOutcome.Failed(List.of("Instance id(s) " + quoted(unwell)
                    + " did not pass health check after command execution. Aborting the operation."));
        }
        if (calendar.now().isBefore(since.plus(step.length()))) {
            return new StepOutcome.Waiting(calendar.now().plus(Rollout.CHECK));
        }
        return new StepOutcome.Done();
    }

    private StepOutcome terminated(EnvironmentRow environment, List<String> targets, Instant since) {
        Duration length = targets.isEmpty()
                ? Duration.ZERO
                : environment.resources().isBalanced()
                        ? ENDING.plusSeconds(Balancer.deregistrationDelay(environment))
                        : ENDING;
        StepOutcome outcome = after(since.plus(length));
        if (outcome instanceof StepOutcome.Done && !targets.isEmpty()) {
            events.info(
                    environment,
                    (targets.size() == 1 ? "Removed instance [" : "Removed instances [") + String.join(", ", targets)
                            + "] from your environment.");
        }
        return outcome;
    }
}
