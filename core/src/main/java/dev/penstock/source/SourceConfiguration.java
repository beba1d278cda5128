package dev.penstock.source;

import dev.penstock.artifact.ObjectLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of a source action.
 *
 * @param origin where its files really come from
 * @param repository how people name the source: {@code owner/repository}, or {@code bucket/key}
 * @param branch the branch that the definition names; empty for sources that have no branches
 * @param cloneReference whether the definition asks for a Git reference in place of the files ({@code CODEBUILD_CLONE_REF})
 * @param fixedVariables output variables that the configuration alone decides
 */
public record SourceConfiguration(
        Origin origin, String repository, String branch, boolean cloneReference, Map<String, String> fixedVariables) {

    public SourceConfiguration {
        fixedVariables = Collections.unmodifiableMap(new LinkedHashMap<>(fixedVariables));
    }

    /** Where the files come from. */
    public sealed interface Origin {

        /** From what the settings say. */
        record StandIn(SourceLocation location) implements Origin {}

        /** From the object that the definition names. */
        record Itself(ObjectLocation object) implements Origin {}
    }
}
