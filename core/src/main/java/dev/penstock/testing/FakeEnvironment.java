package dev.penstock.testing;

import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentEvent.Severity;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.InstanceHealth;
import dev.penstock.beanstalk.InstanceHealth.InstanceDeployment;
import dev.penstock.beanstalk.InstanceHealth.Status;
import dev.penstock.beanstalk.InstancesHealth;
import dev.penstock.beanstalk.OptionName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An environment of {@link FakeEnvironments}. What is to happen to it is written down, and has happened when its time has come. */
final class FakeEnvironment {

    private static final Duration BATCH = Duration.ofSeconds(30);
    private static final long REFRESH = 10;

    final String id;
    final String name;
    final String application;
    final Map<OptionName, String> options = new TreeMap<>();
    EnvironmentStatus status = EnvironmentStatus.LAUNCHING;
    String label;
    String cname;
    HealthStatus health = HealthStatus.PENDING;
    boolean abortable;
    boolean enhanced = true;

    private final String platform;
    private final List<Planned> planned = new ArrayList<>();
    private final List<EnvironmentEvent> events = new ArrayList<>();
    private final Map<String, InstanceDeployment> instances = new LinkedHashMap<>();
    private final List<String> fresh = new ArrayList<>();
    private Instant updatedAt;
    private String previous = "";
    private long deployments;

    private record Planned(Instant at, int order, Runnable what) {}

    /** How a version fares: what its events say, and what its instances do. */
    record Fate(String failure, HealthStatus health, String log) {

        static final Fate GOOD = new Fate("", HealthStatus.OK, "");
    }

    FakeEnvironment(String id, String name, String application, String label, String platform, Instant at) {
        this.id = id;
        this.name = name;
        this.application = application;
        this.label = label;
        this.platform = platform;
        this.cname = name + ".us-east-1.elasticbeanstalk.com";
        this.updatedAt = at;
    }

    Environment seen() {
        return new Environment(
                id, name, application, status, shownHealth(), label, platform, cname, abortable, updatedAt);
    }

    private HealthStatus shownHealth() {
        return status == EnvironmentStatus.UPDATING && health == HealthStatus.OK ? HealthStatus.INFO : health;
    }

    List<EnvironmentEvent> events() {
        return List.copyOf(events);
    }

    Optional<InstancesHealth> instances(Instant now) {
        if (!enhanced) {
            return Optional.empty();
        }
        Instant refreshed = Instant.ofEpochSecond(now.getEpochSecond() / REFRESH * REFRESH);
        return Optional.of(new InstancesHealth(
                instances.entrySet().stream()
                        .map(instance -> new InstanceHealth(
                                instance.getKey(), health, List.of(), Optional.of(instance.getValue())))
                        .toList(),
                refreshed));
    }

    void moveTo(Instant now) {
        while (true) {
            Optional<Planned> next = planned.stream()
                    .filter(each -> !each.at().isAfter(now))
                    .min(Comparator.comparing(Planned::at).thenComparing(Planned::order));
            if (next.isEmpty()) {
                return;
            }
            planned.remove(next.get());
            next.get().what().run();
        }
    }

    private void plan(Instant at, Runnable what) {
        planned.add(new Planned(at, planned.size(), what));
    }

    /** As on AWS, events of an environment name no version. */
    private void event(Instant at, Severity severity, String message, String request) {
        events.add(new EnvironmentEvent(at, severity, message, request, ""));
    }

    void launch(Instant now, int count, String request, Fate fate) {
        event(now, Severity.INFO, "createEnvironment is starting.", request);
        Instant end = now.plus(BATCH.multipliedBy(2));
        plan(end, () -> {
            deployments++;
            boolean failed = !fate.failure().isEmpty();
            for (int i = 1; i <= count; i++) {
                put("i-0" + id.substring(2) + i, label, failed ? Status.FAILED : Status.DEPLOYED);
            }
            if (failed) {
                event(end, Severity.ERROR, fate.failure(), request);
            }
            rest(end, fate.health(), request, failed ? "" : "Successfully launched environment: " + name);
        });
    }

    /** Is there already, at rest. */
    void settle(Instant now, int count) {
        deployments++;
        for (int i = 1; i <= count; i++) {
            put("i-0" + id.substring(2) + i, label, Status.DEPLOYED);
        }
        status = EnvironmentStatus.READY;
        health = HealthStatus.OK;
        updatedAt = now;
    }

    void update(Instant now, Optional<String> wanted, Map<OptionName, String> changed, String request, Fate fate) {
        String version = wanted.orElse(label);
        previous = label;
        status = EnvironmentStatus.UPDATING;
        abortable = true;
        updatedAt = now;
        options.putAll(changed);
        event(now, Severity.INFO, "Environment update is starting.", request);
        label = version;
        deployments++;
        if (wanted.isPresent() && !fate.failure().isEmpty()) {
            fail(now, version, request, fate);
            return;
        }
        if (wanted.isEmpty()) {
            reconfigure(now, request, fate);
            return;
        }
        if (policy().equals("TrafficSplitting")) {
            split(now, version, request, fate);
            return;
        }
        Instant at = now;
        for (String instance : List.copyOf(instances.keySet())) {
            plan(at, () -> put(instance, version, Status.IN_PROGRESS));
            at = policy().equals("AllAtOnce") ? at : at.plus(BATCH);
            plan(at.plus(BATCH), () -> put(instance, version, Status.DEPLOYED));
        }
        Instant end = at.plus(BATCH);
        plan(
                end,
                () -> event(
                        end, Severity.INFO, "New application version was deployed to running EC2 instances.", request));
        plan(end, () -> rest(end, fate.health(), request, "Environment update completed successfully."));
    }

    /** As many new instances get their share of the requests for the time of evaluation; then the old ones end. */
    private void split(Instant now, String version, String request, Fate fate) {
        List<String> old = List.copyOf(instances.keySet());
        for (int i = 1; i <= old.size(); i++) {
            fresh.add("i-0" + id.substring(2) + Long.toHexString(deployments) + i);
        }
        Instant begins = now.plus(BATCH);
        plan(begins, () -> fresh.forEach(instance -> put(instance, version, Status.DEPLOYED)));
        Instant end = begins.plus(evaluation()).plus(BATCH);
        plan(end, () -> {
            old.forEach(instances::remove);
            fresh.clear();
            rest(end, fate.health(), request, "Environment update completed successfully.");
        });
    }

    private Duration evaluation() {
        return Duration.ofMinutes(Long.parseLong(
                options.getOrDefault(new OptionName("aws:elasticbeanstalk:trafficsplitting", "EvaluationTime"), "5")));
    }

    /** Of options alone: instances keep the version that they run. */
    private void reconfigure(Instant now, String request, Fate fate) {
        Instant end = now.plus(BATCH);
        plan(end, () -> rest(end, fate.health(), request, "Environment update completed successfully."));
    }

    private void fail(Instant now, String version, String request, Fate fate) {
        boolean inPlace = !policy().equals("Immutable") && !policy().equals("TrafficSplitting");
        Instant at = now.plus(BATCH);
        List<String> first = List.copyOf(instances.keySet())
                .subList(0, policy().equals("AllAtOnce") ? instances.size() : Math.min(1, instances.size()));
        plan(at, () -> {
            for (String instance : first) {
                if (inPlace) {
                    put(instance, version, Status.FAILED);
                }
                event(at, Severity.ERROR, "[Instance: " + instance + "] " + fate.failure(), request);
            }
            event(at.plusMillis(1), Severity.ERROR, "Failed to deploy application.", request);
        });
        Instant end = at.plus(BATCH);
        plan(end, () -> {
            label = previous;
            rest(end, inPlace ? HealthStatus.DEGRADED : HealthStatus.OK, request, "");
        });
    }

    void abort(Instant now, String request) {
        planned.clear();
        status = EnvironmentStatus.ABORTING;
        abortable = false;
        event(now, Severity.INFO, "abortEnvironmentUpdate is starting.", request);
        Instant end = now.plus(BATCH);
        plan(end, () -> {
            label = previous;
            fresh.forEach(instances::remove);
            fresh.clear();
            instances.replaceAll((instance, last) -> new InstanceDeployment(previous, deployments, Status.DEPLOYED));
            rest(end, HealthStatus.OK, request, "The environment was reverted to the previous configuration setting.");
        });
    }

    void terminate(Instant now, String request) {
        planned.clear();
        status = EnvironmentStatus.TERMINATING;
        event(now, Severity.INFO, "terminateEnvironment is starting.", request);
        plan(now.plus(BATCH), () -> {
            status = EnvironmentStatus.TERMINATED;
            health = HealthStatus.UNKNOWN;
            instances.clear();
        });
    }

    void takeName(Instant now, String newCname, String request) {
        status = EnvironmentStatus.UPDATING;
        Instant end = now.plusSeconds(5);
        plan(end, () -> {
            cname = newCname;
            rest(end, health, request, "Completed swapping CNAMEs.");
        });
    }

    private void rest(Instant at, HealthStatus newHealth, String request, String message) {
        status = EnvironmentStatus.READY;
        abortable = false;
        health = newHealth;
        if (!message.isEmpty()) {
            event(at, Severity.INFO, message, request);
        }
    }

    private void put(String instance, String version, Status deployment) {
        instances.put(instance, new InstanceDeployment(version, deployments, deployment));
    }

    private String policy() {
        return options.getOrDefault(new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy"), "AllAtOnce");
    }
}
