package dev.penstock.statemachine;

import java.time.Instant;

/** Where an action that executes a state machine is. */
public sealed interface StateMachineState {

    /** Nothing is done yet. */
    record Begun() implements StateMachineState {}

    /**
     * The execution is started, or is to be again.
     *
     * @param type what will be known of it
     * @param name its name
     */
    record Starting(StateMachines.Type type, String name) implements StateMachineState {}

    /**
     * The execution of a standard state machine is under way.
     *
     * @param execution its ARN
     * @param since when it was started
     */
    record Following(String execution, Instant since) implements StateMachineState {}
}
