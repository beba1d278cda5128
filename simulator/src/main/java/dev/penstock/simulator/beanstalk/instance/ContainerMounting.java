package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount.Source;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The volumes of an instance's containers. Folders of the instance and named volumes are volumes of the engine that the
 * instance's deployments share; folders of the bundle are filled anew with each; nothing of this machine is mounted, but for
 * what the user allowed.
 */
final class ContainerMounting {

    /** What is the engine's machine's own and of no use elsewhere. */
    private static final Set<String> OF_MACHINE = Set.of("/var/run/docker.sock", "/run/docker.sock", "/proc", "/sys");

    private final ContainerRuntime runtime;
    private final String machine;
    private final String run;
    private final Optional<SourceBundle> bundle;
    private final Consumer<String> log;
    private final Set<String> own = new LinkedHashSet<>();
    private final Set<String> shared = ConcurrentHashMap.newKeySet();

    /**
     * @param machine names what stays with the instance
     * @param run names what goes with the application
     */
    ContainerMounting(
            ContainerRuntime runtime, String machine, String run, Optional<SourceBundle> bundle, Consumer<String> log) {
        this.runtime = runtime;
        this.machine = machine;
        this.run = run;
        this.bundle = bundle;
        this.log = log;
    }

    /** The mounts of a container; what they need is made. Files of the bundle are not among them. */
    List<ContainerSpec.Mount> mounts(PlannedContainer plan) throws ContainerFailure {
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        for (PlannedContainer.Mount mount : plan.mounts()) {
            Optional<ContainerSpec.Mount.Source> source = source(plan, mount);
            source.ifPresent(from -> mounts.add(new ContainerSpec.Mount(from, mount.path(), mount.readOnly())));
        }
        return mounts;
    }

    private Optional<ContainerSpec.Mount.Source> source(PlannedContainer plan, PlannedContainer.Mount mount)
            throws ContainerFailure {
        return switch (mount.source()) {
            case Source.OfBundle(String path) -> ofBundle(path);
            case Source.OfInstance(String path) -> ofInstance(path);
            case Source.Named(String volume) -> shared(machine + "-" + tidy(volume));
            case Source.Own() -> {
                String volume = run + "-" + plan.name() + "-" + tidy(mount.path());
                own.add(volume);
                yield volume(volume);
            }
            case Source.Memory(long bytes) -> Optional.of(new ContainerSpec.Mount.Source.Memory(bytes));
        };
    }

    /** A folder of the bundle, or one that is not there and begins empty. A file is copied in later. */
    private Optional<ContainerSpec.Mount.Source> ofBundle(String path) throws ContainerFailure {
        if (bundle.isPresent() && bundle.get().has(path)) {
            return Optional.empty();
        }
        String volume = run + "-app-" + tidy(path);
        if (own.add(volume) && bundle.isPresent()) {
            runtime.fill(volume, ContainerFiles.folder(bundle.get(), path, Map.of()));
        }
        return volume(volume);
    }

    private Optional<ContainerSpec.Mount.Source> ofInstance(String path) {
        if (OF_MACHINE.contains(path) || path.startsWith("/proc/") || path.startsWith("/sys/")) {
            if (runtime.permissions().hostFolders()) {
                return Optional.of(new ContainerSpec.Mount.Source.HostFolder(path));
            }
            log.accept("[WARN] " + path + " of the host is not mounted: that was not allowed");
            return Optional.empty();
        }
        return shared(machine + "-host-" + tidy(path));
    }

    /** Volumes that stay with the instance. */
    Set<String> shared() {
        return Set.copyOf(shared);
    }

    private Optional<ContainerSpec.Mount.Source> shared(String name) {
        shared.add(name);
        return volume(name);
    }

    private static Optional<ContainerSpec.Mount.Source> volume(String name) {
        return Optional.of(new ContainerSpec.Mount.Source.Volume(name));
    }

    /** Puts files of the bundle into a container that was made and does not run yet. */
    void copyFiles(PlannedContainer plan, String container) throws ContainerFailure {
        for (PlannedContainer.Mount mount : plan.mounts()) {
            if (mount.source() instanceof Source.OfBundle(String path) && bundle.isPresent()) {
                Optional<byte[]> tar = bundle.get().has(path)
                        ? ContainerFiles.file(bundle.get(), path, mount.path())
                        : Optional.empty();
                if (tar.isPresent()) {
                    runtime.copyInto(container, tar.get());
                }
            }
        }
    }

    /** Removes what goes with the application. */
    void removeOwn() throws ContainerFailure {
        for (String volume : own) {
            runtime.removeVolume(volume);
        }
        own.clear();
    }

    /** A name of letters and digits that tells paths apart. */
    private static String tidy(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9]+", "_");
        String tail = plain.substring(Math.max(0, plain.length() - 24));
        return tail + HexFormat.of().toHexDigits(text.hashCode());
    }
}
