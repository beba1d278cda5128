package dev.penstock.engine;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionEvent.StageRollbackBegun;
import dev.penstock.execution.ExecutionEvent.StageRollbackRefused;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageRollback;
import dev.penstock.execution.StageState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.pipeline.Pipeline;
import java.util.Optional;

/**
 * Finds the execution that a stage goes back to, by CodePipeline's rules ({@code RollbackStage}): the newest one before it that
 * succeeded in the stage, under the same definition, and did not itself go back there.
 */
final class EarlierExecutions implements Batch.WayBack {

    /** So many are looked at: what succeeded longer ago than that is nothing to go back to unasked. */
    private static final int LOOKED_AT = 100;

    private final EngineParts parts;
    private final Pipeline pipeline;

    EarlierExecutions(EngineParts parts, Pipeline pipeline) {
        this.parts = parts;
        this.pipeline = pipeline;
    }

    @Override
    public ExecutionEvent find(ExecutionState state, String stage, String cause) {
        boolean otherDefinition = false;
        var query = new ExecutionQuery(Optional.of(state.pipeline()), false, LOOKED_AT);
        for (ExecutionSummary summary : parts.journal().list(query)) {
            if (summary.id().equals(state.id()) || summary.startedAt().isAfter(state.startedAt())) {
                continue;
            }
            Optional<ExecutionState> succeeded = parts.journal()
                    .read(summary.id())
                    .map(stored ->
                            Loaded.replay(summary.id(), stored, parts.codec()).state())
                    .filter(earlier -> hasSucceeded(earlier, stage));
            if (succeeded.isPresent()) {
                if (succeeded.get().definition().equals(state.definition())) {
                    return new StageRollbackBegun(
                            stage, ActionInputs.whatWentInto(pipeline, succeeded.get(), stage, cause));
                }
                otherDefinition = true;
            }
        }
        return new StageRollbackRefused(
                stage,
                new StageRollback.Impossible(
                        cause,
                        otherDefinition
                                ? "there is nothing to go back to, as no execution has succeeded in stage " + stage
                                        + " since the definition was changed"
                                : "there is nothing to go back to, as no execution has succeeded in stage " + stage
                                        + " before"));
    }

    private static boolean hasSucceeded(ExecutionState earlier, String stage) {
        return earlier.stage(stage)
                .filter(known -> known.phase() == StageState.Phase.SUCCEEDED
                        && known.failedTail().isEmpty()
                        && !known.hasActiveActions())
                .isPresent();
    }
}
