package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceObservation;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.beanstalk.instance.InstanceStatus;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Health of environments, made of that of their instances, their load balancer and what is being done with them. Source:
 * Developer Guide, "Health colors and statuses", "Enhanced health rules", "Notifications and troubleshooting".
 */
final class Health {

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;
    private final InstanceRuntime runtime;
    private final Balancer balancer;

    Health(BeanstalkStore store, Events events, Calendar calendar, InstanceRuntime runtime, Balancer balancer) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
        this.runtime = runtime;
        this.balancer = balancer;
    }

    /** How an instance is: what its agent reports, or worse when the load balancer does not reach it. */
    InstanceObservation of(EnvironmentRow environment, InstanceRow row) {
        if (!row.booted()) {
            return InstanceObservation.quiet(
                    InstanceStatus.PENDING,
                    List.of("Performing initialization (running for "
                            + length(row.instance().launchedAt(), calendar.now()) + ")."));
        }
        if (row.isRunning()) {
            InstanceRow.Command command = row.command().orElseThrow();
            return InstanceObservation.quiet(
                    command.kind() == dev.penstock.simulator.beanstalk.instance.InstanceCommand.Kind.LAUNCH
                            ? InstanceStatus.PENDING
                            : InstanceStatus.INFO,
                    List.of(doing(command) + " (running for " + length(command.began(), calendar.now()) + ")."));
        }
        InstanceObservation seen = runtime.observe(row.instance(), row.attached());
        List<String> causes = new ArrayList<>(seen.causes());
        InstanceStatus status = seen.status();
        if (row.command().filter(c -> c.outcome() == InstanceRow.Outcome.FAILED).isPresent()) {
            status = worse(status, InstanceStatus.DEGRADED);
            causes.add(0, "Command failed on instance.");
        }
        Optional<TargetHealthStateEnum> target =
                row.attached() ? balancer.health(environment, row.id()) : Optional.empty();
        if (target.isPresent() && target.get() == TargetHealthStateEnum.UNHEALTHY) {
            status = InstanceStatus.SEVERE;
            causes.add("Process default has been unhealthy. (Target.FailedHealthChecks)");
        } else if (target.isPresent() && target.get() == TargetHealthStateEnum.INITIAL) {
            status = worse(status, InstanceStatus.PENDING);
        }
        if (status.compareTo(InstanceStatus.INFO) <= 0) {
            status = mismatch(environment, row).isPresent() ? InstanceStatus.DEGRADED : status;
        }
        mismatch(environment, row).ifPresent(causes::add);
        return new InstanceObservation(
                status,
                causes,
                seen.requests(),
                seen.statusCodes(),
                seen.latencies(),
                seen.duration(),
                seen.load(),
                seen.idle());
    }

    private static InstanceStatus worse(InstanceStatus a, InstanceStatus b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String doing(InstanceRow.Command command) {
        return switch (command.kind()) {
            case LAUNCH -> "Performing initialization";
            case DEPLOY -> "Performing application deployment";
            case CONFIGURE -> "Performing configuration update";
            case RESTART -> "Performing application server restart";
        };
    }

    /** What an instance that runs another version than it should reports; nothing while a deployment is under way. */
    private Optional<String> mismatch(EnvironmentRow environment, InstanceRow row) {
        if (environment.work().isPresent()) {
            return Optional.empty();
        }
        return row.deployment()
                .filter(deployed -> deployed.id() > environment.state().expected())
                .map(deployed -> "Incorrect application version \"" + deployed.versionLabel() + "\" (deployment "
                        + deployed.id() + "). Expected version \"" + expected(environment) + "\" (deployment "
                        + environment.state().expected() + ").");
    }

    private static String expected(EnvironmentRow environment) {
        return environment.wanted().versionLabel().orElse(dev.penstock.simulator.beanstalk.instance.Bundle.SAMPLE);
    }

    /** How the environment is now. */
    HealthReport report(EnvironmentRow environment) {
        List<HealthReport.Seen> seen = store.instances(environment).stream()
                .map(row -> new HealthReport.Seen(row, of(environment, row)))
                .toList();
        List<String> causes = new ArrayList<>();
        InstanceStatus status = whole(environment, seen, causes);
        return new HealthReport(status, causes, seen);
    }

    private InstanceStatus whole(EnvironmentRow environment, List<HealthReport.Seen> seen, List<String> causes) {
        if (environment.status() == EnvironmentStatus.TERMINATING || environment.isTerminated()) {
            causes.add("Terminate in progress.");
            return InstanceStatus.SUSPENDED;
        }
        Optional<Work> work = environment.work();
        InstanceStatus doing = work.map(w -> underWay(w, causes)).orElse(InstanceStatus.OK);
        if (seen.isEmpty()) {
            causes.add("There are no instances.");
            return work.isPresent() ? worse(doing, InstanceStatus.PENDING) : InstanceStatus.SEVERE;
        }
        InstanceStatus instances = together(environment, seen, causes, work.isPresent());
        if (work.filter(w -> w.kind() == Work.Kind.CREATE).isPresent()
                && instances.compareTo(InstanceStatus.WARNING) < 0) {
            return InstanceStatus.PENDING;
        }
        return worse(doing, instances);
    }

    private InstanceStatus underWay(Work work, List<String> causes) {
        String what = switch (work.kind()) {
            case CREATE, REBUILD -> "Initialization";
            case DEPLOY -> "Application update";
            case CONFIGURE, TAG -> "Configuration update";
            case RESTART -> "Application restart";
            case TERMINATE -> "Termination";
        };
        causes.add(what + " in progress (running for " + length(work.began(), calendar.now()) + ").");
        return work.kind() == Work.Kind.CREATE || work.kind() == Work.Kind.REBUILD
                ? InstanceStatus.PENDING
                : InstanceStatus.INFO;
    }

    /** The instances' part: how many are how bad. */
    private static InstanceStatus together(
            EnvironmentRow environment, List<HealthReport.Seen> seen, List<String> causes, boolean working) {
        long bad = seen.stream()
                .filter(s -> s.observation().status().compareTo(InstanceStatus.DEGRADED) >= 0)
                .count();
        long warning = seen.stream()
                .filter(s -> s.observation().status() == InstanceStatus.WARNING)
                .count();
        if (!working) {
            seen.stream()
                    .filter(s -> s.observation().status() == InstanceStatus.PENDING)
                    .flatMap(s -> s.observation().causes().stream())
                    .forEach(causes::add);
        }
        failed(seen, causes);
        incorrect(environment, seen, causes);
        Set<String> own = new LinkedHashSet<>();
        seen.forEach(s -> s.observation().causes().stream()
                .filter(cause -> s.observation().status().compareTo(InstanceStatus.WARNING) >= 0
                        && !cause.startsWith("Command failed")
                        && !cause.startsWith("Incorrect application version"))
                .forEach(own::add));
        causes.addAll(own);
        if (seen.stream().allMatch(s -> s.observation().status() == InstanceStatus.NO_DATA)) {
            causes.add("None of the instances are sending data.");
            return InstanceStatus.NO_DATA;
        }
        if (bad == 0) {
            return warning > 0
                    ? InstanceStatus.WARNING
                    : seen.stream()
                                    .anyMatch(s -> s.observation().status() == InstanceStatus.INFO
                                            || s.observation().status() == InstanceStatus.PENDING)
                            ? InstanceStatus.INFO
                            : InstanceStatus.OK;
        }
        if (own.isEmpty() && causes.isEmpty()) {
            causes.add("Impaired services on " + portion(bad, seen.size()) + ".");
        } else if (bad < seen.size() && !own.isEmpty()) {
            causes.add(0, "Impaired services on " + portion(bad, seen.size()) + ".");
        }
        boolean severe = seen.stream()
                                .filter(s -> s.observation().status() == InstanceStatus.SEVERE)
                                .count()
                        * 2
                > seen.size();
        if (working) {
            return severe ? InstanceStatus.DEGRADED : InstanceStatus.WARNING;
        }
        return severe
                ? InstanceStatus.SEVERE
                : bad * 2 > seen.size() ? InstanceStatus.DEGRADED : InstanceStatus.WARNING;
    }

    private static void failed(List<HealthReport.Seen> seen, List<String> causes) {
        long failed = seen.stream()
                .filter(s -> s.observation().causes().contains("Command failed on instance."))
                .count();
        if (failed > 0) {
            causes.add("Command failed on " + portion(failed, seen.size()) + ".");
        }
    }

    private static void incorrect(EnvironmentRow environment, List<HealthReport.Seen> seen, List<String> causes) {
        long wrong = seen.stream()
                .filter(s -> s.observation().causes().stream()
                        .anyMatch(cause -> cause.startsWith("Incorrect application version")))
                .count();
        if (wrong > 0) {
            causes.add("Incorrect application version found on " + portion(wrong, seen.size()) + ". Expected version \""
                    + expected(environment) + "\" (deployment "
                    + environment.state().expected() + ").");
        }
    }

    private static String portion(long some, int all) {
        return some == all ? "all instances" : some + " out of " + all + " instances";
    }

    /** Looks how an environment is and tells when that has changed. */
    void refresh(String environmentId) {
        Optional<EnvironmentRow> found = store.environment(environmentId).filter(row -> !row.isTerminated());
        if (found.isEmpty()) {
            return;
        }
        EnvironmentRow environment = found.get();
        HealthReport report = report(environment);
        String before = environment.state().health();
        String now = report.status().text();
        String colour = environment.isEnhanced() ? report.status().colour() : basic(environment, report);
        store.put(environment.with(environment.state().healthy(now, colour, report.causes())));
        if (environment.isEnhanced()) {
            transition(environment, before, report);
        } else if (!colour.equals(environment.state().colour()) && !colour.equals("Grey")) {
            String message = environment.state().colour().equals("Grey")
                    ? "Environment health has been set to " + colour.toUpperCase(Locale.ROOT)
                    : "Environment health has transitioned from "
                            + environment.state().colour().toUpperCase(Locale.ROOT) + " to "
                            + colour.toUpperCase(Locale.ROOT);
            if (colour.equals("Green")) {
                events.info(environment, message);
            } else {
                events.warn(environment, message);
            }
        }
    }

    private void transition(EnvironmentRow environment, String before, HealthReport report) {
        String now = report.status().text();
        if (now.equals(before)) {
            return;
        }
        List<String> causes = new ArrayList<>(report.causes());
        if (report.status() == InstanceStatus.OK) {
            environment.state().changed().ifPresent(change -> causes.add(ended(change)));
        }
        String message = "Environment health has transitioned "
                + (before.isEmpty() ? "" : "from " + before + " ") + "to " + now + "." + (causes.isEmpty() ? "" : " ")
                + String.join(" ", causes);
        if (report.status().compareTo(InstanceStatus.WARNING) >= 0) {
            events.warn(environment, message);
        } else {
            events.info(environment, message);
        }
    }

    private String ended(EnvironmentRow.Change change) {
        return change.what() + " completed " + length(change.ended(), calendar.now()) + " ago and took "
                + length(change.began(), change.ended()) + ".";
    }

    /** Basic health: grey while something is done, else what the load balancer or the instances say. */
    private static String basic(EnvironmentRow environment, HealthReport report) {
        if (environment.work().isPresent() || environment.status() == EnvironmentStatus.TERMINATING) {
            return "Grey";
        }
        return switch (report.status()) {
            case OK, INFO -> "Green";
            case WARNING -> "Yellow";
            case DEGRADED, SEVERE -> "Red";
            case PENDING, UNKNOWN, NO_DATA, SUSPENDED -> "Grey";
        };
    }

    /** As AWS writes lengths of time. */
    static String length(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 120) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        return length.toMinutes() < 120 ? length.toMinutes() + " minutes" : length.toHours() + " hours";
    }
}
