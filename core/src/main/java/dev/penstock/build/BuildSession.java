package dev.penstock.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A shell that keeps its state (variables, functions, directory) from command to command. For use by one thread.
 *
 * <p>A command that ends the shell, by {@code exit} or {@code exec}, fails or succeeds with the status it gives; the next
 * command gets a new shell with the same directory and the same exported variables.
 */
public interface BuildSession extends AutoCloseable {

    /** Where the primary source is, as commands see it ({@code CODEBUILD_SRC_DIR}). */
    String sourceDirectory();

    /**
     * Runs a command, which may have several lines, and waits for it.
     *
     * @return its exit status; 128 and the signal's number when a signal ended it
     * @throws BuildTimeoutException if the build's time is up; the command may still run until the session is closed
     * @throws InterruptedException if the calling thread was interrupted; likewise
     */
    int run(String command) throws IOException, InterruptedException, BuildTimeoutException;

    /** Sets and exports a variable for the commands to come. The value must be one that may be seen. */
    void export(String name, String value) throws IOException, InterruptedException, BuildTimeoutException;

    /**
     * The values that variables of the shell have now, exported or not.
     *
     * @param names identifiers by {@link BuildEnvironment#isIdentifier}
     * @return those that are set
     */
    Map<String, String> variables(Collection<String> names)
            throws IOException, InterruptedException, BuildTimeoutException;

    /**
     * A folder of this machine with what a folder of the build holds, to be read before the session is closed.
     *
     * @param path absolute, as commands see it
     * @return absent if there is no such folder
     */
    Optional<Path> folder(String path) throws IOException, InterruptedException;

    /** Ends everything that the build has started and still runs. */
    @Override
    void close() throws IOException;
}
