package dev.penstock.engine;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import java.time.Instant;

/** What is told of an execution to whoever follows it, in the order in which it happened. */
public sealed interface ExecutionNews {

    /** The execution. */
    ExecutionId execution();

    /**
     * How many facts it is made of so far, counted from 1. The same for every reader and after every restart: whoever has
     * taken in news of number <i>n</i> goes on after <i>n</i>.
     */
    long number();

    /**
     * A fact: it is durable, and happened once.
     *
     * @param at when it happened, by the execution's clock
     * @param event what happened
     */
    record Fact(ExecutionId execution, long number, Instant at, ExecutionEvent event) implements ExecutionNews {}

    /**
     * What all facts up to this number made, where the journal keeps them no longer one by one: those of a long execution
     * are put together after some hundred.
     *
     * @param state the execution as they left it
     */
    record Summary(ExecutionId execution, long number, ExecutionState state) implements ExecutionNews {}
}
