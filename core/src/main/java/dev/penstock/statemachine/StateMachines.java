package dev.penstock.statemachine;

import dev.penstock.action.AwsScope;

/**
 * A service that runs state machines, such as AWS Step Functions. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}; of kind {@code NOT_FOUND} where there is no such state machine. Passes {@code
 * dev.penstock.statemachine.StateMachinesContract} (in the test jar).
 */
public interface StateMachines {

    /** What executions of a state machine tell. */
    enum Type {
        /** They are kept by their names, and tell how they end. */
        STANDARD,
        /** They are started, and nothing more is known of them. */
        EXPRESS
    }

    /** The type of a state machine. */
    Type type(AwsScope scope, StateMachineArn machine);

    /**
     * Starts an execution. One of a standard state machine that was started before by the same name and input is not started again, be
     * it under way or at its end; its ARN is returned. One of an express state machine is started each time.
     *
     * @param name 1 to 80 characters, unlike those of all other executions of the last 90 days
     * @param input JSON, 262,144 bytes at most
     * @return the execution's ARN
     */
    String start(AwsScope scope, StateMachineArn machine, String name, String input);

    /** An execution of a standard state machine as it is now; {@code NOT_THERE} for one that is not known, any more or yet. */
    MachineExecution look(AwsScope scope, String execution);

    /**
     * Has an execution of a standard state machine stopped. Does nothing to one that has ended, or that is not there.
     *
     * @param cause why, for people, 32,768 characters at most
     */
    void stop(AwsScope scope, String execution, String cause);
}
