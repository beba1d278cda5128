package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.ecr.ImageSource.Pull;
import dev.penstock.simulator.ecs.TaskRecord.Running;
import dev.penstock.simulator.logs.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * How a task's containers come up: images are pulled, by the digests that the deployment has already resolved; the
 * {@link TaskBehaviour} says what each container does; logs are written. Wording of reasons: ECS Developer Guide,
 * "Viewing Amazon ECS stopped task errors".
 */
final class TaskStart {

    /**
     * What a pull led to.
     *
     * @param containers as they are described now
     * @param running what they will do
     * @param failure why the task cannot start
     */
    record Prepared(List<Container> containers, List<Running> running, Optional<String> failure) {}

    private final EcsStore ecs;
    private final ImageSource images;
    private final LogStore logs;
    private final TaskBehaviour behaviour;

    TaskStart(EcsStore ecs, ImageSource images, LogStore logs, TaskBehaviour behaviour) {
        this.ecs = ecs;
        this.images = images;
        this.logs = logs;
        this.behaviour = behaviour;
    }

    static boolean ownNetwork(TaskDefinition definition) {
        return "awsvpc".equals(definition.networkModeAsString());
    }

    boolean hasHealthCheck(TaskDefinition definition) {
        return definition.containerDefinitions().stream().anyMatch(c -> essential(c) && c.healthCheck() != null);
    }

    /** How long the pull of a task takes: the slowest of its containers'. */
    Duration pullTime(TaskRecord task) {
        Duration longest = Duration.ZERO;
        for (ContainerDefinition container : definition(task).containerDefinitions()) {
            Duration own = script(task, container, images.pull(reference(task, container)))
                    .pull()
                    .orElse(Durations.PULL);
            longest = own.compareTo(longest) > 0 ? own : longest;
        }
        return longest;
    }

    Prepared prepare(TaskRecord task) {
        List<Container> containers = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (ContainerDefinition container : definition(task).containerDefinitions()) {
            Container described = described(task, container);
            String reference = reference(task, container);
            Pull pull = images.pull(reference);
            ContainerScript script = script(task, container, pull);
            Optional<String> own = whyNot(reference, pull, script).or(() -> missingLogGroup(task, container));
            containers.add(
                    own.isPresent() ? described.toBuilder().reason(own.get()).build() : pulled(described, pull));
            running.add(running(container, script));
            failure = failure.or(() -> own);
            if (pull instanceof Pull.Found found && !task.service().isEmpty()) {
                resolve(task, container.name(), found.digest());
            }
        }
        return new Prepared(containers, running, failure);
    }

    /** When a task that starts now will be known to be healthy, or not to be. */
    Optional<Instant> healthyAt(TaskRecord task, TaskDefinition definition, Instant started) {
        if (!hasHealthCheck(definition)) {
            return Optional.of(started.plus(Durations.HEALTHY_WITHOUT_CHECK));
        }
        Instant latest = started;
        for (ContainerDefinition container : definition.containerDefinitions()) {
            if (essential(container) && container.healthCheck() != null) {
                Instant own = started.plus(verdictAfter(task, container));
                latest = own.isAfter(latest) ? own : latest;
            }
        }
        return Optional.of(latest);
    }

    /** Whether the health check of a container of the task will never pass. */
    boolean neverHealthy(TaskRecord task, TaskDefinition definition) {
        return definition.containerDefinitions().stream()
                .filter(c -> essential(c) && c.healthCheck() != null)
                .anyMatch(c -> script(task, c, images.pull(reference(task, c)))
                        .health()
                        .isEmpty());
    }

    void log(TaskRecord task) {
        for (ContainerDefinition container : definition(task).containerDefinitions()) {
            task.running().stream()
                    .filter(r -> r.container().equals(container.name()))
                    .forEach(r -> r.log().forEach(line -> write(task, container, line)));
        }
    }

    /** The container check passes at its first interval after the script's time, or fails after all its retries. */
    private Duration verdictAfter(TaskRecord task, ContainerDefinition container) {
        HealthCheck check = container.healthCheck();
        Duration interval = check.interval() == null ? Durations.CHECK_INTERVAL : Duration.ofSeconds(check.interval());
        Optional<Duration> health =
                script(task, container, images.pull(reference(task, container))).health();
        if (health.isPresent()) {
            long checks = Math.max(1, Math.ceilDiv(health.get().toMillis(), interval.toMillis()));
            return interval.multipliedBy(checks);
        }
        int retries = check.retries() == null ? Durations.CHECK_RETRIES : check.retries();
        Duration grace = Duration.ofSeconds(check.startPeriod() == null ? 0 : check.startPeriod());
        return grace.plus(interval.multipliedBy(retries));
    }

    private Optional<String> whyNot(String reference, Pull pull, ContainerScript script) {
        if (script.cannotPull().isPresent()) {
            return Optional.of("CannotPullContainerError: pull image manifest has been retried 7 time(s): "
                    + script.cannotPull().get().replace("resolve ref:", "resolve ref " + reference + ":"));
        }
        if (pull instanceof Pull.Missing missing) {
            return Optional.of(
                    "CannotPullContainerError: pull image manifest has been retried 7 time(s): " + missing.message());
        }
        return script.cannotStart().map(why -> "CannotStartContainerError: " + why);
    }

    private Optional<String> missingLogGroup(TaskRecord task, ContainerDefinition container) {
        Map<String, String> options = logOptions(container);
        boolean creates = "true".equals(options.get("awslogs-create-group"));
        if (options.isEmpty() || creates || logs.hasGroup(ecsAccount(task.arn()), region(options), group(options))) {
            return Optional.empty();
        }
        return Optional.of("ResourceInitializationError: failed to validate logger args: create stream has been retried"
                + " 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group"
                + " does not exist. : exit status 1");
    }

    private ContainerScript script(TaskRecord task, ContainerDefinition container, Pull pull) {
        Map<String, String> environment = new HashMap<>();
        Map<String, String> labels = Map.of();
        if (pull instanceof Pull.Found found) {
            environment.putAll(found.environment());
            labels = found.labels();
        }
        container.environment().forEach(pair -> put(environment, pair));
        if (task.task().overrides() != null) {
            task.task().overrides().containerOverrides().stream()
                    .filter(o -> container.name().equals(o.name()))
                    .forEach(o -> o.environment().forEach(pair -> put(environment, pair)));
        }
        try {
            return behaviour.scriptOf(new TaskBehaviour.Launch(
                    task.arn(),
                    task.task().taskDefinitionArn(),
                    container.name(),
                    container.image(),
                    environment,
                    labels));
        } catch (IllegalArgumentException e) {
            return ContainerScript.startFails(String.valueOf(e.getMessage()));
        }
    }

    private static void put(Map<String, String> environment, KeyValuePair pair) {
        if (pair.name() != null) {
            environment.put(pair.name(), pair.value() == null ? "" : pair.value());
        }
    }

    /** The reference to pull: by digest once the deployment has resolved it (version consistency). */
    private String reference(TaskRecord task, ContainerDefinition container) {
        Optional<String> digest = ecs.services
                .get(task.service())
                .flatMap(s -> s.deployment(task.deployment()))
                .map(d -> d.images().getOrDefault(container.name(), ""));
        String image = container.image();
        if (digest.isEmpty()
                || digest.get().isEmpty()
                || image.contains("@")
                || "disabled".equals(container.versionConsistencyAsString())) {
            return image;
        }
        int colon = image.lastIndexOf(':');
        return (colon > image.lastIndexOf('/') ? image.substring(0, colon) : image) + "@" + digest.get();
    }

    private void resolve(TaskRecord task, String container, String digest) {
        ecs.services.get(task.service()).ifPresent(service -> {
            boolean known = service.deployment(task.deployment())
                    .map(d -> d.images().containsKey(container))
                    .orElse(true);
            if (!known) {
                ServiceRecord resolved = service.change(task.deployment(), d -> d.pulled(container, digest));
                ecs.put(resolved);
                resolved.deployment(task.deployment()).ifPresent(d -> Revisions.resolved(ecs, d, container, digest));
            }
        });
    }

    private TaskDefinition definition(TaskRecord task) {
        return ecs.definition(task.task().taskDefinitionArn());
    }

    private static Container described(TaskRecord task, ContainerDefinition container) {
        return task.task().containers().stream()
                .filter(c -> c.name().equals(container.name()))
                .findFirst()
                .orElseThrow();
    }

    private Container pulled(Container container, Pull pull) {
        Container.Builder next = container.toBuilder().runtimeId(task(container) + "-" + ecs.ids.digits(10));
        if (pull instanceof Pull.Found found) {
            next.imageDigest(found.digest());
        }
        return next.build();
    }

    private static String task(Container container) {
        return EcsStore.nameOf(container.taskArn());
    }

    private static Running running(ContainerDefinition container, ContainerScript script) {
        Optional<ContainerScript.Exit> exit = script.exit();
        return new Running(
                container.name(),
                essential(container),
                exit.map(e -> e.after().toMillis()).orElse(-1L),
                exit.map(ContainerScript.Exit::code).orElse(0),
                exit.map(ContainerScript.Exit::outOfMemory).orElse(false),
                script.handlesStop(),
                container.stopTimeout() == null ? (int) Durations.STOP_TIMEOUT.toSeconds() : container.stopTimeout(),
                script.log());
    }

    private void write(TaskRecord task, ContainerDefinition container, String line) {
        Map<String, String> options = logOptions(container);
        if (options.isEmpty()) {
            return;
        }
        String account = ecsAccount(task.arn());
        logs.makeGroup(account, region(options), group(options), ecs.now());
        String prefix = options.getOrDefault("awslogs-stream-prefix", "");
        String stream = prefix.isEmpty() ? task.id() : prefix + "/" + container.name() + "/" + task.id();
        logs.write(account, region(options), group(options), stream, ecs.now(), line);
    }

    private static Map<String, String> logOptions(ContainerDefinition container) {
        boolean awslogs = container.logConfiguration() != null
                && "awslogs".equals(container.logConfiguration().logDriverAsString());
        return awslogs ? container.logConfiguration().options() : Map.of();
    }

    private static String region(Map<String, String> options) {
        return options.getOrDefault("awslogs-region", "");
    }

    private static String group(Map<String, String> options) {
        return options.getOrDefault("awslogs-group", "");
    }

    private static String ecsAccount(String arn) {
        return arn.split(":", 6)[4];
    }

    static boolean essential(ContainerDefinition container) {
        return container.essential() == null || container.essential();
    }
}
