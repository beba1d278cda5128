package dev.penstock.simulator.containers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An engine that runs containers for a simulated AWS. Safe for use by many threads. Calls block for as long as the
 * engine works; a container is named by the id that {@link #create} gave it.
 *
 * <p>Closing it ends and removes everything that was made through it.
 */
public interface ContainerRuntime extends AutoCloseable {

    /**
     * What the user lets containers do beyond their own walls. Definitions that ask for more do not start.
     *
     * @param privileged containers may be privileged
     * @param hostFolders folders of the engine's machine may be mounted
     */
    record Permissions(boolean privileged, boolean hostFolders) {

        public static final Permissions NONE = new Permissions(false, false);
    }

    /**
     * What a registry is told.
     *
     * @param user like {@code AWS}
     * @param password secret
     */
    record Login(String user, String password) {

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** What the user allowed. */
    Permissions permissions();

    /**
     * Brings an image to the engine. One that is there is pulled again only where the registry asks for a login: those
     * without may have been built on this machine.
     *
     * @param reference by tag or digest
     * @param login for the registry; empty for one that asks for none
     * @return what to make containers of
     */
    String pull(String reference, Optional<Login> login) throws ContainerFailure, InterruptedException;

    /**
     * Builds an image. It goes with the runtime.
     *
     * @param output takes what the build prints
     * @return what to make containers of
     */
    String build(ImageBuild build, Consumer<String> output) throws ContainerFailure, InterruptedException;

    /**
     * Makes a network in which containers with interfaces of their own find each other by name.
     *
     * @param name unique among those of this runtime
     * @return what stands for it, for {@link ContainerSpec.Network.Bridge} and {@link #removeBridge}
     */
    String createBridge(String name, Map<String, String> labels) throws ContainerFailure;

    /** Removes such a network. It may be gone. */
    void removeBridge(String bridge) throws ContainerFailure;

    /**
     * Puts files into a volume, which is made when it is not there.
     *
     * @param volume as {@link ContainerSpec.Mount.Source.Volume} names it
     * @param tar of the files, paths from the volume's root
     */
    void fill(String volume, byte[] tar) throws ContainerFailure;

    /**
     * Puts files into a container that has not been started.
     *
     * @param tar of the files, paths from the container's root
     */
    void copyInto(String container, byte[] tar) throws ContainerFailure;

    /**
     * Makes network interfaces that several containers share.
     *
     * @param name unique among those of this runtime
     * @param ports published on this machine's loopback interface, each at a port that is free
     * @return what stands for it: a container's id, for {@link ContainerSpec.Network.Shared}, {@link #addresses} and
     *     {@link #remove}
     */
    String createNetwork(String name, Map<String, String> labels, Set<ContainerPort> ports) throws ContainerFailure;

    /** Makes a container; it does not run yet. */
    String create(ContainerSpec spec) throws ContainerFailure;

    /** Starts it. */
    void start(String container) throws ContainerFailure;

    /** Where its published ports are reached on this machine, once it runs. */
    Map<ContainerPort, InetSocketAddress> addresses(String container) throws ContainerFailure;

    /** The address by which other containers reach it, once it runs. */
    String address(String container) throws ContainerFailure;

    /** Waits until it has ended; returns at once when it has. */
    ContainerExit await(String container) throws ContainerFailure, InterruptedException;

    /**
     * Hands on what it prints, from its first line on, and returns when it has ended and all was handed on.
     *
     * @param lines takes some lines at a time, in order; while it is busy the container's output waits in the engine
     */
    void follow(String container, Consumer<List<String>> lines) throws ContainerFailure, InterruptedException;

    /**
     * Runs a command inside.
     *
     * @param patience how long it may take
     * @return its exit code; empty when it took too long
     */
    Optional<Integer> run(String container, List<String> command, Duration patience)
            throws ContainerFailure, InterruptedException;

    /** Asks it to end, by the signal that its image names or else SIGTERM. It may have ended. */
    void terminate(String container) throws ContainerFailure;

    /** Ends it at once. It may have ended. */
    void kill(String container) throws ContainerFailure;

    /** Removes it with all that runs in it. It may be gone. */
    void remove(String container) throws ContainerFailure;

    /** Removes a volume. It may be gone, or may never have been made. */
    void removeVolume(String name) throws ContainerFailure;

    @Override
    void close();
}
