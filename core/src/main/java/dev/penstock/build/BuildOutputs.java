package dev.penstock.build;

import java.util.List;

/**
 * Which artifacts a build is to put out: none, the buildspec's files as the only one, or several, each under {@code
 * secondary-artifacts}.
 *
 * @param identifiers the names of the artifacts
 */
public record BuildOutputs(List<String> identifiers) {

    public BuildOutputs {
        identifiers = List.copyOf(identifiers);
    }

    /** What the buildspec says of the files of an artifact; {@link BuildspecArtifacts.Files#NONE} if nothing. */
    BuildspecArtifacts.Files files(Buildspec buildspec, String identifier) {
        return buildspec
                .artifacts()
                .map(artifacts -> {
                    BuildspecArtifacts.Files own =
                            artifacts.secondary().getOrDefault(identifier, BuildspecArtifacts.Files.NONE);
                    boolean only = identifiers.size() == 1;
                    return only && !artifacts.primary().patterns().isEmpty() ? artifacts.primary() : own;
                })
                .orElse(BuildspecArtifacts.Files.NONE);
    }
}
