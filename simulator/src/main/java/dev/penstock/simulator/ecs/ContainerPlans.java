package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.ecr.ImageSource.Pull;
import dev.penstock.simulator.service.SecretValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Makes plans of container definitions. Labels are those that the ECS agent gives its containers. What is asked for and
 * not carried out stops the task with a reason that says so.
 */
final class ContainerPlans {

    private static final long MIB = 1024 * 1024;

    private final ImageSource images;
    private final SecretValues secrets;
    private final ContainerRuntime.Permissions permissions;
    private final Supplier<URI> registry;

    /** @param registry where images are pulled from that are in simulated repositories */
    ContainerPlans(
            ImageSource images,
            SecretValues secrets,
            ContainerRuntime.Permissions permissions,
            Supplier<URI> registry) {
        this.images = images;
        this.secrets = secrets;
        this.permissions = permissions;
        this.registry = registry;
    }

    /** The plan of a container. Within a transaction, as secrets are read. */
    ContainerPlan plan(TaskRecord task, TaskDefinition definition, ContainerDefinition container, String reference) {
        Pull pull = images.pull(reference);
        Optional<String> problem = Optional.empty();
        String pulled = reference;
        Optional<ContainerRuntime.Login> login = Optional.empty();
        if (pull instanceof Pull.Found found) {
            pulled = registry.get().getAuthority() + "/" + digested(reference, found.digest());
            login = images.password(reference).map(p -> new ContainerRuntime.Login("AWS", p));
        } else if (pull instanceof Pull.Missing missing) {
            problem = Optional.of(
                    "CannotPullContainerError: pull image manifest has been retried 7 time(s): " + missing.message());
        }
        Optional<ContainerOverride> override = override(task, container);
        Map<String, String> environment = environment(task, container, override);
        problem = problem.or(() -> secrets(task, container, environment)).or(() -> unsupported(definition, container));
        ContainerMounts mounts = ContainerMounts.of(task, definition, container, permissions);
        ContainerSpec spec = new ContainerSpec(
                task.id() + "-" + container.name(),
                pulled,
                labels(task, definition, container),
                process(container, override, environment),
                new ContainerSpec.Network.None(),
                limits(definition, container, override),
                rights(container),
                mounts.mounts());
        return new ContainerPlan(container, pulled, login, spec, mounts.volumes(), problem.or(mounts::problem));
    }

    private static String digested(String reference, String digest) {
        int at = reference.indexOf('@');
        String plain = at < 0 ? reference : reference.substring(0, at);
        int colon = plain.lastIndexOf(':');
        return (colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain) + "@" + digest;
    }

    private static Optional<ContainerOverride> override(TaskRecord task, ContainerDefinition container) {
        return task.task().overrides() == null
                ? Optional.empty()
                : task.task().overrides().containerOverrides().stream()
                        .filter(o -> container.name().equals(o.name()))
                        .findFirst();
    }

    private static Map<String, String> environment(
            TaskRecord task, ContainerDefinition container, Optional<ContainerOverride> override) {
        Map<String, String> environment = new HashMap<>();
        boolean fargate = "FARGATE".equals(task.task().launchTypeAsString());
        environment.put("AWS_EXECUTION_ENV", fargate ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2");
        if (fargate) {
            environment.put("AWS_REGION", region(task));
            environment.put("AWS_DEFAULT_REGION", region(task));
        }
        container.environment().forEach(pair -> put(environment, pair));
        override.ifPresent(o -> o.environment().forEach(pair -> put(environment, pair)));
        return environment;
    }

    /** Adds the secrets' values, or says which one is not to be had. */
    private Optional<String> secrets(TaskRecord task, ContainerDefinition container, Map<String, String> environment) {
        for (Secret secret : container.secrets()) {
            Optional<String> value = secrets.value(account(task), region(task), secret.valueFrom());
            if (value.isEmpty()) {
                boolean manager = secret.valueFrom().contains(":secretsmanager:");
                return Optional.of("ResourceInitializationError: unable to pull secrets or registry auth: execution"
                        + " resource retrieval failed: unable to retrieve secret"
                        + (manager ? " from asm" : "s from ssm") + ": service call has been retried 1 time(s): "
                        + (manager
                                ? "failed to fetch secret " + secret.valueFrom() + " from secrets manager:"
                                        + " ResourceNotFoundException: Secrets Manager can't find the specified secret."
                                : "invalid parameters: " + secret.valueFrom()));
            }
            environment.put(secret.name(), value.get());
        }
        return Optional.empty();
    }

    private Optional<String> unsupported(TaskDefinition definition, ContainerDefinition container) {
        if (Boolean.TRUE.equals(container.privileged()) && !permissions.privileged()) {
            return refused("container " + container.name() + " asks to be privileged, which was not allowed");
        }
        if (!container.volumesFrom().isEmpty()) {
            return refused("volumesFrom is not simulated");
        }
        if (!container.environmentFiles().isEmpty()) {
            return refused("environmentFiles are not simulated");
        }
        boolean bridge = TaskRun.Networking.of(definition) == TaskRun.Networking.OWN;
        return container.links().isEmpty() || bridge ? Optional.empty() : refused("links need the network mode bridge");
    }

    static Optional<String> refused(String why) {
        return Optional.of("CannotCreateContainerError: simulator: " + why);
    }

    private static ContainerSpec.Process process(
            ContainerDefinition container, Optional<ContainerOverride> override, Map<String, String> environment) {
        List<String> command = override.filter(ContainerOverride::hasCommand)
                .map(ContainerOverride::command)
                .filter(words -> !words.isEmpty())
                .orElse(container.command());
        return new ContainerSpec.Process(
                container.entryPoint(),
                command,
                environment,
                Optional.ofNullable(container.workingDirectory()),
                Optional.ofNullable(container.user()),
                Boolean.TRUE.equals(container.pseudoTerminal()));
    }

    /** On Fargate a container without a limit of its own has the task's. */
    private static ContainerSpec.Limits limits(
            TaskDefinition definition, ContainerDefinition container, Optional<ContainerOverride> override) {
        Integer memory = override.map(ContainerOverride::memory).orElse(container.memory());
        Integer reserved = override.map(ContainerOverride::memoryReservation).orElse(container.memoryReservation());
        Integer cpu = override.map(ContainerOverride::cpu).orElse(container.cpu());
        OptionalLong most = memory == null ? ofTask(definition.memory()) : mebibytes(memory);
        LinuxParameters linux = container.linuxParameters();
        Map<String, ContainerSpec.Limits.Range> ulimits = new HashMap<>();
        container
                .ulimits()
                .forEach(u ->
                        ulimits.put(u.nameAsString(), new ContainerSpec.Limits.Range(u.softLimit(), u.hardLimit())));
        return new ContainerSpec.Limits(
                most,
                mebibytes(reserved),
                cpu == null || cpu == 0 ? OptionalInt.empty() : OptionalInt.of(cpu),
                mebibytes(linux == null ? null : linux.sharedMemorySize()),
                ulimits);
    }

    private static OptionalLong ofTask(@Nullable String memory) {
        return memory == null || !memory.matches("[0-9]{1,7}")
                ? OptionalLong.empty()
                : mebibytes(Integer.valueOf(memory));
    }

    private static OptionalLong mebibytes(@Nullable Integer number) {
        return number == null || number == 0 ? OptionalLong.empty() : OptionalLong.of(number * MIB);
    }

    private static ContainerSpec.Rights rights(ContainerDefinition container) {
        LinuxParameters linux = container.linuxParameters();
        boolean capabilities = linux != null && linux.capabilities() != null;
        return new ContainerSpec.Rights(
                Boolean.TRUE.equals(container.privileged()),
                Boolean.TRUE.equals(container.readonlyRootFilesystem()),
                linux != null && Boolean.TRUE.equals(linux.initProcessEnabled()),
                capabilities ? linux.capabilities().add() : List.of(),
                capabilities ? linux.capabilities().drop() : List.of());
    }

    private static Map<String, String> labels(
            TaskRecord task, TaskDefinition definition, ContainerDefinition container) {
        Map<String, String> labels = new HashMap<>(container.dockerLabels());
        labels.putAll(labels(task, definition));
        labels.put("com.amazonaws.ecs.container-name", container.name());
        return labels;
    }

    static Map<String, String> labels(TaskRecord task, TaskDefinition definition) {
        return Map.of(
                "com.amazonaws.ecs.cluster", EcsStore.nameOf(task.task().clusterArn()),
                "com.amazonaws.ecs.task-arn", task.arn(),
                "com.amazonaws.ecs.task-definition-family", definition.family(),
                "com.amazonaws.ecs.task-definition-version", String.valueOf(definition.revision()));
    }

    private static void put(Map<String, String> environment, KeyValuePair pair) {
        if (pair.name() != null) {
            environment.put(pair.name(), pair.value() == null ? "" : pair.value());
        }
    }

    private static String account(TaskRecord task) {
        return task.arn().split(":", 6)[4];
    }

    private static String region(TaskRecord task) {
        return task.arn().split(":", 6)[3];
    }

    /** Every volume of the plans once. */
    static List<String> volumes(List<ContainerPlan> plans) {
        List<String> all = new ArrayList<>();
        plans.forEach(plan -> all.addAll(plan.volumes()));
        return all.stream().distinct().toList();
    }
}
