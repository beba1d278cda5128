package dev.penstock.engine;

import dev.penstock.artifact.FolderRemoval;
import dev.penstock.execution.ExecutionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The folders that attempts of actions work in. They hold nothing that cannot be made again. */
final class WorkFolders {

    private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_-]");

    private final Path root;
    private final Set<ExecutionId> used = ConcurrentHashMap.newKeySet();

    WorkFolders(Path root) {
        this.root = root;
    }

    /** The folder of an attempt, which is about to be used. */
    Path of(ExecutionId execution, ActionAttempt action) {
        used.add(execution);
        return folder(execution, action);
    }

    /** Says that an earlier process may have left folders of an execution. */
    void mayBeLeft(ExecutionId execution) {
        used.add(execution);
    }

    /** Forgets an execution that has ended. */
    void ended(ExecutionId execution) {
        if (used.remove(execution)) {
            clear(root.resolve(execution.toString()));
        }
    }

    private Path folder(ExecutionId execution, ActionAttempt action) {
        return root.resolve(execution.toString())
                .resolve(safe(action.stage()) + "." + safe(action.action()) + "." + action.attempt());
    }

    /** Removes the folder of an attempt. What cannot be removed is left: it does no harm. */
    void remove(ExecutionId execution, ActionAttempt action) {
        // Most actions have none: no look at the disk for those.
        if (used.contains(execution)) {
            clear(folder(execution, action));
        }
    }

    /** Removes a folder and what is in it, as far as it can be removed. */
    void clear(Path folder) {
        if (Files.isDirectory(folder)) {
            FolderRemoval.asFarAsPossible(folder);
        }
    }

    /** Names of stages and actions may hold characters that file systems treat specially. */
    private static String safe(String name) {
        return SPECIAL.matcher(name).replaceAll("_");
    }
}
