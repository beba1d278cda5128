package dev.penstock.metric;

import dev.penstock.verdict.ArmCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs that count. */
@FunctionalInterface
public interface CountingCommands {

    /** What a program printed. */
    sealed interface Counts {

        /** Counts of both arms. */
        record Both(ArmCounts canary, ArmCounts baseline) implements Counts {}

        /**
         * It has no data.
         *
         * @param reason one full sentence
         */
        record Nothing(String reason) implements Counts {}
    }

    /**
     * Runs a program, never by a shell, and reads the one line of JSON that it prints.
     *
     * @param run the program and its arguments
     * @param environment variables that are added to the runner's own
     * @param limit after which it is ended
     * @throws dev.penstock.action.RemoteCallException when it cannot be started, fails, takes too long, or prints something else
     */
    Counts run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException;
}
