package dev.penstock.library;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** What is counted of a worker. */
final class WorkerMeters implements ExecutionListener {

    private final Meters meters;
    private final Meters.Counter taken;
    private final Meters.Counter takenOver;
    private final Meters.Counter givenBack;
    private final Meters.Counter lost;
    private final Meters.Counter steps;
    private final Meters.Counter failures;

    WorkerMeters(Meters meters, IntSupplier held, IntSupplier due, RunnerRegistration registration) {
        this.meters = meters;
        taken = meters.counter("penstock.executions.taken", "Executions that were due and taken by this worker.");
        takenOver = meters.counter(
                "penstock.executions.taken.over", "Executions that were taken because their runner had died.");
        givenBack = meters.counter("penstock.executions.given.back", "Executions that were given back to wait.");
        lost = meters.counter("penstock.executions.lost", "Executions that this worker could not drive on.");
        steps = meters.counter("penstock.steps", "Steps of actions that became durable.");
        failures = meters.counter("penstock.failures", "Actions that failed.");
        meters.gauge("penstock.executions.held", "Executions that this worker holds.", held::getAsInt);
        meters.gauge(
                "penstock.executions.due",
                "Whether executions were due for which this worker had no room when it last looked: 1 or 0.",
                due::getAsInt);
        meters.gauge(
                "penstock.lease.age.seconds",
                "How long ago the journal was last told that this worker is alive.",
                () -> registration
                        .leaseAge()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(Double.NaN));
    }

    void took(Taken each) {
        taken.increment();
        each.from().ifPresent(dead -> takenOver.increment());
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
                                "Executions that ended at this worker, by outcome.",
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
    public void givenBack(ExecutionId execution, Wakeup until) {
        givenBack.increment();
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        lost.increment();
    }
}
