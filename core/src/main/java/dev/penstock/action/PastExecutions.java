package dev.penstock.action;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;

/** Executions of all pipelines that a journal has, for actions that must know what others did. Only looks. */
public interface PastExecutions {

    /** There is no journal. */
    PastExecutions NONE = new PastExecutions() {
        @Override
        public List<ExecutionId> newest(Optional<String> pipeline, int limit) {
            return List.of();
        }

        @Override
        public Optional<ExecutionState> state(ExecutionId execution) {
            return Optional.empty();
        }

        @Override
        public Optional<Pipeline> definition(ExecutionState state) {
            return Optional.empty();
        }
    };

    /**
     * The newest executions, the one that was created last first.
     *
     * @param pipeline only of that pipeline
     * @param limit at most so many, at least 1
     */
    List<ExecutionId> newest(Optional<String> pipeline, int limit);

    /** What an execution is as its newest durable fact has made it; absent if there is none of that id. */
    Optional<ExecutionState> state(ExecutionId execution);

    /** The definition that an execution is pinned to; absent without a journal. */
    Optional<Pipeline> definition(ExecutionState state);
}
