package dev.penstock.local.build;

import dev.penstock.build.BuildMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Shells that are processes of this machine. */
final class HostShells implements ShellHost {

    private static final AtomicInteger SHELLS = new AtomicInteger();

    private final Path program;
    private final Path source;
    private final Map<String, String> environment;
    private final ProcessTree processes;

    HostShells(Path program, BuildMachine machine, Map<String, String> environment, ProcessTree processes) {
        this.program = program;
        this.source =
                machine.sources().values().iterator().next().toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.processes = processes;
    }

    @Override
    public String sourceDirectory() {
        return source.toString();
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public boolean hasFolder(String path) {
        return Files.isDirectory(Path.of(path));
    }

    @Override
    public ShellProcess start(String script, Map<String, String> variables, String directory, ShellSink sink)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-c", script, "build");
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.directory(Path.of(directory).toFile());
        Process process = builder.start();
        processes.add(process.toHandle());
        int number = SHELLS.incrementAndGet();
        List<Thread> pumps = new ArrayList<>();
        pumps.add(pump("penstock-build-output-" + number, process.getInputStream(), sink::output));
        pumps.add(pump("penstock-build-reports-" + number, process.getErrorStream(), sink::report));
        watch(process, pumps, sink, number);
        return new HostShell(process);
    }

    private static Thread pump(String name, InputStream from, Chunk to) {
        Thread thread = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try (from) {
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            to.take(buffer, n);
                        }
                    } catch (IOException e) {
                        // The pipe is closed: the build is over.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Tells that the shell has ended once all is read; what it left running may hold its pipes open for ever. */
    private static void watch(Process process, List<Thread> pumps, ShellSink sink, int number) {
        Thread thread = new Thread(
                () -> {
                    try {
                        int exitStatus = process.waitFor();
                        for (Thread pump : pumps) {
                            pump.join(200);
                        }
                        sink.ended(exitStatus);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "penstock-build-shell-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Chunk {
        void take(byte[] bytes, int length) throws InterruptedException;
    }

    private record HostShell(Process process) implements ShellProcess {

        @Override
        public void send(byte[] bytes) throws IOException {
            OutputStream out = process.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        @Override
        public void finish() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
    }

    @Override
    public Optional<Path> folder(String path) {
        Path folder = Path.of(path);
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        processes.end();
    }
}
