package dev.penstock.engine;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Wakeup;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the executions: a fact is a fact, whoever fails to hear of it. */
final class GuardedListener implements ExecutionListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final ExecutionListener listener;

    GuardedListener(ExecutionListener listener) {
        this.listener = listener;
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        guard(() -> listener.recorded(state, events, at));
    }

    @Override
    public void progressed(ExecutionId execution, ActionAttempt action, String summary) {
        guard(() -> listener.progressed(execution, action, summary));
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        guard(() -> listener.logged(execution, action, at, line));
    }

    @Override
    public void givenBack(ExecutionId execution, Wakeup until) {
        guard(() -> listener.givenBack(execution, until));
    }

    @Override
    public void freed(ExecutionId execution) {
        guard(() -> listener.freed(execution));
    }

    @Override
    public void left(ExecutionId execution) {
        guard(() -> listener.left(execution));
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        guard(() -> listener.lost(execution, reason));
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener failed; the execution goes on.", e);
        }
    }
}
