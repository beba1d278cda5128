package dev.penstock.rollout;

import dev.penstock.artifact.ArtifactReference;
import java.util.List;

/**
 * What a verdict has seen so far in a bake. It is durable as a part of the release's state, so that any runner can judge on.
 *
 * @param kept earlier lines of its record, bundled, oldest first
 * @param lines the newest lines of its record, as {@link dev.penstock.verdict.record.VerdictRecorder} writes them
 */
public record VerdictMemory(List<ArtifactReference> kept, List<String> lines) {

    /** Nothing was seen. */
    public static final VerdictMemory EMPTY = new VerdictMemory(List.of(), List.of());

    public VerdictMemory {
        kept = List.copyOf(kept);
        lines = List.copyOf(lines);
    }
}
