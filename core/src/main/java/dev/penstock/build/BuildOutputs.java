package dev.penstock.build;

import java.util.List;
import java.util.Optional;

/**
 * Which artifacts a build is to put out: none, the buildspec's files as the only one, or several, each under {@code
 * secondary-artifacts}.
 *
 * @param identifiers the names of the artifacts
 * @param primary which of them has the buildspec's own files, if it has any; absent if none has
 */
public record BuildOutputs(List<String> identifiers, Optional<String> primary) {

    public BuildOutputs {
        identifiers = List.copyOf(identifiers);
    }

    /** As pipelines have it: the only one is the primary one, and of several none is. */
    public BuildOutputs(List<String> identifiers) {
        this(identifiers, identifiers.size() == 1 ? Optional.of(identifiers.getFirst()) : Optional.empty());
    }

    /** What the buildspec says of the files of an artifact; {@link BuildspecArtifacts.Files#NONE} if nothing. */
    BuildspecArtifacts.Files files(Buildspec buildspec, String identifier) {
        return buildspec
                .artifacts()
                .map(artifacts -> {
                    BuildspecArtifacts.Files own =
                            artifacts.secondary().getOrDefault(identifier, BuildspecArtifacts.Files.NONE);
                    boolean isPrimary = primary.filter(identifier::equals).isPresent();
                    return isPrimary && !artifacts.primary().patterns().isEmpty() ? artifacts.primary() : own;
                })
                .orElse(BuildspecArtifacts.Files.NONE);
    }
}
