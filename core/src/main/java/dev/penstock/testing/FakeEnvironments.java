package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentSnapshot;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.Environments;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.InstanceLog;
import dev.penstock.beanstalk.InstancesHealth;
import dev.penstock.beanstalk.NewEnvironment;
import dev.penstock.beanstalk.NewVersion;
import dev.penstock.beanstalk.OptionEffect;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.Platform;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.testing.FakeEnvironment.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Environments in memory, on a clock of their own choice: a deployment moves over instances by the policy that the options name,
 * and fails where that is {@linkplain #fail set}. Every effect is counted. Environments have two instances.
 */
public final class FakeEnvironments implements Environments {

    private static final int INSTANCES = 2;

    private final FakeVersions versions = new FakeVersions();
    private final List<FakeEnvironment> environments = new ArrayList<>();
    private final Map<String, Map<OptionName, String>> templates = new HashMap<>();
    private final Map<String, Fate> fates = new HashMap<>();
    private final Map<String, Instant> logsAskedAt = new HashMap<>();
    private final List<String> effects = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Consumer<String> whenCalled = method -> {};
    private InstantSource time;
    private boolean apart;
    private int requests;

    /** Environments on a clock. */
    public FakeEnvironments(InstantSource time) {
        this.time = time;
    }

    /** Goes on by another clock, which is not behind. */
    public synchronized void continueBy(InstantSource clock) {
        time = clock;
    }

    /** Makes an environment that runs a version. */
    public synchronized String add(String application, String name, String label) {
        versions.addApplication(application);
        FakeEnvironment made = make(application, name, label, "64bit Amazon Linux 2023 v4.3.0 running Docker");
        made.settle(time.instant(), INSTANCES);
        return made.id;
    }

    /** Makes a version that is processed, without a bundle. */
    public synchronized void addVersion(String application, String label) {
        versions.settle(application, label, time.instant());
    }

    /** Has run another version for some time, as if somebody had deployed it unseen. */
    public synchronized void settleOn(String name, String label) {
        FakeEnvironment found = named(name).orElseThrow();
        found.label = label;
        found.settle(time.instant(), INSTANCES);
    }

    /** Lets deployments of versions fail whose label begins so. */
    public synchronized void fail(String labelPrefix, String message, String log) {
        fates.put(labelPrefix, new Fate(message, HealthStatus.DEGRADED, log));
    }

    /** Lets environments be less than well with versions whose label begins so. */
    public synchronized void weaken(String labelPrefix, HealthStatus health) {
        fates.put(labelPrefix, new Fate("", health, ""));
    }

    /** Lets versions fail to be processed whose label begins so. */
    public synchronized void spoil(String labelPrefix) {
        versions.spoil(labelPrefix);
    }

    /** Refuses options and version in one update, as the API's reference has it. */
    public synchronized void takeApart() {
        apart = true;
    }

    /** Has basic health from now on. */
    public synchronized void forgetInstances(String name) {
        named(name).orElseThrow().enhanced = false;
    }

    /** Brings an environment to a health. */
    public synchronized void become(String name, HealthStatus health) {
        enter("");
        named(name).orElseThrow().health = health;
    }

    /** Gives an environment a host name. */
    public synchronized void nameHost(String name, String prefix) {
        named(name).orElseThrow().cname = prefix + ".us-east-1.elasticbeanstalk.com";
    }

    /** Deploys a version as somebody else would. */
    public synchronized void deployByAnother(String name, String label) {
        enter("");
        named(name).orElseThrow().update(time.instant(), Optional.of(label), Map.of(), request(), fate(label));
    }

    /** Is told the name of each method before it is carried out. */
    public synchronized void whenCalled(Consumer<String> listener) {
        whenCalled = listener;
    }

    /** What was changed by calls, in order: {@code version shop-1}, {@code update web to shop-1}, {@code abort web}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** The names of the methods that were called, looks of the reader left out. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The names of configuration templates that are there. */
    public synchronized Set<String> templates() {
        return Set.copyOf(templates.keySet());
    }

    /** Reads environments. */
    public ResourceReader reader() {
        return new ResourceReader() {

            @Override
            public String kind() {
                return EnvironmentSnapshot.KIND;
            }

            @Override
            public int batchSize() {
                return 100;
            }

            @Override
            public Reading read(List<ResourceId> resources) {
                Map<ResourceId, Observation> seen = new HashMap<>();
                resources.forEach(each -> look(each).ifPresent(snapshot -> seen.put(each, snapshot)));
                return Reading.of(seen);
            }
        };
    }

    private synchronized Optional<EnvironmentSnapshot> look(ResourceId resource) {
        enter("");
        Instant recent = time.instant().minus(Duration.ofMinutes(10));
        return byId(resource.id())
                .map(found -> new EnvironmentSnapshot(
                        found.seen(),
                        found.events().stream()
                                .filter(event -> event.at().isAfter(recent))
                                .toList(),
                        found.instances(time.instant())));
    }

    @Override
    public synchronized boolean hasApplication(AwsScope scope, String application) {
        enter("hasApplication");
        return versions.hasApplication(application);
    }

    @Override
    public synchronized void createApplication(AwsScope scope, String application, Map<String, String> tags) {
        enter("createApplication");
        if (versions.addApplication(application)) {
            effects.add("application " + application);
        }
    }

    @Override
    public synchronized Optional<Environment> find(AwsScope scope, String name) {
        enter("find");
        return named(name).map(FakeEnvironment::seen);
    }

    @Override
    public synchronized Optional<Environment> terminated(AwsScope scope, String name) {
        enter("terminated");
        return environments.reversed().stream()
                .filter(each -> each.name.equals(name) && each.status == EnvironmentStatus.TERMINATED)
                .findFirst()
                .map(FakeEnvironment::seen);
    }

    @Override
    public synchronized List<String> regionsOf(AwsScope scope, String name) {
        enter("regionsOf");
        return List.of();
    }

    @Override
    public synchronized Optional<Environment> get(AwsScope scope, String environmentId) {
        enter("get");
        return byId(environmentId).map(FakeEnvironment::seen);
    }

    @Override
    public synchronized List<Environment> list(AwsScope scope, String application) {
        enter("list");
        return environments.stream()
                .filter(each -> each.application.equals(application) && each.status != EnvironmentStatus.TERMINATED)
                .map(FakeEnvironment::seen)
                .toList();
    }

    @Override
    public synchronized String create(AwsScope scope, NewEnvironment asked) {
        enter("create");
        if (named(asked.name()).isPresent()) {
            throw FakeVersions.failure(
                    Kind.CONFLICT, "CreateEnvironment", "Environment " + asked.name() + " already exists.");
        }
        versions.require("CreateEnvironment", asked.application(), asked.versionLabel());
        FakeEnvironment made = make(
                asked.application(),
                asked.name(),
                asked.versionLabel(),
                asked.platform().orElse("64bit Amazon Linux 2023 v4.3.0 running Docker"));
        asked.cnamePrefix().ifPresent(prefix -> made.cname = prefix + ".us-east-1.elasticbeanstalk.com");
        asked.template().map(templates::get).ifPresent(made.options::putAll);
        made.options.putAll(asked.options());
        made.launch(time.instant(), INSTANCES, request(), fate(asked.versionLabel()));
        effects.add("create " + asked.name() + " with " + asked.versionLabel());
        return made.id;
    }

    @Override
    public synchronized String update(AwsScope scope, EnvironmentUpdate update) {
        enter("update");
        FakeEnvironment found = existing("UpdateEnvironment", update.environmentId());
        if (found.status != EnvironmentStatus.READY) {
            throw FakeVersions.failure(
                    Kind.CONFLICT,
                    "UpdateEnvironment",
                    "Environment named " + found.name + " is in an invalid state for this operation. Must be Ready.");
        }
        boolean isTooMuch = update.versionLabel().isPresent()
                && (update.template().isPresent() || (apart && !update.options().isEmpty()));
        if (isTooMuch) {
            throw new RemoteCallException(
                    Kind.INVALID,
                    "elasticbeanstalk:UpdateEnvironment",
                    "InvalidParameterCombination",
                    "Could not update environment " + found.name + ": not together.",
                    new IllegalStateException("not together"));
        }
        update.versionLabel().ifPresent(label -> versions.require("UpdateEnvironment", found.application, label));
        Map<OptionName, String> options = new TreeMap<>(update.options());
        update.template().map(templates::get).ifPresent(kept -> {
            found.options.clear();
            options.putAll(kept);
        });
        String label = update.versionLabel().orElse(found.label);
        String request = request();
        found.update(time.instant(), update.versionLabel(), options, request, fate(label));
        effects.add("update " + found.name
                + update.versionLabel().map(to -> " to " + to).orElse("")
                + (update.options().isEmpty() ? "" : " with " + update.options().size() + " options")
                + update.template().map(template -> " by template").orElse(""));
        return request;
    }

    @Override
    public synchronized Map<OptionName, String> options(AwsScope scope, String application, String environment) {
        enter("options");
        return named(environment).map(found -> Map.copyOf(found.options)).orElse(Map.of());
    }

    /** What is launched with instances replaces them, the rest restarts the application. */
    @Override
    public synchronized Map<OptionName, OptionEffect> effects(
            AwsScope scope, String application, String environment, Collection<OptionName> names) {
        enter("effects");
        Map<OptionName, OptionEffect> effects = new TreeMap<>();
        names.forEach(name -> effects.put(
                name,
                switch (name.namespace()) {
                    case "aws:autoscaling:launchconfiguration" -> OptionEffect.REPLACES_INSTANCES;
                    case OptionName.VARIABLES -> OptionEffect.RESTARTS_SERVERS;
                    default -> OptionEffect.NONE;
                }));
        return effects;
    }

    @Override
    public synchronized void keepOptions(AwsScope scope, String application, String environmentId, String template) {
        enter("keepOptions");
        templates.putIfAbsent(template, new TreeMap<>(existing("CreateConfigurationTemplate", environmentId).options));
    }

    @Override
    public synchronized Map<OptionName, String> keptOptions(AwsScope scope, String application, String template) {
        enter("keptOptions");
        return Map.copyOf(templates.getOrDefault(template, Map.of()));
    }

    @Override
    public synchronized void forgetOptions(AwsScope scope, String application, String template) {
        enter("forgetOptions");
        templates.remove(template);
    }

    @Override
    public synchronized List<EnvironmentEvent> events(AwsScope scope, String environmentId, Instant since) {
        enter("events");
        return byId(environmentId).map(FakeEnvironment::events).orElse(List.of()).stream()
                .filter(event -> !event.at().isBefore(since))
                .toList();
    }

    @Override
    public synchronized Optional<InstancesHealth> instances(AwsScope scope, String environmentId) {
        enter("instances");
        return byId(environmentId).flatMap(found -> found.instances(time.instant()));
    }

    @Override
    public synchronized void requestLogs(AwsScope scope, String environmentId) {
        enter("requestLogs");
        logsAskedAt.put(environmentId, time.instant());
    }

    @Override
    public synchronized List<InstanceLog> logs(AwsScope scope, String environmentId, Instant since) {
        enter("logs");
        Instant asked = logsAskedAt.getOrDefault(environmentId, Instant.MAX);
        if (asked.isBefore(since) || time.instant().isBefore(asked.plus(FakeVersions.PROCESSING))) {
            return List.of();
        }
        String text = fates.values().stream().map(Fate::log).findFirst().orElse("");
        return existing("RetrieveEnvironmentInfo", environmentId).instances(time.instant()).stream()
                .flatMap(all -> all.instances().stream())
                .map(instance -> new InstanceLog(instance.id(), text))
                .toList();
    }

    @Override
    public synchronized Optional<ApplicationVersion> version(AwsScope scope, String application, String label) {
        enter("version");
        return versions.find(application, label, time.instant());
    }

    @Override
    public synchronized List<ApplicationVersion> versions(AwsScope scope, String application) {
        enter("versions");
        return versions.all(time.instant()).stream()
                .filter(version -> version.application().equals(application))
                .toList();
    }

    @Override
    public synchronized List<ApplicationVersion> allVersions(AwsScope scope) {
        enter("allVersions");
        return versions.all(time.instant());
    }

    @Override
    public synchronized List<EnvironmentEvent> versionEvents(AwsScope scope, String application, String label) {
        enter("versionEvents");
        return versions.events(application, label, time.instant());
    }

    @Override
    public synchronized void createVersion(AwsScope scope, NewVersion asked) {
        enter("createVersion");
        versions.create(asked, time.instant());
        effects.add("version " + asked.label());
    }

    @Override
    public synchronized void deleteVersion(AwsScope scope, String application, String label, boolean withBundle) {
        enter("deleteVersion");
        if (versions.delete(application, label)) {
            effects.add("delete version " + label + (withBundle ? "" : " without its bundle"));
        }
    }

    @Override
    public synchronized void abort(AwsScope scope, String environmentId) {
        enter("abort");
        byId(environmentId).filter(found -> found.abortable).ifPresent(found -> {
            found.abort(time.instant(), request());
            effects.add("abort " + found.name);
        });
    }

    @Override
    public synchronized void terminate(AwsScope scope, String environmentId) {
        enter("terminate");
        byId(environmentId).filter(found -> !found.status.isEnding()).ifPresent(found -> {
            found.terminate(time.instant(), request());
            effects.add("terminate " + found.name);
        });
    }

    @Override
    public synchronized void swapCnames(AwsScope scope, String environmentId, String otherEnvironmentId) {
        enter("swapCnames");
        FakeEnvironment one = existing("SwapEnvironmentCNAMEs", environmentId);
        FakeEnvironment other = existing("SwapEnvironmentCNAMEs", otherEnvironmentId);
        String cname = one.cname;
        String request = request();
        one.takeName(time.instant(), other.cname, request);
        other.takeName(time.instant(), cname, request);
        effects.add("swap " + one.name + " and " + other.name);
    }

    @Override
    public synchronized List<Platform> platforms(AwsScope scope) {
        enter("platforms");
        return List.of(
                new Platform("64bit Amazon Linux 2023 v4.3.0 running Docker", false),
                new Platform("64bit Amazon Linux 2023 v4.2.0 running Docker", false),
                new Platform("64bit Amazon Linux 2023 v6.1.0 running Node.js 20", false),
                new Platform("64bit Amazon Linux 2018.03 v2.26.0 running Multi-container Docker", true));
    }

    private void enter(String method) {
        environments.forEach(each -> each.moveTo(time.instant()));
        if (!method.isEmpty()) {
            calls.add(method);
            whenCalled.accept(method);
        }
    }

    private FakeEnvironment make(String application, String name, String label, String platform) {
        FakeEnvironment made = new FakeEnvironment(
                "e-" + Integer.toHexString(0xabcdef00 + environments.size()),
                name,
                application,
                label,
                platform,
                time.instant());
        environments.add(made);
        if (!label.isEmpty()) {
            versions.settle(application, label, time.instant());
        }
        return made;
    }

    private Fate fate(String label) {
        return fates.entrySet().stream()
                .filter(fate -> label.startsWith(fate.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Fate.GOOD);
    }

    private String request() {
        return "request-" + ++requests;
    }

    private Optional<FakeEnvironment> named(String name) {
        return environments.stream()
                .filter(each -> each.name.equals(name) && each.status != EnvironmentStatus.TERMINATED)
                .findFirst();
    }

    private Optional<FakeEnvironment> byId(String id) {
        return environments.stream().filter(each -> each.id.equals(id)).findFirst();
    }

    private FakeEnvironment existing(String operation, String id) {
        return byId(id).orElseThrow(() -> FakeVersions.failure(
                Kind.NOT_FOUND, operation, "No Environment found for EnvironmentId = '" + id + "'."));
    }
}
