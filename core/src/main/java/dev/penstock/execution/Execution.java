package dev.penstock.execution;

import java.time.Instant;
import java.util.List;

/**
 * An execution: its state, and the last facts that led there. Immutable.
 *
 * <p>{@link #apply} is the one place that makes a state out of a fact. It is total, pure, and refuses a fact that cannot
 * have happened.
 */
public final class Execution {

    private final ExecutionState state;
    private final Trail trail;

    private Execution(ExecutionState state, Trail trail) {
        this.state = state;
        this.trail = trail;
    }

    /** The execution that begins with this fact. */
    public static Execution begin(ExecutionId id, ExecutionEvent.ExecutionStarted started, Instant at) {
        var state = new ExecutionState(
                id,
                started.pipeline(),
                started.definition(),
                started.trigger(),
                started.variables(),
                started.labels(),
                at,
                at,
                new Progress.Running(),
                List.of(),
                1);
        return new Execution(state, Trail.EMPTY.then(started));
    }

    /** The execution that a snapshot stands for. */
    public static Execution of(ExecutionState state) {
        return new Execution(state, Trail.EMPTY);
    }

    /** What it is. */
    public ExecutionState state() {
        return state;
    }

    /**
     * What it is after a fact.
     *
     * @throws IllegalTransitionException if the fact cannot have happened to it
     */
    public Execution apply(ExecutionEvent event, Instant at) {
        try {
            return new Execution(Transitions.apply(state, event, at), trail.then(event));
        } catch (Transitions.Impossible e) {
            throw new IllegalTransitionException("execution " + state.id() + " of pipeline " + state.pipeline()
                    + ": " + Trail.describe(event) + " cannot happen, because " + e.getMessage() + ". Before it: "
                    + trail);
        }
    }
}
