package dev.penstock.runner.project;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A folder with pipelines, and what is kept of their executions in its {@code .penstock}:
 *
 * <pre>
 * .penstock/
 *   journal.db  artifacts/  logs/  work/  durations     of runs against AWS
 *   simulated/journal.db  artifacts/  logs/  work/      of simulated runs
 *   simulated/aws/                                      the simulated account
 *   cache/                                              what can be fetched again: clones, base images
 * </pre>
 *
 * @param home the folder that {@code .penstock} is in; absolute
 */
public record Project(Path home) {

    /** The name of the folder that state is kept in. */
    public static final String FOLDER = ".penstock";

    /** The project of a definition: the nearest folder upwards that has a {@code .penstock}, else the definition's own. */
    public static Project ofDefinition(Path definition) {
        Path folder = definition.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("a definition is a file in a folder, not " + definition);
        }
        return containing(folder).orElse(new Project(folder));
    }

    /** The project that a folder is in: the nearest folder upwards that has a {@code .penstock}. */
    public static Optional<Project> containing(Path folder) {
        Path at = folder.toAbsolutePath().normalize();
        while (at != null) {
            if (Files.isDirectory(at.resolve(FOLDER))) {
                return Optional.of(new Project(at));
            }
            at = at.getParent();
        }
        return Optional.empty();
    }

    /**
     * Where a file is that an execution names: where it was, or, if the project was moved since or is on another machine now, the file
     * of the longest end of that path below the project's folder.
     *
     * @param file absolute
     * @return {@code file} itself if there is none
     */
    public Path moved(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        for (int from = 0; from < file.getNameCount(); from++) {
            Path here = home.resolve(file.subpath(from, file.getNameCount()));
            if (Files.exists(here)) {
                return here;
            }
        }
        return file;
    }

    /** Makes the folder, if it is not there, so that Git takes no notice of it. */
    public void prepare() throws IOException {
        Path folder = home.resolve(FOLDER);
        Files.createDirectories(folder);
        try {
            Files.writeString(folder.resolve(".gitignore"), "*\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier run, perhaps changed by the user since.
            return;
        }
    }

    /** The journal of runs against the target. */
    public Path journal(RunTarget target) {
        return folder(target).resolve("journal.db");
    }

    /** Where the artifacts of runs against the target are kept. */
    public Path artifacts(RunTarget target) {
        return folder(target).resolve("artifacts");
    }

    /** Where the logs of runs against the target are kept. */
    public Path logs(RunTarget target) {
        return folder(target).resolve("logs");
    }

    /** Where actions of runs against the target work. */
    public Path work(RunTarget target) {
        return folder(target).resolve("work");
    }

    /** What was learned of how long deployments to AWS take. */
    public Path durations() {
        return folder(RunTarget.AWS).resolve("durations");
    }

    /** The simulated account. */
    public Path simulatedAws() {
        return folder(RunTarget.SIMULATED).resolve("aws");
    }

    /** What can be fetched again. */
    public Path cache() {
        return home.resolve(FOLDER).resolve("cache");
    }

    /** Where everything of runs against the target is kept. */
    public Path folder(RunTarget target) {
        Path folder = home.resolve(FOLDER);
        return switch (target) {
            case AWS -> folder;
            case SIMULATED -> folder.resolve("simulated");
        };
    }
}
