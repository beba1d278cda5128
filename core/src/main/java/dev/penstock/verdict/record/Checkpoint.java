package dev.penstock.verdict.record;

import dev.penstock.verdict.VerdictSettings;
import java.util.List;

/**
 * A place in a record from which it can be gone on without the lines before.
 *
 * @param previous the digest of the line before
 * @param looks how many looks there are before
 * @param size how many bytes the lines before have, line ends included
 * @param settings what is judged by
 * @param reach how far metrics were counted
 * @param state what the judge knew
 */
record Checkpoint(
        String previous,
        long looks,
        long size,
        VerdictSettings settings,
        List<VerdictHistory.Reach> reach,
        String state) {}
