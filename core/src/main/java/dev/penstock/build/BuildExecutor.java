package dev.penstock.build;

import java.io.IOException;

/**
 * Gives builds a machine to run on. Passes {@code dev.penstock.build.BuildExecutorContract} (in the test jar). Safe for
 * use by many threads.
 */
public interface BuildExecutor {

    /**
     * Makes a machine ready and brings the sources there. What is left over from an earlier session of the same build is
     * ended first.
     *
     * @param log takes what the build prints, on the thread that calls the session
     * @throws BuildException if this build cannot run here
     * @throws InterruptedException if the calling thread was interrupted; nothing is left behind
     */
    BuildSession open(BuildMachine machine, BuildLog log) throws IOException, InterruptedException;
}
