package dev.penstock.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code penstock} as a process of its own. */
final class Child implements AutoCloseable {

    private static final String MAIN = "dev.penstock.cli.Main";
    private static final long PATIENCE_SECONDS = 120;
    private static final long SIGINT = 1 << 1;
    private static final boolean CTRL_C_IS_IGNORED = ignoresCtrlC();

    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static Child start(Path directory, String... args) throws IOException {
        return start(directory, Map.of(), args);
    }

    /** Starts it with more environment variables. */
    static Child start(Path directory, Map<String, String> environment, String... args) throws IOException {
        return start(directory, OwnJvm.command(MAIN, List.of(args)), environment);
    }

    /** Starts it so that it says which classes it loads. */
    static Child startVerbose(Path directory, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load:stdout",
                "-cp",
                absoluteClassPath(),
                MAIN));
        line.addAll(List.of(args));
        return start(directory, line, Map.of());
    }

    private static Child start(Path directory, List<String> line, Map<String, String> environment) throws IOException {
        List<String> heeding = new ArrayList<>(CTRL_C_IS_IGNORED ? List.of("env", "--default-signal=INT") : List.of());
        heeding.addAll(line);
        ProcessBuilder builder =
                new ProcessBuilder(heeding).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    /** Whoever runs the tests in the background ignores Ctrl-C, and so would what they start. Known on Linux. */
    private static boolean ignoresCtrlC() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                synchronized (output) {
                    output.write(bytes, 0, count);
                    output.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was killed: what it said until then counts.
            return;
        } finally {
            synchronized (output) {
                output.notifyAll();
            }
        }
    }

    /** Waits until the process has said something. */
    void awaitOutput(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (output) {
            while (!output().contains(text)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !process.isAlive()) {
                    throw new AssertionError("never said '" + text + "', but:\n" + output());
                }
                output.wait(Math.min(left, 1000));
            }
        }
    }

    /** What it said so far, on both streams. */
    String output() {
        synchronized (output) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** Sends what Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** Sends a signal by its name without {@code SIG}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
