package dev.penstock.lambda.runner;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Wakeup;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The executions that a call of the runner goes on with right now. The call is busy, by the clock, but while it waits for them.
 * Safe for use by many threads.
 */
final class InHand implements ExecutionListener {

    private final EngineClock clock;
    private final ExecutionListener told;
    private final Set<ExecutionId> executions = new HashSet<>();
    private final Set<ExecutionId> freed = new LinkedHashSet<>();
    private @Nullable Busy busy;
    private boolean timeIsUp;
    private Duration waited = Duration.ZERO;

    /** Nothing in hand, and busy. */
    InHand(EngineClock clock, ExecutionListener told) {
        this.clock = clock;
        this.told = told;
        this.busy = clock.busy();
    }

    /** Stops being busy. */
    synchronized void rest() {
        if (busy != null) {
            busy.close();
            busy = null;
        }
    }

    /** Is busy. */
    synchronized void work() {
        if (busy == null) {
            busy = clock.busy();
        }
    }

    /** Whoever waits is busy again before whoever wakes it may stop being so: time does not slip in between. */
    private synchronized void wake() {
        work();
        notifyAll();
    }

    synchronized void take(ExecutionId execution) {
        executions.add(execution);
    }

    synchronized boolean has(ExecutionId execution) {
        return executions.contains(execution);
    }

    synchronized int size() {
        return executions.size();
    }

    /** Wakes whoever waits, whatever there is in hand. */
    synchronized void timeIsUp() {
        timeIsUp = true;
        wake();
    }

    synchronized boolean isTimeUp() {
        return timeIsUp;
    }

    /** Executions whose turn to enter a stage has come since this was asked last, because of what is in hand. */
    synchronized List<ExecutionId> freed() {
        List<ExecutionId> all = List.copyOf(freed);
        freed.clear();
        return all;
    }

    /** Waits until at most so many are in hand, one that is not has its turn, or the time is up. */
    synchronized void awaitAtMost(int executionsLeft) throws InterruptedException {
        while (executions.size() > executionsLeft && freed.isEmpty() && !timeIsUp) {
            Instant begun = clock.instant();
            rest();
            wait();
            waited = waited.plus(Duration.between(begun, clock.instant()));
        }
    }

    /** How long was waited so far: for steps, and for what was not worth giving back. */
    synchronized Duration waited() {
        return waited;
    }

    private synchronized void putDown(ExecutionId execution) {
        if (executions.remove(execution)) {
            wake();
        }
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        told.recorded(state, events, at);
        if (state.outcome().isPresent()) {
            putDown(state.id());
        }
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        told.logged(execution, action, at, line);
    }

    @Override
    public void givenBack(ExecutionId execution, Wakeup until) {
        told.givenBack(execution, until);
        putDown(execution, until.equals(Wakeup.now()));
    }

    /** What is due again at once is remembered before anybody can see that it is not in hand any more. */
    private synchronized void putDown(ExecutionId execution, boolean isDueAgain) {
        if (isDueAgain) {
            freed.add(execution);
        }
        putDown(execution);
    }

    @Override
    public synchronized void freed(ExecutionId execution) {
        freed.add(execution);
        wake();
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        told.lost(execution, reason);
        putDown(execution);
    }
}
