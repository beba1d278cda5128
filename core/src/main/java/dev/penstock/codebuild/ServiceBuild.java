package dev.penstock.codebuild;

import dev.penstock.observe.Observation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build of CodeBuild as it was seen at one time ({@code Build}).
 *
 * @param id {@code project:uuid}
 * @param status how far it is
 * @param phase the phase that it is in, by CodeBuild's name; empty if nothing is known of it
 * @param failures what went wrong, in the order in which it did
 * @param exportedVariables the last values of those that the buildspec exports
 * @param digests SHA-256 of the artifacts' ZIP files, 64 hexadecimal digits, by artifact; the primary artifact's is under the
 *     empty name. Those that CodeBuild does not tell are left out
 * @param log where its log is; absent if it writes none to CloudWatch Logs, or none yet
 */
public record ServiceBuild(
        String id,
        Status status,
        String phase,
        List<Failure> failures,
        Map<String, String> exportedVariables,
        Map<String, String> digests,
        Optional<Log> log)
        implements Observation {

    /** The kind under which builds are observed. */
    public static final String KIND = "codebuild-build";

    public ServiceBuild {
        failures = List.copyOf(failures);
        exportedVariables = Collections.unmodifiableMap(new LinkedHashMap<>(exportedVariables));
        digests = Map.copyOf(digests);
    }

    /** A build that CodeBuild does not know, any more or yet. */
    public static ServiceBuild unknown(String id) {
        return new ServiceBuild(id, Status.NOT_THERE, "", List.of(), Map.of(), Map.of(), Optional.empty());
    }

    /** How far a build is ({@code StatusType}). */
    public enum Status {
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        /** CodeBuild itself failed. */
        FAULT,
        TIMED_OUT,
        STOPPED,
        /** CodeBuild knows no build of this id. */
        NOT_THERE;

        /** Whether nothing more comes of it. */
        public boolean hasEnded() {
            return this != IN_PROGRESS && this != NOT_THERE;
        }
    }

    /**
     * A phase that failed ({@code PhaseContext}).
     *
     * @param phase by CodeBuild's name
     * @param code such as {@code COMMAND_EXECUTION_ERROR}
     * @param message what went wrong
     */
    public record Failure(String phase, String code, String message) {}

    /**
     * A log in CloudWatch Logs.
     *
     * @param group its group
     * @param stream its stream
     * @param link where a person reads it
     */
    public record Log(String group, String stream, String link) {}
}
