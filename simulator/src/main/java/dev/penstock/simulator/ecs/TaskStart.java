package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.ecr.ImageSource.Pull;
import dev.penstock.simulator.ecs.TaskRecord.Running;
import dev.penstock.simulator.network.Backend;
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
 * How a task's containers come up and end: images are pulled, by the digests that the deployment has already resolved;
 * the {@link TaskBehaviour} says what each container does, or a {@link ContainerAgent} has it done. Wording of reasons:
 * ECS Developer Guide, "Viewing Amazon ECS stopped task errors".
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

    /**
     * Why a task that was activating will not run.
     *
     * @param code its stop code
     * @param reason its stopped reason
     */
    record Failure(String code, String reason) {}

    /**
     * Real containers.
     *
     * @param agent has them made
     * @param plans says of what
     */
    record Real(ContainerAgent agent, ContainerPlans plans) {}

    private final EcsStore ecs;
    private final ImageSource images;
    private final TaskLogs logs;
    private final TaskBehaviour behaviour;
    private final Optional<Real> real;

    /** @param real carries tasks out; without, they are scripted */
    TaskStart(EcsStore ecs, ImageSource images, TaskLogs logs, TaskBehaviour behaviour, Optional<Real> real) {
        this.ecs = ecs;
        this.images = images;
        this.logs = logs;
        this.behaviour = behaviour;
        this.real = real;
    }

    /** Begins to pull a task's images. Its next step comes when that has ended. */
    void pull(TaskRecord task) {
        if (real.isEmpty()) {
            enter(task, pullTime(task));
            return;
        }
        TaskDefinition definition = definition(task);
        List<ContainerPlan> plans = definition.containerDefinitions().stream()
                .map(c -> real.get().plans().plan(task, definition, c, reference(task, c)))
                .toList();
        real.get().agent().pull(task, definition, plans);
    }

    /** Begins to start its containers. Its next step comes when they have started, or cannot: {@link #failure}. */
    void activate(TaskRecord task) {
        real.ifPresentOrElse(r -> r.agent().start(task), () -> enter(task, Durations.START));
    }

    /** Why a task whose containers were started will not run. */
    Optional<Failure> failure(TaskRecord task) {
        return real.flatMap(r -> r.agent().failure(task));
    }

    /**
     * Begins to stop the containers of a task that is {@code STOPPING}. Its next step comes when they have ended.
     *
     * @param scripted how long that takes when they are scripted
     */
    void stop(TaskRecord task, Duration scripted) {
        real.ifPresentOrElse(r -> r.agent().stop(task), () -> enter(task, scripted));
    }

    /** Has what was begun of a task that never ran cleared away. */
    void abandon(TaskRecord task) {
        real.ifPresent(r -> r.agent().stop(task));
    }

    private void enter(TaskRecord task, Duration after) {
        ecs.calendar.enter(EcsStore.TASK_STEP, task.arn(), ecs.now().plus(after));
    }

    static boolean ownNetwork(TaskDefinition definition) {
        return "awsvpc".equals(definition.networkModeAsString());
    }

    boolean hasHealthCheck(TaskDefinition definition) {
        return definition.containerDefinitions().stream().anyMatch(c -> essential(c) && c.healthCheck() != null);
    }

    /** How long the pull of a task takes: the slowest of its containers'. */
    Duration pullTime(TaskRecord task) {
        if (real.isPresent()) {
            return real.get().agent().pullTime(task);
        }
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
            Optional<String> own = (real.isPresent()
                            ? real.get().agent().pullProblem(task, container.name())
                            : whyNot(reference, pull, script))
                    .or(() -> logs.problem(task, container));
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
        if (real.isPresent()) {
            boolean known = real.get().agent().health(task) != LiveContainer.Health.UNKNOWN;
            return known ? Optional.of(started) : Optional.empty();
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

    /** Whether the health check of a container of the task will never pass, or fails now. */
    boolean neverHealthy(TaskRecord task, TaskDefinition definition) {
        if (real.isPresent()) {
            return hasHealthCheck(definition) && real.get().agent().health(task) == LiveContainer.Health.UNHEALTHY;
        }
        return definition.containerDefinitions().stream()
                .filter(c -> essential(c) && c.healthCheck() != null)
                .anyMatch(c -> script(task, c, images.pull(reference(task, c)))
                        .health()
                        .isEmpty());
    }

    /** Writes what scripted containers say when they have started; real ones speak for themselves. */
    void log(TaskRecord task) {
        if (real.isPresent()) {
            return;
        }
        for (ContainerDefinition container : definition(task).containerDefinitions()) {
            task.running().stream()
                    .filter(r -> r.container().equals(container.name()))
                    .forEach(r -> logs.write(task, container, r.log()));
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

    /** What answers at a port of a container that runs; empty while nobody listens. */
    Optional<Backend> answers(TaskRecord task, String container, int containerPort) {
        if (real.isPresent()) {
            return real.get()
                    .agent()
                    .address(task.arn(), container, containerPort)
                    .map(Backend.Listening::new);
        }
        Duration running = Duration.between(task.task().startedAt(), ecs.now());
        return definition(task).containerDefinitions().stream()
                .filter(c -> c.name().equals(container))
                .findFirst()
                .flatMap(c -> behaviour.answers(launch(task, c, images.pull(reference(task, c))), running))
                .map(Backend.Scripted::new);
    }

    /** When a container of a task that runs will next answer otherwise, by its script. */
    Optional<Instant> answersChange(TaskRecord task) {
        if (real.isPresent()) {
            return Optional.empty();
        }
        Instant started = task.task().startedAt();
        Duration running = Duration.between(started, ecs.now());
        return definition(task).containerDefinitions().stream()
                .flatMap(c ->
                        behaviour.answersChange(launch(task, c, images.pull(reference(task, c))), running).stream())
                .min(Duration::compareTo)
                .map(started::plus);
    }

    private ContainerScript script(TaskRecord task, ContainerDefinition container, Pull pull) {
        if (real.isPresent()) {
            return ContainerScript.RUNS;
        }
        try {
            return behaviour.scriptOf(launch(task, container, pull));
        } catch (IllegalArgumentException e) {
            return ContainerScript.startFails(String.valueOf(e.getMessage()));
        }
    }

    private static TaskBehaviour.Launch launch(TaskRecord task, ContainerDefinition container, Pull pull) {
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
        return new TaskBehaviour.Launch(
                task.arn(), task.task().taskDefinitionArn(), container.name(), container.image(), environment, labels);
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

    static boolean essential(ContainerDefinition container) {
        return container.essential() == null || container.essential();
    }
}
