package dev.penstock.cli;

import picocli.CommandLine;

/** Where {@code penstock} starts. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Otherwise picocli looks for Groovy, and opens every jar of the class path to find that it is not there.
        System.setProperty("picocli.disable.closures", "true");
        System.exit(new CommandLine(new PenstockCommand()).execute(args));
    }
}
