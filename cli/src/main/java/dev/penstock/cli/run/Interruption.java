package dev.penstock.cli.run;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.terminal.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C and SIGTERM while an engine works. The first lets go of the execution in good order, the second ends the process
 * at once; after either the execution can be resumed.
 */
final class Interruption {

    private final CompletableFuture<ExitCode> first = new CompletableFuture<>();

    /** Listens from now on, until the process ends. */
    Interruption() {
        Signals.on("INT", () -> arrived(ExitCode.INTERRUPTED));
        Signals.on("TERM", () -> arrived(ExitCode.TERMINATED));
    }

    private void arrived(ExitCode code) {
        if (!first.complete(code)) {
            Runtime.getRuntime().halt(code.number());
        }
    }

    /** Waits, and says whether a signal has arrived. */
    boolean waitFor(long millis) throws InterruptedException {
        try {
            first.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes with the exit code when the first signal arrives. */
    CompletableFuture<ExitCode> first() {
        return first;
    }
}
