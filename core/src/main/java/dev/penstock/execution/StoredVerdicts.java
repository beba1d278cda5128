package dev.penstock.execution;

import dev.penstock.artifact.ArtifactReference;
import java.util.List;

/**
 * The records of the verdicts on a release, in the artifact store: from each the verdict can be given again.
 *
 * @param verdicts in the order of the release's steps
 */
public record StoredVerdicts(List<StoredVerdict> verdicts) {

    public StoredVerdicts {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * The record of one verdict.
     *
     * @param step of the release's plan, from 1
     * @param record its bundles, oldest first, each with the lines in a file {@code verdict.jsonl}
     */
    public record StoredVerdict(int step, List<ArtifactReference> record) {

        public StoredVerdict {
            record = List.copyOf(record);
        }
    }
}
