package dev.penstock.taskdefinition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container of a task (ECS API, {@code ContainerDefinition}).
 *
 * @param name what other containers call it
 * @param image what it runs
 * @param resources how much of the instance or task it gets
 * @param process what is started in it, and as whom
 * @param environment variables, in the order written
 * @param environmentFiles ARNs of files in S3 with further variables
 * @param secrets variables whose values are ARNs or names of secrets, in the order written
 * @param portMappings ports that are reached from outside
 * @param mountPoints volumes in its file system
 * @param volumesFrom containers whose volumes it mounts as well
 * @param links containers that it reaches by name, each {@code name} or {@code name:alias}; in network mode bridge only
 * @param hostname its own name
 * @param essential whether all containers of the task stop with it; empty where not said, which means that they do
 * @param dependsOn what must have happened to other containers first
 * @param healthCheck how it is asked whether it is well
 * @param logConfiguration where its output goes
 * @param others every other field, as JSON, in the order written
 */
public record ContainerDefinition(
        String name,
        String image,
        Resources resources,
        ProcessSettings process,
        Map<String, String> environment,
        List<String> environmentFiles,
        Map<String, String> secrets,
        List<PortMapping> portMappings,
        List<MountPoint> mountPoints,
        List<VolumeFrom> volumesFrom,
        List<String> links,
        Optional<String> hostname,
        Optional<Boolean> essential,
        List<Dependency> dependsOn,
        Optional<HealthCheck> healthCheck,
        Optional<LogConfiguration> logConfiguration,
        Map<String, String> others) {

    public ContainerDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(resources, "resources");
        Objects.requireNonNull(process, "process");
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        environmentFiles = List.copyOf(environmentFiles);
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        portMappings = List.copyOf(portMappings);
        mountPoints = List.copyOf(mountPoints);
        volumesFrom = List.copyOf(volumesFrom);
        links = List.copyOf(links);
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(essential, "essential");
        dependsOn = List.copyOf(dependsOn);
        Objects.requireNonNull(healthCheck, "healthCheck");
        Objects.requireNonNull(logConfiguration, "logConfiguration");
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Whether the other containers of its task stop when it does. */
    public boolean isEssential() {
        return essential.orElse(true);
    }

    /**
     * What it gets.
     *
     * @param cpu CPU units, of which a core has 1024
     * @param memory the hard limit in MiB: it is killed beyond it
     * @param memoryReservation the soft limit in MiB: what is kept for it
     */
    public record Resources(OptionalInt cpu, OptionalInt memory, OptionalInt memoryReservation) {

        /** Nothing is said. */
        public static final Resources NONE =
                new Resources(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

        public Resources {
            Objects.requireNonNull(cpu, "cpu");
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(memoryReservation, "memoryReservation");
        }
    }

    /**
     * What is started.
     *
     * @param entryPoint in place of the image's own; empty keeps that
     * @param command in place of the image's own; empty keeps that
     * @param workingDirectory where it is started
     * @param user as whom: {@code user}, {@code uid}, {@code user:group} and so on
     * @param privileged whether it may do what root on the host may
     * @param readonlyRootFilesystem whether it cannot write to its own file system
     */
    public record ProcessSettings(
            List<String> entryPoint,
            List<String> command,
            Optional<String> workingDirectory,
            Optional<String> user,
            boolean privileged,
            boolean readonlyRootFilesystem) {

        /** As the image has it. */
        public static final ProcessSettings NONE =
                new ProcessSettings(List.of(), List.of(), Optional.empty(), Optional.empty(), false, false);

        public ProcessSettings {
            entryPoint = List.copyOf(entryPoint);
            command = List.copyOf(command);
            Objects.requireNonNull(workingDirectory, "workingDirectory");
            Objects.requireNonNull(user, "user");
        }
    }

    /**
     * A port of the container that is reached from outside.
     *
     * @param containerPort 1 to 65535, or 0 where only a range is said
     * @param hostPort the port of the host; 0 or empty for any in network mode bridge
     * @param protocol tcp or udp
     * @param others every other field, as JSON
     */
    public record PortMapping(int containerPort, OptionalInt hostPort, String protocol, Map<String, String> others) {

        public PortMapping {
            Objects.requireNonNull(hostPort, "hostPort");
            Objects.requireNonNull(protocol, "protocol");
            others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        }
    }

    /** A volume of the task at a path in the container. */
    public record MountPoint(String sourceVolume, String containerPath, boolean readOnly) {

        public MountPoint {
            Objects.requireNonNull(sourceVolume, "sourceVolume");
            Objects.requireNonNull(containerPath, "containerPath");
        }
    }

    /** All volumes of another container. */
    public record VolumeFrom(String sourceContainer, boolean readOnly) {

        public VolumeFrom {
            Objects.requireNonNull(sourceContainer, "sourceContainer");
        }
    }

    /** What another container must have come to before this one starts. */
    public record Dependency(String containerName, Condition condition) {

        public Dependency {
            Objects.requireNonNull(containerName, "containerName");
            Objects.requireNonNull(condition, "condition");
        }

        /** What it must have come to (ECS API, {@code ContainerCondition}). */
        public enum Condition {
            /** It has started. */
            START,
            /** It has ended. */
            COMPLETE,
            /** It has ended with exit code 0. */
            SUCCESS,
            /** Its health check has passed. */
            HEALTHY
        }
    }

    /**
     * How the container is asked whether it is well (ECS API, {@code HealthCheck}).
     *
     * @param command {@code CMD} and words, {@code CMD-SHELL} and a line, or {@code NONE}
     * @param interval seconds between two questions; 30 when not said
     * @param timeout seconds for an answer; 5 when not said
     * @param retries failures in a row that count; 3 when not said
     * @param startPeriod seconds at the start in which failures do not count
     */
    public record HealthCheck(
            List<String> command,
            OptionalInt interval,
            OptionalInt timeout,
            OptionalInt retries,
            OptionalInt startPeriod) {

        public HealthCheck {
            command = List.copyOf(command);
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(retries, "retries");
            Objects.requireNonNull(startPeriod, "startPeriod");
        }
    }

    /**
     * Where output goes.
     *
     * @param logDriver such as {@code awslogs}
     * @param options of the driver, in the order written
     * @param secretOptions options whose values are ARNs of secrets
     */
    public record LogConfiguration(String logDriver, Map<String, String> options, Map<String, String> secretOptions) {

        public LogConfiguration {
            Objects.requireNonNull(logDriver, "logDriver");
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            secretOptions = Collections.unmodifiableMap(new LinkedHashMap<>(secretOptions));
        }
    }
}
