package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Calls {@code penstock} in this JVM and keeps what it says. */
public final class Console {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private String in = "";

    /** Called in the folder that the tests run in. */
    public Console() {
        this(Path.of("").toAbsolutePath());
    }

    /** Called in a folder. */
    public Console(Path directory) {
        this.directory = directory;
        // Builds run the tools of this machine.
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** Sets what is piped in. */
    public Console input(String text) {
        in = text;
        return this;
    }

    /** Sets an environment variable. */
    public Console environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Calls it; what was said before is forgotten. */
    public int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(args, surroundings());
    }

    /** What the call meets. */
    public Surroundings surroundings() {
        return new Surroundings(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ByteArrayInputStream(in.getBytes(UTF_8)),
                Map.copyOf(environment),
                directory,
                Surroundings.Terminals.NONE,
                UTF_8);
    }

    /** What the last call wrote to the standard output. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** What the last call wrote to the standard error output. */
    public String err() {
        return err.toString(UTF_8);
    }
}
