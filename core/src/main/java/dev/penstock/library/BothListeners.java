package dev.penstock.library;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Wakeup;
import java.time.Instant;
import java.util.List;

/**
 * Tells two listeners. The second one hears of it even if the first one throws.
 *
 * @param first whatever the program was given
 * @param second our own, which does not throw
 */
record BothListeners(ExecutionListener first, ExecutionListener second) implements ExecutionListener {

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        try {
            first.recorded(state, events, at);
        } finally {
            second.recorded(state, events, at);
        }
    }

    @Override
    public void progressed(ExecutionId execution, ActionAttempt action, String summary) {
        first.progressed(execution, action, summary);
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        first.logged(execution, action, at, line);
    }

    @Override
    public void givenBack(ExecutionId execution, Wakeup until) {
        try {
            first.givenBack(execution, until);
        } finally {
            second.givenBack(execution, until);
        }
    }

    @Override
    public void freed(ExecutionId execution) {
        try {
            first.freed(execution);
        } finally {
            second.freed(execution);
        }
    }

    @Override
    public void left(ExecutionId execution) {
        try {
            first.left(execution);
        } finally {
            second.left(execution);
        }
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        try {
            first.lost(execution, reason);
        } finally {
            second.lost(execution, reason);
        }
    }
}
