package dev.penstock.build;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folders of one run of a build: fresh copies of the sources, and room to work. Deleted at the end, as far as they can
 * be; what a dead runner left is in the way of nobody.
 */
final class BuildFolders implements AutoCloseable {

    private final Path root;
    private final Map<String, Path> sources = new LinkedHashMap<>();

    private BuildFolders(Path root) {
        this.root = root;
    }

    static BuildFolders unpack(ActionContext context) throws IOException {
        BuildFolders folders = new BuildFolders(
                Files.createTempDirectory(context.workDirectory(), "build").toRealPath());
        Files.createDirectory(folders.work());
        BundleReader reader = new BundleReader();
        for (String input : context.inputs().keySet()) {
            Path folder = folders.root.resolve("source-" + folders.sources.size());
            reader.unpack(context.inputBundle(input), folder);
            folders.sources.put(input, folder);
        }
        if (folders.sources.isEmpty()) {
            // Commands without an input begin in an empty folder.
            folders.sources.put("", Files.createDirectory(folders.root.resolve("source")));
        }
        return folders;
    }

    /** Where executor and action may work; empty at first. */
    Path work() {
        return root.resolve("work");
    }

    /** The source in which the build starts. */
    Path primary(Optional<String> name) {
        return sources(name).values().iterator().next();
    }

    /** All sources by name, the one in which the build starts first. */
    Map<String, Path> sources(Optional<String> primary) {
        Map<String, Path> ordered = new LinkedHashMap<>();
        primary.filter(sources::containsKey).ifPresent(name -> ordered.putAll(Map.of(name, sources.get(name))));
        sources.forEach(ordered::putIfAbsent);
        return ordered;
    }

    /** A build may leave what cannot be deleted, such as read-only folders. The attempt's folder goes later. */
    @Override
    public void close() {
        FolderRemoval.asFarAsPossible(root);
    }
}
