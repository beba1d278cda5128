package dev.penstock.library;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.meter.Meters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is counted of executions by whoever drives them. */
final class ExecutionMeters implements ExecutionListener {

    private final Meters meters;
    private final Meters.Counter lost;
    private final Meters.Counter steps;
    private final Meters.Counter failures;

    ExecutionMeters(Meters meters) {
        this.meters = meters;
        lost = meters.counter("penstock.executions.lost", "Executions that could not be driven on here.");
        steps = meters.counter("penstock.steps", "Steps of actions that became durable.");
        failures = meters.counter("penstock.failures", "Actions that failed.");
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        for (ExecutionEvent event : events) {
            if (isStep(event)) {
                steps.increment();
            }
            if (event instanceof ExecutionEvent.ActionFailed) {
                failures.increment();
            }
            if (event instanceof ExecutionEvent.ExecutionEnded ended) {
                meters.counter(
                                "penstock.executions.ended",
                                "Executions that ended here, by outcome.",
                                Map.of("outcome", ended.outcome().name().toLowerCase(Locale.ROOT)))
                        .increment();
            }
        }
    }

    private static boolean isStep(ExecutionEvent event) {
        return event instanceof ExecutionEvent.ActionAdvanced
                || event instanceof ExecutionEvent.ActionWaiting
                || event instanceof ExecutionEvent.ActionPassed
                || event instanceof ExecutionEvent.ActionSucceeded
                || event instanceof ExecutionEvent.ActionFailed
                || event instanceof ExecutionEvent.ActionAbandoned;
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        lost.increment();
    }
}
