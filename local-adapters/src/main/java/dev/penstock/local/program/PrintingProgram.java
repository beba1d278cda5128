package dev.penstock.local.program;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.secret.Masker;
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

/** Runs programs, never by a shell, for what they print. Their standard error is looked at when they fail. */
public final class PrintingProgram {

    private static final int LONGEST_TOLD = 200;

    private final Masker masker;
    private final String operation;
    private final String whatFailed;
    private final int largest;
    private final Kind whenItFails;

    /**
     * Programs of one purpose.
     *
     * @param masker masks secrets in what they complain of
     * @param operation names the purpose in failures, such as {@code command:run}
     * @param whatFailed how a failure's message begins: {@code Could not count}
     * @param largest the most bytes that one may print
     * @param whenItFails what it counts as that one ends with an error
     */
    public PrintingProgram(Masker masker, String operation, String whatFailed, int largest, Kind whenItFails) {
        this.masker = masker;
        this.operation = operation;
        this.whatFailed = whatFailed;
        this.largest = largest;
        this.whenItFails = whenItFails;
    }

    /**
     * What a program prints to its standard output.
     *
     * @param run the program and its arguments
     * @param environment variables that are added to this process's own
     * @param limit after which it is ended
     * @throws RemoteCallException when it cannot be started, fails, takes too long or prints too much
     */
    public String run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException {
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
                        whenItFails,
                        run,
                        "it ended with " + process.exitValue() + lastLine(complained),
                        new IOException("exit code " + process.exitValue()));
            }
            return read(printed, run);
        } catch (IOException e) {
            throw failure(Kind.TRANSIENT, run, "it was lost: " + e.getMessage(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads beside, as a program that prints more than fits waits otherwise until somebody reads. */
    private FutureTask<byte[]> reading(InputStream stream) {
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            byte[] read = stream.readNBytes(largest + 1);
            stream.transferTo(OutputStream.nullOutputStream());
            return read;
        });
        Thread.ofVirtual().name("command-output").start(reading);
        return reading;
    }

    private String read(FutureTask<byte[]> printed, List<String> run) throws InterruptedException, IOException {
        byte[] bytes = bytes(printed);
        if (bytes.length > largest) {
            throw failure(
                    Kind.INVALID, run, "it printed more than " + largest / 1024 + " KiB", new IOException("too large"));
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

    /**
     * A failure of a program.
     *
     * @param why as the end of a sentence
     */
    public RemoteCallException failure(Kind kind, List<String> run, String why, Exception cause) {
        return new RemoteCallException(
                kind, operation, "", whatFailed + " by '" + run.getFirst() + "': " + why + ".", cause);
    }
}
