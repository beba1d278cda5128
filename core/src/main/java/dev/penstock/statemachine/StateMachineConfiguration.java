package dev.penstock.statemachine;

import java.util.Optional;

/**
 * The configuration of an action that executes a state machine.
 *
 * @param machine {@code StateMachineArn}; absent only where the text was refused or is not known yet
 * @param namePrefix {@code ExecutionNamePrefix}, which executions' names begin with, and a hyphen; absent for none
 * @param input what it is started with
 */
public record StateMachineConfiguration(
        Optional<StateMachineArn> machine, Optional<String> namePrefix, ExecutionInput input) {

    /** The state machine of a configuration that was accepted. */
    StateMachineArn accepted() {
        return machine.orElseThrow(() -> new IllegalStateException("the ARN of the state machine was refused"));
    }
}
