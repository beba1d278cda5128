package dev.penstock.simulator.containers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A container to be made.
 *
 * @param name unique among those of this runtime, of letters, digits, {@code _.-}
 * @param image what {@link ContainerRuntime#pull} answered
 * @param labels beside those that the runtime adds
 * @param process what runs in it
 * @param network how it is reached
 * @param limits what it may use
 * @param rights what it may do
 * @param mounts its volumes
 */
public record ContainerSpec(
        String name,
        String image,
        Map<String, String> labels,
        Process process,
        Network network,
        Limits limits,
        Rights rights,
        List<Mount> mounts) {

    /**
     * What runs.
     *
     * @param entryPoint in place of the image's; empty for the image's
     * @param command in place of the image's; empty for the image's
     * @param environment beside the image's. Its values may be secrets, so this record's text leaves them out
     * @param workingDirectory in place of the image's
     * @param user in place of the image's
     * @param terminal whether it gets one
     */
    public record Process(
            List<String> entryPoint,
            List<String> command,
            Map<String, String> environment,
            Optional<String> workingDirectory,
            Optional<String> user,
            boolean terminal) {
        public Process {
            entryPoint = List.copyOf(entryPoint);
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return "Process[entryPoint=" + entryPoint + ", command=" + command + ", environment=" + environment.keySet()
                    + "]";
        }
    }

    /** How a container is reached. */
    public sealed interface Network {

        /**
         * A network interface of its own.
         *
         * @param ports published on this machine's loopback interface, each at a port that is free
         * @param hostname its own name; empty for any
         * @param hosts other names that it knows, with their addresses
         */
        record Own(Set<ContainerPort> ports, Optional<String> hostname, Map<String, String> hosts) implements Network {
            public Own {
                ports = Set.copyOf(ports);
                hosts = Map.copyOf(hosts);
            }
        }

        /**
         * A network interface of its own in a network whose containers find each other by name.
         *
         * @param bridge what {@link ContainerRuntime#createBridge} answered
         * @param ports published on this machine's loopback interface, each at a port that is free
         * @param aliases names by which others in the network find it
         * @param hostname its own name; empty for any
         * @param hosts other names that it knows, with their addresses
         */
        record Bridge(
                String bridge,
                Set<ContainerPort> ports,
                Set<String> aliases,
                Optional<String> hostname,
                Map<String, String> hosts)
                implements Network {
            public Bridge {
                ports = Set.copyOf(ports);
                aliases = Set.copyOf(aliases);
                hosts = Map.copyOf(hosts);
            }
        }

        /**
         * The interfaces of another: they reach each other on localhost.
         *
         * @param with what {@link ContainerRuntime#createNetwork} answered
         */
        record Shared(String with) implements Network {}

        /** None but its own localhost. */
        record None() implements Network {}
    }

    /**
     * What a container may use.
     *
     * @param memoryBytes at which it is killed
     * @param memoryReservationBytes what it is left when memory is short
     * @param cpuShares its weight
     * @param sharedMemoryBytes the size of {@code /dev/shm}
     * @param ulimits by name
     */
    public record Limits(
            OptionalLong memoryBytes,
            OptionalLong memoryReservationBytes,
            OptionalInt cpuShares,
            OptionalLong sharedMemoryBytes,
            Map<String, Range> ulimits) {

        public static final Limits NONE = new Limits(
                OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalLong.empty(), Map.of());

        /** A soft and a hard limit. */
        public record Range(long soft, long hard) {}

        public Limits {
            ulimits = Map.copyOf(ulimits);
        }
    }

    /**
     * What a container may do.
     *
     * @param privileged anything on the engine's machine
     * @param readOnlyRoot not write to its own file system
     * @param initProcess have an init process reap its children
     * @param addedCapabilities beside the engine's defaults, like {@code SYS_PTRACE}
     * @param droppedCapabilities of the engine's defaults
     */
    public record Rights(
            boolean privileged,
            boolean readOnlyRoot,
            boolean initProcess,
            List<String> addedCapabilities,
            List<String> droppedCapabilities) {

        public static final Rights DEFAULT = new Rights(false, false, false, List.of(), List.of());

        public Rights {
            addedCapabilities = List.copyOf(addedCapabilities);
            droppedCapabilities = List.copyOf(droppedCapabilities);
        }
    }

    /**
     * A volume in a container.
     *
     * @param source what is mounted
     * @param path where, absolute
     * @param readOnly whether it cannot be written to
     */
    public record Mount(Source source, String path, boolean readOnly) {

        /** What is mounted. */
        public sealed interface Source {

            /**
             * A volume that the runtime makes when it is first used and removes by {@link ContainerRuntime#removeVolume}.
             *
             * @param name unique among those of this runtime
             */
            record Volume(String name) implements Source {}

            /**
             * A folder of the engine's machine.
             *
             * @param path absolute
             */
            record HostFolder(String path) implements Source {}

            /**
             * Memory.
             *
             * @param bytes its size
             */
            record Memory(long bytes) implements Source {}
        }
    }

    public ContainerSpec {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
    }

    /** The same with another network. */
    public ContainerSpec in(Network other) {
        return new ContainerSpec(name, image, labels, process, other, limits, rights, mounts);
    }
}
