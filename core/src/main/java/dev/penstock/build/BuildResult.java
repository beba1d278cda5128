package dev.penstock.build;

import dev.penstock.build.report.TestReport;
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
 * @param reports how the tests ended that it left reports of, by report group
 */
public record BuildResult(
        BuildStatus status,
        List<BuildPhase> phases,
        Optional<Failure> failure,
        Map<String, String> exportedVariables,
        Map<String, CollectedArtifact> artifacts,
        Map<String, TestReport> reports) {

    public BuildResult {
        phases = List.copyOf(phases);
        exportedVariables = Collections.unmodifiableMap(new LinkedHashMap<>(exportedVariables));
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
    }

    /** How all those tests ended; absent if there are no reports of tests. */
    public Optional<TestReport> tests() {
        return reports.values().stream().reduce(TestReport::and);
    }

    /**
     * What failed.
     *
     * @param phase in which phase
     * @param message what happened: a full sentence with the command and its exit status, where it was a command
     */
    public record Failure(BuildPhaseType phase, String message) {}
}
