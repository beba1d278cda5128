package dev.penstock.local.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.metric.CountingCommands;
import dev.penstock.secret.Masker;
import dev.penstock.verdict.ArmCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs programs that count as processes of this machine. Their standard error is looked at when they fail. */
public final class ProgramCounts implements CountingCommands {

    private static final String OPERATION = "command:run";
    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_TOLD = 200;
    /** Made when something is read: most runs ask nothing here, and making it takes longer than the rest of a start. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }

    private final Masker masker;

    /** Programs of this machine; secrets in what they complain of are masked. */
    public ProgramCounts(Masker masker) {
        this.masker = masker;
    }

    @Override
    public Counts run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(run);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw failure(Kind.NOT_FOUND, run, "it could not be started: " + e.getMessage(), e);
        }
        FutureTask<byte[]> printed = reading(process.getInputStream());
        FutureTask<byte[]> complained = reading(process.getErrorStream());
        try {
            process.getOutputStream().close();
            boolean hasEnded = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!hasEnded) {
                throw failure(
                        Kind.TRANSIENT,
                        run,
                        "it took longer than " + limit.toMillis() + " ms",
                        new IOException("slow"));
            }
            if (process.exitValue() != 0) {
                throw failure(
                        Kind.TRANSIENT,
                        run,
                        "it ended with " + process.exitValue() + lastLine(complained),
                        new IOException("exit code " + process.exitValue()));
            }
            return counts(run, read(printed, run));
        } catch (IOException e) {
            throw failure(Kind.TRANSIENT, run, "it was lost: " + e.getMessage(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads beside, as a program that prints more than fits waits otherwise until somebody reads. */
    private static FutureTask<byte[]> reading(InputStream stream) {
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            byte[] read = stream.readNBytes(LARGEST + 1);
            stream.transferTo(OutputStream.nullOutputStream());
            return read;
        });
        Thread.ofVirtual().name("command-output").start(reading);
        return reading;
    }

    private static String read(FutureTask<byte[]> printed, List<String> run) throws InterruptedException, IOException {
        byte[] bytes = bytes(printed);
        if (bytes.length > LARGEST) {
            throw failure(Kind.INVALID, run, "it printed more than 64 KiB", new IOException("too large"));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(FutureTask<byte[]> read) throws InterruptedException, IOException {
        try {
            // Who keeps the output open after the program has ended is not waited for.
            return read.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("its output did not end", e);
        }
    }

    private String lastLine(FutureTask<byte[]> complained) throws InterruptedException {
        try {
            String text = new String(bytes(complained), StandardCharsets.UTF_8).strip();
            String line = masker.mask(text.substring(text.lastIndexOf('\n') + 1));
            return line.isEmpty()
                    ? ""
                    : ": " + (line.length() <= LONGEST_TOLD ? line : line.substring(0, LONGEST_TOLD));
        } catch (IOException e) {
            return "";
        }
    }

    private static Counts counts(List<String> run, String text) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw failure(Kind.INVALID, run, "it did not print one line of JSON", e);
        }
        JsonNode missing = root.path("missing");
        if (missing.isString() && root.size() == 1) {
            String reason = missing.asString("");
            return new Counts.Nothing(
                    "The command has no data: " + reason.substring(0, Math.min(reason.length(), LONGEST_TOLD)));
        }
        return new Counts.Both(counts(run, root, "canary"), counts(run, root, "baseline"));
    }

    private static ArmCounts counts(List<String> run, JsonNode root, String arm) {
        JsonNode requests = root.path(arm).path("requests");
        JsonNode bad = root.path(arm).path("bad");
        if (!requests.canConvertToLong()
                || !bad.canConvertToLong()
                || !requests.isIntegralNumber()
                || !bad.isIntegralNumber()) {
            throw failure(
                    Kind.INVALID,
                    run,
                    "it printed no whole numbers 'requests' and 'bad' of '" + arm + "'",
                    new IllegalArgumentException(arm));
        }
        try {
            return new ArmCounts(requests.asLong(), bad.asLong());
        } catch (IllegalArgumentException e) {
            throw failure(Kind.INVALID, run, "it printed what cannot be of '" + arm + "': " + e.getMessage(), e);
        }
    }

    private static RemoteCallException failure(Kind kind, List<String> run, String why, Exception cause) {
        return new RemoteCallException(
                kind, OPERATION, "", "Could not count by '" + run.getFirst() + "': " + why + ".", cause);
    }
}
