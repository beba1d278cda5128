package dev.penstock.simulator.beanstalk.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A container as an instance is to run it.
 *
 * @param name among those of the instance
 * @param image where it comes from
 * @param entryPoint in place of the image's; empty for the image's
 * @param command in place of the image's; empty for the image's
 * @param environment beside the image's; its values may be secrets, so this record's text leaves them out
 * @param ports of the instance that lead into it
 * @param mounts its volumes
 * @param network how others reach it
 * @param dependencies what must have happened to others before it starts
 * @param essential whether the instance's application ends with it
 * @param settings the rest
 */
public record PlannedContainer(
        String name,
        Image image,
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        List<PortMapping> ports,
        List<Mount> mounts,
        Network network,
        List<Dependency> dependencies,
        boolean essential,
        Settings settings) {

    /** Where an image comes from. */
    public sealed interface Image {

        /**
         * A registry.
         *
         * @param reference by tag or digest
         * @param update whether the registry is asked again for an image that is there
         */
        record Pull(String reference, boolean update) implements Image {}

        /**
         * A Dockerfile of the bundle.
         *
         * @param context the folder in the bundle that is sent along; empty for the root
         * @param dockerfile in that folder
         * @param arguments of the build
         * @param target the stage that is wanted; the last one if empty
         */
        record Build(String context, String dockerfile, Map<String, String> arguments, Optional<String> target)
                implements Image {
            public Build {
                arguments = Map.copyOf(arguments);
            }

            /** The Dockerfile's path in the bundle. */
            public String path() {
                return (context.isEmpty() ? "" : context + "/") + dockerfile;
            }
        }
    }

    /**
     * A port of the instance that leads into the container.
     *
     * @param instance 1 to 65535; 0 for any that is free
     * @param container 1 to 65535
     * @param udp whether it is of UDP rather than TCP
     */
    public record PortMapping(int instance, int container, boolean udp) {}

    /** A volume in the container. */
    public record Mount(Source source, String path, boolean readOnly) {

        /** What is mounted. */
        public sealed interface Source {

            /** A file or folder of the bundle; the root if empty. */
            record OfBundle(String path) implements Source {}

            /** A folder of the instance, which its containers share. */
            record OfInstance(String path) implements Source {}

            /** A volume of that name, which the instance's containers share. */
            record Named(String name) implements Source {}

            /** Nobody else's. */
            record Own() implements Source {}

            /** Memory. */
            record Memory(long bytes) implements Source {}
        }
    }

    /**
     * How others reach it.
     *
     * @param aliases names beside its own
     * @param hostname its own idea of its name
     * @param hosts further names that it knows, with their addresses
     * @param none whether it has no network at all
     */
    public record Network(Set<String> aliases, Optional<String> hostname, Map<String, String> hosts, boolean none) {

        public Network {
            aliases = Set.copyOf(aliases);
            hosts = Map.copyOf(hosts);
        }
    }

    /** What must have happened to another container. */
    public record Dependency(String container, Condition condition) {

        /** How far the other must have come. */
        public enum Condition {
            STARTED,
            HEALTHY,
            COMPLETED
        }
    }

    /**
     * How it is found out whether the container is well.
     *
     * @param command {@code CMD} and words, {@code CMD-SHELL} and a line, or {@code NONE}
     */
    public record HealthCheck(
            List<String> command, long intervalSeconds, long timeoutSeconds, int retries, long startPeriodSeconds) {
        public HealthCheck {
            command = List.copyOf(command);
        }
    }

    /**
     * The rest.
     *
     * @param memoryBytes at which it is killed
     * @param memoryReservationBytes what it is left when memory is short
     * @param cpuShares its weight
     * @param workingDirectory in place of the image's
     * @param user in place of the image's
     * @param privileged whether it may do anything on the engine's machine
     * @param readOnlyRoot whether it may not write to its own file system
     * @param init whether an init process reaps its children
     * @param terminal whether it gets one
     * @param addedCapabilities beside the engine's defaults
     * @param droppedCapabilities of the engine's defaults
     * @param healthCheck if there is one
     * @param restarts whether it is started again when it ends
     * @param logFolder in the container, whose files are collected
     */
    public record Settings(
            OptionalLong memoryBytes,
            OptionalLong memoryReservationBytes,
            OptionalInt cpuShares,
            Optional<String> workingDirectory,
            Optional<String> user,
            boolean privileged,
            boolean readOnlyRoot,
            boolean init,
            boolean terminal,
            List<String> addedCapabilities,
            List<String> droppedCapabilities,
            Optional<HealthCheck> healthCheck,
            Restart restarts,
            Optional<String> logFolder) {

        /** The image's and the engine's own. */
        public static final Settings DEFAULT = new Settings(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Restart.NEVER,
                Optional.empty());

        public Settings {
            addedCapabilities = List.copyOf(addedCapabilities);
            droppedCapabilities = List.copyOf(droppedCapabilities);
        }
    }

    /** When a container that has ended is started again. */
    public enum Restart {
        NEVER,
        ON_FAILURE,
        ALWAYS
    }

    public PlannedContainer {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        mounts = List.copyOf(mounts);
        dependencies = List.copyOf(dependencies);
    }

    @Override
    public String toString() {
        return "PlannedContainer[" + name + ", " + image + ", environment=" + environment.keySet() + ", ports=" + ports
                + "]";
    }
}
