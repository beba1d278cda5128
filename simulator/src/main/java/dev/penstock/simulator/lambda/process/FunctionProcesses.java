package dev.penstock.simulator.lambda.process;

import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Runs the archives of functions in processes of this machine, which ask the runtime API for invocations as in Lambda: what is
 * uploaded is what runs.
 *
 * <p>An environment stays for further invocations of the same version as it is, and takes one at a time; while none is free another
 * one is started. Processes know no simulated time: it stands still while one works, unless it moves by itself. Timeouts and the
 * durations of invocations are real ones. Layers are not unpacked, and images are left to others.
 */
public final class FunctionProcesses implements FunctionRuntime, AutoCloseable {

    private final SimulatedTime time;
    private final Launcher launcher;
    private final FunctionRuntime others;
    private final Path work;
    private final Map<String, Path> unpacked = new HashMap<>();
    private final Map<Kind, Deque<ExecutionEnvironment>> idle = new HashMap<>();
    private final Set<ExecutionEnvironment> all = new HashSet<>();
    private boolean closed;

    /** Invocations that one environment may execute one after the other. */
    private record Kind(
            String function, String version, String code, String handler, int memory, Map<String, String> environment) {

        static Kind of(Invocation invocation) {
            String[] parts = invocation.functionArn().split(":", -1);
            return new Kind(
                    String.join(":", List.of(parts).subList(0, 7)),
                    invocation.version(),
                    invocation.codeSha256(),
                    invocation.handler(),
                    invocation.memory(),
                    invocation.environment());
        }
    }

    /**
     * @param time the clock of the simulated AWS
     * @param others execute what the launcher does not run
     * @throws UncheckedIOException when no temporary folder can be made
     */
    public FunctionProcesses(SimulatedTime time, Launcher launcher, FunctionRuntime others) {
        this.time = time;
        this.launcher = launcher;
        this.others = others;
        try {
            work = Files.createTempDirectory("penstock-functions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<Outcome> invoke(Invocation invocation) {
        if (invocation.codeSha256().isEmpty() || !launcher.runs(invocation)) {
            return others.invoke(invocation);
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        SimulatedTime.Busy busy = time.busy();
        Thread.ofVirtual().name("function-" + invocation.functionName()).start(() -> {
            try (busy) {
                outcome.complete(execute(invocation));
            }
        });
        return outcome;
    }

    private Outcome execute(Invocation invocation) {
        Kind kind = Kind.of(invocation);
        try {
            ExecutionEnvironment environment = free(kind, invocation);
            Outcome outcome = environment.execute(invocation);
            release(kind, environment);
            return outcome;
        } catch (IOException e) {
            return ExecutionEnvironment.impossible(invocation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExecutionEnvironment.impossible(invocation, new IOException("the simulator was closed", e));
        }
    }

    private synchronized ExecutionEnvironment free(Kind kind, Invocation invocation) throws IOException {
        if (closed) {
            throw new IOException("the simulator was closed");
        }
        Deque<ExecutionEnvironment> free = idle.computeIfAbsent(kind, unused -> new ArrayDeque<>());
        while (!free.isEmpty()) {
            ExecutionEnvironment last = free.removeLast();
            if (last.isAlive()) {
                return last;
            }
            end(last);
        }
        ExecutionEnvironment started = ExecutionEnvironment.start(launcher, invocation, code(invocation), work);
        all.add(started);
        return started;
    }

    private synchronized void release(Kind kind, ExecutionEnvironment environment) {
        if (environment.isAlive() && !closed) {
            idle.computeIfAbsent(kind, unused -> new ArrayDeque<>()).add(environment);
        } else {
            end(environment);
        }
    }

    private void end(ExecutionEnvironment environment) {
        environment.close();
        all.remove(environment);
    }

    /** The folder of an archive, unpacked when it is first needed. */
    private Path code(Invocation invocation) throws IOException {
        Path known = unpacked.get(invocation.codeSha256());
        if (known != null) {
            return known;
        }
        Path folder = Files.createTempDirectory(work, "task");
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(invocation.archive().get()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("the archive's entry " + entry.getName() + " leads out of its folder");
                } else if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    ExecutionEnvironment.copy(zip, file);
                }
            }
        }
        unpacked.put(invocation.codeSha256(), folder);
        return folder;
    }

    /** Ends all processes, and removes what was unpacked. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(all).forEach(this::end);
        idle.clear();
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
