package dev.penstock.cli;

import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.TerminalProbe;
import dev.penstock.runner.RunRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command meets outside itself: the standard streams, the environment, the folder that it was called in.
 *
 * @param out for data
 * @param err for talk
 * @param in what is piped in
 * @param environment environment variables
 * @param directory that relative paths are meant from
 * @param terminals which of the streams are terminals
 * @param charset that the streams are written in
 */
public record Surroundings(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path directory,
        Terminals terminals,
        Charset charset) {

    /** Says whether a standard stream is a terminal. */
    @FunctionalInterface
    public interface Terminals {

        /** None is. */
        Terminals NONE = descriptor -> false;

        /** Whether the stream is one; 1 is the standard output, 2 the standard error output. */
        boolean isTerminal(int descriptor);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        // Never System.out: its charset is that of the terminal even where output goes into a file.
        Charset charset = nativeCharset();
        return new Surroundings(
                new StandardOutput(new FileOutputStream(FileDescriptor.out), charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                TerminalProbe::isTerminal,
                charset);
    }

    private static Charset nativeCharset() {
        String name = System.getProperty("native.encoding", "UTF-8");
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** What the standard output can show. */
    public Capabilities outCapabilities() {
        return Capabilities.of(terminals.isTerminal(1), environment, charset);
    }

    /** What the standard error output can show. */
    public Capabilities errCapabilities() {
        return Capabilities.of(terminals.isTerminal(2), environment, charset);
    }

    /** A writer onto one of the streams. */
    PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, charset);
    }

    /** How users call this program: the launcher says so. */
    public String program() {
        return environment.getOrDefault("PENSTOCK_COMMAND", "penstock");
    }

    /** The part of it that a run is asked for from. */
    public RunRequest.Place place() {
        return new RunRequest.Place(directory, environment);
    }

    /** A path as the user meant it. */
    public Path resolve(Path path) {
        return directory.resolve(path).normalize();
    }
}
