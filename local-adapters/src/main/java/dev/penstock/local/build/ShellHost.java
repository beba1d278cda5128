package dev.penstock.local.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the shells of one build run. */
interface ShellHost extends AutoCloseable {

    /** Where the primary source is, as commands see it. */
    String sourceDirectory();

    /** The environment that the first shell starts with. */
    Map<String, String> environment();

    /** Whether there is such a folder, as commands see it. */
    boolean hasFolder(String path) throws IOException;

    /**
     * Starts a shell that runs a script.
     *
     * @param directory absolute, and there
     * @param sink told of all that comes from the shell
     */
    ShellProcess start(String script, Map<String, String> environment, String directory, ShellSink sink)
            throws IOException;

    /** See {@link dev.penstock.build.BuildSession#folder}. */
    Optional<Path> folder(String path) throws IOException, InterruptedException;

    /** Ends everything that runs there. */
    @Override
    void close() throws IOException;
}
