package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.ServiceError;

/** What Step Functions refuses, in its words. */
final class StatesErrors {

    private StatesErrors() {}

    static ServiceError noMachine(String arn) {
        return ServiceError.client("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }

    static ServiceError noExecution(String arn) {
        return ServiceError.client("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }

    static ServiceError executionExists(String arn) {
        return ServiceError.client("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
    }

    static ServiceError machineExists(String arn) {
        return ServiceError.client("StateMachineAlreadyExists", "State Machine Already Exists: '" + arn + "'");
    }

    static ServiceError invalidArn(String message) {
        return ServiceError.client("InvalidArn", "Invalid Arn: '" + message + "'");
    }

    static ServiceError invalidName(String name) {
        return ServiceError.client("InvalidName", "Invalid Name: '" + name + "'");
    }

    static ServiceError invalidInput(String why) {
        return ServiceError.client("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + why + "'");
    }

    /**
     * A definition that is none.
     *
     * @param code such as {@code MISSING_TRANSITION_TARGET}
     * @param place in the definition, such as {@code /States/Ship/Next}
     */
    static ServiceError invalidDefinition(String code, String message, String place) {
        return ServiceError.client(
                "InvalidDefinition",
                "Invalid State Machine Definition: '" + code + ": " + message + " at " + place + "'");
    }

    static ServiceError notSimulated(String what) {
        return ServiceError.notSimulated(
                what,
                "the states Choice, Fail, Pass, Succeed, Task and Wait; tasks of functions and of"
                        + " arn:aws:states:::lambda:invoke; paths that name one place; payload templates without intrinsic"
                        + " functions");
    }
}
