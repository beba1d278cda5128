package dev.penstock.build;

import java.util.List;
import java.util.Optional;

/**
 * What a build does: the part of a {@code buildspec.yml} that is carried out here (CodeBuild User Guide, build
 * specification reference).
 *
 * @param version which version of the format it is written in
 * @param environment variables, and which shell runs the commands
 * @param phases in the order in which they run, each type once; none in a buildspec that only describes a batch
 * @param artifacts the files that come out
 * @param reports test reports that are looked for at the end, in the order written
 * @param batch whether it describes a batch build, for an action that asks for one
 * @param notCarriedOut what it asks for that is not done here: a full sentence each
 */
public record Buildspec(
        Version version,
        BuildspecEnvironment environment,
        List<BuildspecPhase> phases,
        Optional<BuildspecArtifacts> artifacts,
        List<BuildspecReport> reports,
        boolean batch,
        List<String> notCarriedOut) {

    public Buildspec {
        phases = List.copyOf(phases);
        reports = List.copyOf(reports);
        notCarriedOut = List.copyOf(notCarriedOut);
    }

    /** Versions of the format. */
    public enum Version {
        /** Every command runs in a shell of its own. */
        V0_1,
        /** All commands run in one shell. */
        V0_2
    }
}
