package dev.penstock.engine;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Wakeup;
import java.time.Instant;
import java.util.List;

/**
 * Is told what happens to executions. Called on the engine's threads, for one execution one call after the other: returns
 * quickly and throws nothing.
 */
public interface ExecutionListener {

    /** Listens to nothing. */
    ExecutionListener NONE = new ExecutionListener() {};

    /**
     * Facts have become durable.
     *
     * @param state what the execution is now
     * @param events the facts, in order
     * @param at when they happened
     */
    default void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {}

    /** An action is somewhere else in its work. Not durable: what was told last may be told again after a restart. */
    default void progressed(ExecutionId execution, ActionAttempt action, String summary) {}

    /** An action has said something; secrets are masked. */
    default void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {}

    /**
     * An execution was given back, because it only waits or because the engine is {@linkplain Engine#drain drained}.
     *
     * @param until when it is due for whoever takes what is due; {@link Wakeup#now()} where something came for it while it was given
     *     back that a look at what is due may not see yet
     */
    default void givenBack(ExecutionId execution, Wakeup until) {}

    /**
     * An execution that this engine does not drive has its turn to enter a stage, as nobody is in it any more. It is due in
     * the journal; told so that nobody has to look for it.
     */
    default void freed(ExecutionId execution) {}

    /** An engine drives an execution no more: it has ended, was given back, or was lost. Told after that was told. */
    default void left(ExecutionId execution) {}

    /**
     * An execution cannot be driven on by this engine, for example because another runner took it or the journal takes
     * nothing. It is left as it is and can be resumed.
     */
    default void lost(ExecutionId execution, RuntimeException reason) {}
}
