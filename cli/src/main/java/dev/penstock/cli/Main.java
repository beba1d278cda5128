package dev.penstock.cli;

import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;

/** Where {@code penstock} starts. */
public final class Main {

    private Main() {}

    /** Runs one command; the JVM ends with its exit code. */
    public static void main(String[] args) {
        // Otherwise picocli looks for Groovy, and opens every jar of the class path to find that it is not there.
        System.setProperty("picocli.disable.closures", "true");
        int exitCode = new CommandLine(new PenstockCommand()).execute(args);
        // System.exit sets up the JDK's logging to say that it was called, which opens every jar as well.
        if (exitCode != 0 || othersRun()) {
            System.exit(exitCode);
        }
    }

    /** Whether a thread is left that would keep the JVM from ending by itself. */
    private static boolean othersRun() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        var threads = new Thread[group.activeCount() + 8];
        group.enumerate(threads);
        return Arrays.stream(threads)
                .filter(Objects::nonNull)
                .anyMatch(thread -> !thread.isDaemon() && thread != Thread.currentThread());
    }
}
