package dev.penstock.local.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stage of a Dockerfile that only copies and configures comes to. Filled instruction by instruction. */
final class ImagePlan {

    /** The base image, as the Dockerfile has it; absent for {@code scratch}. */
    final Optional<String> base;

    final List<Layer> layers = new ArrayList<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> labels = new LinkedHashMap<>();
    final Set<String> ports = new LinkedHashSet<>();
    final Set<String> volumes = new LinkedHashSet<>();
    final List<String> notes = new ArrayList<>();
    Optional<List<String>> entrypoint = Optional.empty();
    Optional<List<String>> command = Optional.empty();
    Optional<String> user = Optional.empty();
    Optional<String> workingDirectory = Optional.empty();
    List<String> shell = List.of("/bin/sh", "-c");

    ImagePlan(Optional<String> base) {
        this.base = base;
    }

    /** Begins with everything that another stage has. */
    ImagePlan(ImagePlan from) {
        this(from.base);
        layers.addAll(from.layers);
        environment.putAll(from.environment);
        labels.putAll(from.labels);
        ports.addAll(from.ports);
        volumes.addAll(from.volumes);
        notes.addAll(from.notes);
        entrypoint = from.entrypoint;
        command = from.command;
        user = from.user;
        workingDirectory = from.workingDirectory;
        shell = from.shell;
    }

    /** What one instruction adds. */
    record Layer(String name, List<Entry> entries) {}

    /**
     * A file or folder of the image.
     *
     * @param source on this machine; a folder stands for itself only, not for what is in it
     * @param path in the image, absolute
     * @param mode permission bits
     * @param owner {@code user:group}; empty for root
     */
    record Entry(Path source, String path, boolean folder, int mode, String owner) {}

    /** All entries by path; later ones win. */
    Map<String, Entry> entries() {
        Map<String, Entry> all = new LinkedHashMap<>();
        layers.forEach(layer -> layer.entries().forEach(entry -> all.put(entry.path(), entry)));
        return all;
    }
}
