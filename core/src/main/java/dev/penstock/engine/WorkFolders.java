package dev.penstock.engine;

import dev.penstock.execution.ExecutionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folders that attempts of actions work in. They hold nothing that cannot be made again. */
final class WorkFolders {

    private final Path root;

    WorkFolders(Path root) {
        this.root = root;
    }

    Path of(ExecutionId execution, ActionAttempt action) {
        return root.resolve(execution.toString())
                .resolve(safe(action.stage()) + "." + safe(action.action()) + "." + action.attempt());
    }

    /** Removes the folder of an attempt. What cannot be removed is left: it does no harm. */
    void remove(ExecutionId execution, ActionAttempt action) {
        clear(of(execution, action));
        removeQuietly(root.resolve(execution.toString()));
    }

    /** Removes a folder and what is in it, as far as it can be removed. */
    void clear(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(WorkFolders::removeQuietly);
        } catch (IOException | UncheckedIOException e) {
            // Left behind; see above.
        }
    }

    private static void removeQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A folder that still has other attempts in it, or a file that may not be removed.
        }
    }

    /** Names of stages and actions may hold characters that file systems treat specially. */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
