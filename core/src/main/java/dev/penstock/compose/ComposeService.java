package dev.penstock.compose;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A service of a Compose project: what is run, and what it needs.
 *
 * @param name what other services call it
 * @param image what it runs, or what the image that is built is called
 * @param build how its image is built
 * @param command in place of the image's own; empty keeps that
 * @param entrypoint in place of the image's own; empty keeps that
 * @param environment variables, those of files included; without a value where nothing is known
 * @param environmentFiles files that variables were read from
 * @param ports ports of the host that lead to it
 * @param expose ports that other services reach
 * @param mounts volumes and folders in its file system
 * @param secrets secrets as files
 * @param configs configs as files
 * @param links other services under further names
 * @param dependsOn what is started before it
 * @param healthcheck how it is asked whether it is well
 * @param networks names of the networks that it is in
 * @param logging where its output goes
 * @param resources how much it gets
 * @param profiles those with which it is active; empty means always
 * @param others every other field, as JSON in its long form, in the order written
 */
public record ComposeService(
        String name,
        Optional<String> image,
        Optional<Build> build,
        Optional<List<String>> command,
        Optional<List<String>> entrypoint,
        Map<String, Optional<String>> environment,
        List<String> environmentFiles,
        List<Port> ports,
        List<String> expose,
        List<Mount> mounts,
        List<FileMount> secrets,
        List<FileMount> configs,
        List<String> links,
        Map<String, Dependency> dependsOn,
        Optional<Healthcheck> healthcheck,
        List<String> networks,
        Optional<Logging> logging,
        Resources resources,
        List<String> profiles,
        Map<String, String> others) {

    public ComposeService {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(build, "build");
        command = command.map(List::copyOf);
        entrypoint = entrypoint.map(List::copyOf);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        environmentFiles = List.copyOf(environmentFiles);
        ports = List.copyOf(ports);
        expose = List.copyOf(expose);
        mounts = List.copyOf(mounts);
        secrets = List.copyOf(secrets);
        configs = List.copyOf(configs);
        links = List.copyOf(links);
        dependsOn = Collections.unmodifiableMap(new LinkedHashMap<>(dependsOn));
        Objects.requireNonNull(healthcheck, "healthcheck");
        networks = List.copyOf(networks);
        Objects.requireNonNull(logging, "logging");
        Objects.requireNonNull(resources, "resources");
        profiles = List.copyOf(profiles);
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /**
     * How an image is built.
     *
     * @param context the folder, or a repository
     * @param dockerfile in the context; empty when the Dockerfile is written in the Compose file
     * @param target the stage to stop at
     * @param args of the build
     * @param others every other field, as JSON
     */
    public record Build(
            String context,
            Optional<String> dockerfile,
            Optional<String> target,
            Map<String, String> args,
            Map<String, String> others) {

        public Build {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(dockerfile, "dockerfile");
            Objects.requireNonNull(target, "target");
            args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
            others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        }
    }

    /**
     * A port of the host.
     *
     * @param target the container's port
     * @param published the host's port, or a range of them; empty for any
     * @param hostIp the address that it is bound to; empty for all
     * @param protocol tcp or udp
     */
    public record Port(int target, Optional<String> published, Optional<String> hostIp, String protocol) {

        public Port {
            Objects.requireNonNull(published, "published");
            Objects.requireNonNull(hostIp, "hostIp");
            Objects.requireNonNull(protocol, "protocol");
        }
    }

    /**
     * Something in the container's file system.
     *
     * @param type {@code bind}, {@code volume}, {@code tmpfs} and so on
     * @param source the folder or the volume's name; empty for one without a name
     * @param target where it is in the container
     * @param options every other field, as JSON
     */
    public record Mount(
            String type, Optional<String> source, String target, boolean readOnly, Map<String, String> options) {

        public Mount {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(target, "target");
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /** A secret or config of the project as a file; without a target it is where Compose puts it. */
    public record FileMount(String source, Optional<String> target) {

        public FileMount {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * Another service that is started first.
     *
     * @param condition {@code service_started}, {@code service_healthy} or {@code service_completed_successfully}
     * @param required whether the service cannot do without it
     */
    public record Dependency(String condition, boolean required) {

        public Dependency {
            Objects.requireNonNull(condition, "condition");
        }
    }

    /**
     * How a container is asked whether it is well.
     *
     * @param test {@code CMD} and words, {@code CMD-SHELL} and a line, or {@code NONE}; empty keeps the image's own
     * @param disabled whether it is not asked at all
     */
    public record Healthcheck(
            List<String> test,
            Optional<Duration> interval,
            Optional<Duration> timeout,
            OptionalInt retries,
            Optional<Duration> startPeriod,
            boolean disabled) {

        public Healthcheck {
            test = List.copyOf(test);
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(retries, "retries");
            Objects.requireNonNull(startPeriod, "startPeriod");
        }
    }

    /** Where output goes: a driver of Docker's, empty for Docker's own choice, and its options. */
    public record Logging(Optional<String> driver, Map<String, String> options) {

        public Logging {
            Objects.requireNonNull(driver, "driver");
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /**
     * How much it gets: {@code mem_limit} and its like, and {@code deploy.resources}.
     *
     * @param memory the most memory, in bytes
     * @param memoryReservation what is kept for it, in bytes
     * @param cpus the most processors
     * @param cpuReservation processors that are kept for it
     * @param replicas how many containers; empty for one
     */
    public record Resources(
            OptionalLong memory,
            OptionalLong memoryReservation,
            OptionalDouble cpus,
            OptionalDouble cpuReservation,
            OptionalInt replicas) {

        public Resources {
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(memoryReservation, "memoryReservation");
            Objects.requireNonNull(cpus, "cpus");
            Objects.requireNonNull(cpuReservation, "cpuReservation");
            Objects.requireNonNull(replicas, "replicas");
        }
    }
}
