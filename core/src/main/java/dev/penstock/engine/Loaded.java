package dev.penstock.engine;

import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Entry;
import dev.penstock.journal.StoredExecution;
import dev.penstock.pipeline.Pipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution in memory.
 *
 * @param execution what it is
 * @param version of its newest entry
 * @param snapshotVersion of its newest snapshot; 0 without one
 * @param pipeline its definition
 */
record Loaded(Execution execution, long version, long snapshotVersion, Pipeline pipeline) {

    ExecutionState state() {
        return execution.state();
    }

    /** Makes of what the journal has what the execution is. */
    static Loaded of(ExecutionId id, StoredExecution stored, ExecutionCodec codec, Definitions definitions) {
        Execution execution = replay(id, stored, codec);
        return new Loaded(
                execution,
                stored.summary().version(),
                stored.snapshot().map(snapshot -> snapshot.version()).orElse(0L),
                definitions.of(execution.state().definition()));
    }

    static Execution replay(ExecutionId id, StoredExecution stored, ExecutionCodec codec) {
        @Nullable
        Execution execution = stored.snapshot()
                .map(snapshot -> Execution.of(codec.state(snapshot.payload())))
                .orElse(null);
        for (Entry entry : stored.entries()) {
            List<ExecutionEvent> events = codec.events(entry.payload());
            for (ExecutionEvent event : events) {
                execution = execution == null ? begin(id, event, entry) : execution.apply(event, entry.at());
            }
        }
        if (execution == null) {
            throw new IllegalStateException("execution " + id + " has no facts");
        }
        return execution;
    }

    private static Execution begin(ExecutionId id, ExecutionEvent event, Entry entry) {
        if (event instanceof ExecutionEvent.ExecutionStarted started) {
            return Execution.begin(id, started, entry.at());
        }
        throw new IllegalStateException("execution " + id + " does not begin with its start");
    }
}
