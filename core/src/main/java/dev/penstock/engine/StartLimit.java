package dev.penstock.engine;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import java.util.Optional;

/**
 * How many executions of a pipeline may be under way. CodePipeline allows 50 in execution mode QUEUED, and answers {@code
 * ConcurrentPipelineExecutionsLimitExceededException} to {@code StartPipelineExecution} beyond (user guide, "Quotas in
 * CodePipeline").
 */
final class StartLimit {

    /** Those that wait and those that do not. */
    static final int QUEUED = 50;

    private StartLimit() {}

    /**
     * Counts before anything is written: of two that start at the same moment, both may be let in.
     *
     * @param id of the execution that is to be started; one that is there already is not refused
     * @throws TooManyExecutionsException if there are as many as there may be
     */
    static void check(Journal journal, ExecutionId id, Pipeline pipeline) {
        if (pipeline.executionMode() != ExecutionMode.QUEUED) {
            return;
        }
        var open = new ExecutionQuery(Optional.of(pipeline.name()), true, QUEUED);
        if (journal.list(open).size() >= QUEUED && journal.read(id).isEmpty()) {
            throw new TooManyExecutionsException(pipeline.name(), QUEUED);
        }
    }
}
