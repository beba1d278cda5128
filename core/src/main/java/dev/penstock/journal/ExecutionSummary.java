package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;

/**
 * An execution in one line.
 *
 * @param id the execution
 * @param pipeline the pipeline's name
 * @param definition the digest of its definition
 * @param status the newest status word
 * @param ended whether nothing will happen any more
 * @param detail one line for lists; may be empty
 * @param version of the newest entry
 * @param startedAt when the first entry was made
 * @param updatedAt when the newest entry was made
 */
public record ExecutionSummary(
        ExecutionId id,
        String pipeline,
        String definition,
        String status,
        boolean ended,
        String detail,
        long version,
        Instant startedAt,
        Instant updatedAt) {}
