package dev.penstock.engine;

import dev.penstock.action.PastExecutions;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;

/** Executions as the engine's journal has them. */
record JournalExecutions(EngineParts parts) implements PastExecutions {

    @Override
    public List<ExecutionId> newest(Optional<String> pipeline, int limit) {
        return parts.journal().list(new ExecutionQuery(pipeline, false, limit)).stream()
                .map(ExecutionSummary::id)
                .toList();
    }

    @Override
    public Optional<ExecutionState> state(ExecutionId execution) {
        return parts.journal()
                .read(execution)
                .map(stored -> Loaded.replay(execution, stored, parts.codec()).state());
    }

    @Override
    public Optional<Pipeline> definition(ExecutionState state) {
        return Optional.of(parts.definitions().of(state.definition()));
    }
}
