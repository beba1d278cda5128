package dev.penstock.simulator.lambda.process;

import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import dev.penstock.simulator.lambda.FunctionRuntime.Outcome;
import dev.penstock.simulator.lambda.FunctionRuntime.Result;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that executes one version of a function, one invocation at a time. */
final class ExecutionEnvironment implements AutoCloseable {

    /**
     * How long a runtime may take until it asks for its first invocation; one that takes longer has the function's own time
     * besides: Developer Guide, "Init phase".
     */
    private static final Duration INITIALIZATION = Duration.ofSeconds(10);

    private static final int KILOBYTES_IN_MEGABYTE = 1024;

    private final RuntimeApi api;
    private final Process process;
    private final Path output;
    private long read;
    private boolean ready;

    private ExecutionEnvironment(RuntimeApi api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a process.
     *
     * @param code where the archive was unpacked to
     * @param work where its output may be kept
     */
    static ExecutionEnvironment start(Launcher launcher, Invocation invocation, Path code, Path work)
            throws IOException {
        RuntimeApi api = new RuntimeApi();
        try {
            Path output = Files.createTempFile(work, "output", ".log");
            ProcessBuilder builder = new ProcessBuilder(launcher.command(invocation, code))
                    .directory(code.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            environment.clear();
            environment.put("PATH", path);
            environment.putAll(Variables.of(invocation, code, api.address()));
            environment.putAll(launcher.environment(invocation));
            return new ExecutionEnvironment(api, builder.start(), output);
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /** Whether it can take another invocation. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Executes an invocation; waits for its end. */
    Outcome execute(Invocation invocation) throws InterruptedException {
        try {
            if (!ready) {
                RuntimeApi.Said began = either(api.initialized(), INITIALIZATION.plus(invocation.timeout()));
                if (began instanceof RuntimeApi.Said.Error error) {
                    return outcome(invocation, failed(error), Duration.ZERO);
                }
                ready = true;
            }
            long start = System.nanoTime();
            CompletableFuture<RuntimeApi.Said> said = new CompletableFuture<>();
            // The runtime holds the deadline against the machine's clock.
            Instant deadline = Instant.now().plus(invocation.timeout());
            api.give(new RuntimeApi.Task(
                    invocation.requestId(), invocation.functionArn(), invocation.event(), deadline, said));
            Result result = switch (either(said, invocation.timeout())) {
                case RuntimeApi.Said.Answer(String payload) -> new Result.Answered(payload);
                case RuntimeApi.Said.Error error -> failed(error);
            };
            return outcome(invocation, result, Duration.ofNanos(System.nanoTime() - start));
        } catch (TimeoutException e) {
            close();
            return outcome(invocation, new Result.TimedOut(), invocation.timeout());
        } catch (ExecutionException e) {
            close();
            return outcome(invocation, new Result.Exited(process.exitValue()), Duration.ZERO);
        }
    }

    /** What the runtime says, unless its process ends before. */
    private RuntimeApi.Said either(CompletableFuture<RuntimeApi.Said> said, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        var unused = process.onExit()
                .thenAccept(ended -> said.completeExceptionally(new IOException("the process has ended")));
        return said.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Result failed(RuntimeApi.Said.Error error) {
        JsonValue.Structure body = JsonTexts.structure(error.payload());
        List<String> trace = body.members().get("stackTrace") instanceof JsonValue.Array lines
                ? lines.elements().stream().map(JsonTexts::scalar).toList()
                : List.of();
        return new Result.Failed(text(body, "errorType"), text(body, "errorMessage"), trace);
    }

    private static String text(JsonValue.Structure body, String member) {
        return body.members().get(member) instanceof JsonValue.Text text ? text.value() : "";
    }

    private Outcome outcome(Invocation invocation, Result result, Duration took) {
        return new Outcome(result, took, lines(), Math.min(invocation.memory(), memory()));
    }

    /** What was printed since the last time. A runtime prints before it answers, so nothing of an invocation is missing. */
    private List<String> lines() {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - read)];
            file.seek(read);
            file.readFully(bytes);
            read += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of("the output of the function cannot be read: " + e.getMessage());
        }
    }

    /** The most that it has had in memory, in MB, as far as this machine tells. */
    private int memory() {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToInt(Integer::parseInt)
                    .map(kilobytes -> kilobytes / KILOBYTES_IN_MEGABYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
    }

    /** Reads a whole stream of an archive's entry into a file. */
    static void copy(InputStream in, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
    }

    /** The runtime that such outcomes are of. */
    static Outcome impossible(Invocation invocation, IOException why) {
        return new Outcome(
                new FunctionRuntime.Result.Failed(
                        "Runtime.InvalidEntrypoint",
                        "RequestId: " + invocation.requestId() + " Error: " + why.getMessage(),
                        List.of()),
                Duration.ZERO,
                List.of(),
                0);
    }
}
