package dev.penstock.build;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a build went.
 *
 * @param status how it ended
 * @param phases in order; those that were passed over are not there
 * @param failure the first thing that failed
 * @param exportedVariables the last values of those that the buildspec exports and that were set
 * @param artifacts what was put out, by identifier; the primary artifact has the identifier that was asked for it
 */
public record BuildResult(
        BuildStatus status,
        List<BuildPhase> phases,
        Optional<Failure> failure,
        Map<String, String> exportedVariables,
        Map<String, CollectedArtifact> artifacts) {

    public BuildResult {
        phases = List.copyOf(phases);
        exportedVariables = Collections.unmodifiableMap(new LinkedHashMap<>(exportedVariables));
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
    }

    /**
     * What failed.
     *
     * @param phase in which phase
     * @param message what happened: a full sentence with the command and its exit status, where it was a command
     */
    public record Failure(BuildPhaseType phase, String message) {}
}
