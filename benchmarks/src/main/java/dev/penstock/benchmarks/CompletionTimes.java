package dev.penstock.benchmarks;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** Notes when executions end, and holds time still when all have. */
final class CompletionTimes implements ExecutionListener {

    private final int count;
    private final SimulatedTime time;
    private final Map<ExecutionId, Instant> told = new ConcurrentHashMap<>();
    private final CompletableFuture<SimulatedTime.Busy> all = new CompletableFuture<>();

    /**
     * Of some executions.
     *
     * @param count how many there will be
     */
    CompletionTimes(int count, SimulatedTime time) {
        this.count = count;
        this.time = time;
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        if (state.outcome().isPresent() && told.putIfAbsent(state.id(), at) == null && told.size() == count) {
            all.complete(time.busy());
        }
    }

    /** When each ended. */
    Map<ExecutionId, Instant> told() {
        return Map.copyOf(told);
    }

    /** Comes when all have ended. */
    Future<SimulatedTime.Busy> all() {
        return all;
    }
}
