package dev.penstock.build;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A phase that a build went through (CodeBuild {@code BuildPhase}).
 *
 * @param type which phase
 * @param status how it ended
 * @param start when it started
 * @param end when it ended
 * @param contexts what went wrong; empty when nothing did
 */
public record BuildPhase(BuildPhaseType type, BuildStatus status, Instant start, Instant end, List<Context> contexts) {

    public BuildPhase {
        contexts = List.copyOf(contexts);
    }

    /** How long it took. */
    public Duration duration() {
        return Duration.between(start, end);
    }

    /**
     * Something that went wrong in a phase (CodeBuild {@code PhaseContext}).
     *
     * @param statusCode such as {@code COMMAND_EXECUTION_ERROR}
     * @param message what happened, in CodeBuild's words where there are some
     */
    public record Context(String statusCode, String message) {}
}
