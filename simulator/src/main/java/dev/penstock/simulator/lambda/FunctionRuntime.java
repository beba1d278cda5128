package dev.penstock.simulator.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Carries invocations of simulated functions out: by a script, by code of a test, or by a process or container that runs what
 * was uploaded.
 */
@FunctionalInterface
public interface FunctionRuntime {

    /**
     * One execution of a function.
     *
     * @param functionArn as it was invoked: with the alias or version that was asked for
     * @param functionName without account and region
     * @param version that is executed: a number or {@code $LATEST}
     * @param requestId of the invocation; attempts of one asynchronous invocation share it
     * @param event the payload, JSON text; {@code {}} when there was none
     * @param environment what the function sees: the image's variables, then its own
     * @param labels of its image; empty for an archive
     * @param codeSha256 digest of an archive's contents, lower-case hexadecimal; empty for an image
     * @param image digest of the image; empty for an archive
     * @param handler what the function's code is entered by; may be empty for an image
     * @param runtime like {@code java21}; empty for an image
     * @param memory in MB
     * @param timeout after which it is ended
     * @param age how long this version has been as it is
     * @param chance a number from 0 to less than 1, drawn from the simulator's seed
     * @param accessKeyId what the function's own calls are signed with: of a session of its role where policies are enforced,
     *     else its account
     * @param endpoint where the simulated AWS listens
     * @param archive reads the archive that was uploaded; of an image it has no bytes
     */
    record Invocation(
            String functionArn,
            String functionName,
            String version,
            String requestId,
            String event,
            Map<String, String> environment,
            Map<String, String> labels,
            String codeSha256,
            String image,
            String handler,
            String runtime,
            int memory,
            Duration timeout,
            Duration age,
            double chance,
            String accessKeyId,
            URI endpoint,
            Supplier<byte[]> archive) {

        public Invocation {
            environment = Map.copyOf(environment);
            labels = Map.copyOf(labels);
        }

        /** The region that it runs in. */
        public String region() {
            return functionArn.split(":", -1)[3];
        }
    }

    /** What an execution comes to. */
    sealed interface Result {

        /**
         * The function returned.
         *
         * @param payload JSON text
         */
        record Answered(String payload) implements Result {}

        /**
         * The function threw.
         *
         * @param errorType like {@code ValueError}
         * @param stackTrace line by line; may be empty
         */
        record Failed(String errorType, String errorMessage, List<String> stackTrace) implements Result {
            public Failed {
                stackTrace = List.copyOf(stackTrace);
            }
        }

        /**
         * The process ended without an answer.
         *
         * @param status its exit status
         */
        record Exited(int status) implements Result {}

        /** It took longer than its timeout. */
        record TimedOut() implements Result {}
    }

    /**
     * An execution that has ended.
     *
     * @param duration from event to answer, in simulated time; of one that took too long the timeout
     * @param log the lines that it printed
     * @param memoryUsed at most, in MB
     */
    record Outcome(Result result, Duration duration, List<String> log, int memoryUsed) {
        public Outcome {
            log = List.copyOf(log);
        }
    }

    /**
     * Begins an execution. Called while the simulator's state is locked: what takes real time completes the stage later, from a
     * thread of its own, and does not wait here.
     */
    CompletionStage<Outcome> invoke(Invocation invocation);
}
