package dev.penstock.local.build;

import dev.penstock.build.BuildEnvironment;
import dev.penstock.build.BuildLog;
import dev.penstock.build.BuildSession;
import dev.penstock.build.BuildTimeoutException;
import dev.penstock.local.build.RunningShell.Event;
import dev.penstock.local.build.ShellReports.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A session over one long-lived shell that runs {@code session.sh}. A shell that ends is followed by another one with the
 * directory and the exported variables that it had. Values travel in pipes only: none of them is written to disk or
 * stands in an argument.
 */
final class ShellSession implements BuildSession {

    private static final String SCRIPT = script();
    private static final String OWN_NAMES = "__penstock_";
    private static final long LAST_WORDS = TimeUnit.SECONDS.toNanos(2);

    private final ShellHost host;
    private final BuildLog log;
    private final boolean separateShells;
    private final Duration timeout;
    private final long deadline;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> initialEnvironment;
    private Map<String, String> environment;
    private String directory;
    private Optional<RunningShell> shell = Optional.empty();

    ShellSession(ShellHost host, BuildLog log, boolean separateShells, Duration timeout) {
        this.host = host;
        this.log = log;
        this.separateShells = separateShells;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.initialEnvironment = new LinkedHashMap<>(host.environment());
        this.environment = initialEnvironment;
        this.directory = host.sourceDirectory();
    }

    @Override
    public String sourceDirectory() {
        return host.sourceDirectory();
    }

    @Override
    public int run(String command) throws IOException, InterruptedException, BuildTimeoutException {
        return run(command, new ArrayList<>());
    }

    @Override
    public void export(String name, String value) throws IOException, InterruptedException, BuildTimeoutException {
        requireIdentifier(name);
        initialEnvironment.put(name, value);
        if (separateShells) {
            return;
        }
        if (shell.isEmpty()) {
            environment = new LinkedHashMap<>(environment);
            environment.put(name, value);
        } else {
            run(name + "='" + value.replace("'", "'\\''") + "'; export " + name);
        }
    }

    @Override
    public Map<String, String> variables(Collection<String> names)
            throws IOException, InterruptedException, BuildTimeoutException {
        StringBuilder request = new StringBuilder();
        for (String name : names) {
            requireIdentifier(name);
            request.append("if [ \"${%1$s+x}\" = x ]; then printf 'value\\0%%s\\0%%s\\0\\0' %1$s \"$%1$s\" >&8; fi\n"
                    .formatted(name));
        }
        List<Report.Value> values = new ArrayList<>();
        run(request + ":", values);
        Map<String, String> result = new LinkedHashMap<>();
        values.forEach(value -> result.put(value.name(), value.value()));
        return result;
    }

    private static void requireIdentifier(String name) {
        if (!BuildEnvironment.isIdentifier(name)) {
            throw new IllegalArgumentException("not the name of a variable: " + name);
        }
    }

    @Override
    public Optional<Path> folder(String path) throws IOException, InterruptedException {
        return host.folder(path);
    }

    @Override
    public void close() throws IOException {
        shell.ifPresent(RunningShell::close);
        shell = Optional.empty();
        host.close();
    }

    private int run(String command, List<Report.Value> values)
            throws IOException, InterruptedException, BuildTimeoutException {
        RunningShell running = shell();
        try {
            running.request(command);
        } catch (IOException e) {
            // Ended between two commands, for instance killed by something that the last one left running.
            running.close();
            shell = Optional.empty();
            running = shell();
            running.request(command);
        }
        int exitStatus = await(running, values);
        if (separateShells) {
            running.close();
            shell = Optional.empty();
        }
        return exitStatus;
    }

    private RunningShell shell() throws IOException {
        if (shell.isEmpty()) {
            Map<String, String> variables = separateShells ? initialEnvironment : environment;
            String wanted = separateShells ? host.sourceDirectory() : directory;
            String start = host.hasFolder(wanted) ? wanted : host.sourceDirectory();
            shell = Optional.of(new RunningShell(sink -> host.start(SCRIPT, variables, start, sink)));
        }
        return shell.get();
    }

    /** Passes on what the command prints, until it has ended and all of that has come. */
    private int await(RunningShell running, List<Report.Value> values)
            throws IOException, InterruptedException, BuildTimeoutException {
        Progress progress = new Progress(running, values);
        while (!progress.done) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new BuildTimeoutException(timeout);
            }
            // After the report only what was printed before can still come: a command that holds the output of an
            // ended shell open is not waited for.
            long patience = progress.exitStatus.isPresent() ? Math.min(left, LAST_WORDS) : left;
            if (!running.await(patience, progress::take) && progress.exitStatus.isPresent()) {
                break;
            }
        }
        if (progress.shellEnds) {
            running.close();
            shell = Optional.empty();
        }
        return progress.exitStatus.orElse(1);
    }

    /** How far a command has come. */
    private final class Progress {

        private final RunningShell running;
        private final List<Report.Value> values;
        private OptionalInt exitStatus = OptionalInt.empty();
        private boolean shellEnds;
        private boolean done;

        Progress(RunningShell running, List<Report.Value> values) {
            this.running = running;
            this.values = values;
        }

        void take(Event event) {
            switch (event) {
                case Event.Line(String text) -> log.line(text);
                case Event.Reported(Report.Value value) -> values.add(value);
                case Event.Reported(Report.Status status) -> {
                    exitStatus = OptionalInt.of(status.exitStatus());
                    shellEnds = status.shellEnds();
                    remember(status);
                    mark();
                }
                case Event.Marked() -> done = true;
                case Event.Ended(int status) -> {
                    // Without a report: the command has replaced the shell, or a signal ended it.
                    exitStatus = exitStatus.isPresent() ? exitStatus : OptionalInt.of(status);
                    shellEnds = true;
                    done = true;
                }
            }
        }

        private void mark() {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            try {
                running.requestMark(HexFormat.of().formatHex(bytes));
            } catch (IOException e) {
                // The shell is gone; that it has ended comes as an event of its own.
                shellEnds = true;
            }
        }
    }

    private void remember(Report.Status status) {
        directory = status.directory();
        environment = new LinkedHashMap<>();
        status.environment().forEach((name, value) -> {
            if (!name.startsWith(OWN_NAMES) && !name.equals("_") && !name.equals("PWD")) {
                environment.put(name, value);
            }
        });
    }

    private static String script() {
        try (InputStream script = ShellSession.class.getResourceAsStream("session.sh")) {
            if (script == null) {
                throw new IllegalStateException("session.sh is missing from the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
