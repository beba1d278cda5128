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
import java.util.function.IntSupplier;

/** What is counted of a worker. */
final class WorkerMeters implements ExecutionListener {

    private final ExecutionMeters executions;
    private final Meters.Counter taken;
    private final Meters.Counter takenOver;
    private final Meters.Counter givenBack;

    WorkerMeters(Meters meters, IntSupplier held, IntSupplier due, RunnerRegistration registration) {
        executions = new ExecutionMeters(meters);
        taken = meters.counter("penstock.executions.taken", "Executions that were due and taken by this worker.");
        takenOver = meters.counter(
                "penstock.executions.taken.over", "Executions that were taken because their runner had died.");
        givenBack = meters.counter("penstock.executions.given.back", "Executions that were given back to wait.");
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
        executions.recorded(state, events, at);
    }

    @Override
    public void givenBack(ExecutionId execution, Wakeup until) {
        givenBack.increment();
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        executions.lost(execution, reason);
    }
}
