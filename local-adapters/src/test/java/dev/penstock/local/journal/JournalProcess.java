package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** Another process with the same journal: it creates an execution and appends to it until it is refused or ended. */
final class JournalProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private long acknowledged;

    private JournalProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) {
        ExecutionId id = ExecutionId.of(arguments[1]);
        RunnerId runner = new RunnerId("other");
        SqliteJournalOptions options = SqliteJournalOptions.defaults()
                .withLease(Duration.parse(arguments[2]), InstantSource.system())
                .withNativeLibraries(Path.of(arguments[3]));
        try (Journal journal = SqliteJournal.open(Path.of(arguments[0]), options)) {
            var fence = journal.register(runner).firstFence();
            journal.create("web", "sha256:1", new AppendBuilder(id, 0, fence).build())
                    .join();
            for (long version = 1; ; version++) {
                System.out.println(version);
                // So that it is not always in the middle of a transaction when it is stopped.
                LockSupport.parkNanos(2_000_000);
                journal.append(new AppendBuilder(id, version, fence).build()).join();
            }
        } catch (CompletionException e) {
            System.out.println(e.getCause());
        }
    }

    static JournalProcess start(Path journal, ExecutionId id, Duration lease, Path libraries)
            throws IOException, URISyntaxException {
        Set<String> classPath = new LinkedHashSet<>();
        for (Class<?> type : List.of(
                JournalProcess.class,
                SqliteJournal.class,
                Journal.class,
                AppendBuilder.class,
                org.sqlite.JDBC.class,
                org.slf4j.Logger.class,
                org.jspecify.annotations.NullMarked.class)) {
            classPath.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(System.getProperty("path.separator"), classPath),
                JournalProcess.class.getName(),
                journal.toString(),
                id.toString(),
                lease.toString(),
                libraries.toString());
        return new JournalProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Reads what the process says until it has acknowledged a version. */
    void awaitVersion(long version) throws IOException {
        do {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the other process has ended");
            }
            acknowledged = Long.parseLong(line);
        } while (acknowledged < version);
    }

    /** The last thing that the process says before it ends. */
    String lastLine() throws IOException {
        String last = "";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            last = line;
        }
        return last;
    }

    /** Ends the process at once; gives the last version that it acknowledged. */
    long kill() throws IOException, InterruptedException {
        // Process.destroyForcibly would close its output as well.
        process.toHandle().destroyForcibly();
        process.waitFor();
        String last = lastLine();
        return last.isEmpty() ? acknowledged : Long.parseLong(last);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
