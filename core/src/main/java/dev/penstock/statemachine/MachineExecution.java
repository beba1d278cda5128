package dev.penstock.statemachine;

import dev.penstock.observe.Observation;
import java.util.Optional;

/**
 * An execution of a standard state machine as it was seen at one time ({@code DescribeExecution}).
 *
 * @param arn its ARN
 * @param status how far it is
 * @param output JSON that it ended with; absent unless it has succeeded
 * @param error the name of the error that it ended with, such as {@code States.TaskFailed}; empty if there is none
 * @param cause what is said of that error; empty if nothing is
 */
public record MachineExecution(String arn, Status status, Optional<String> output, String error, String cause)
        implements Observation {

    /** The kind under which executions are observed. */
    public static final String KIND = "state-machine-execution";

    /** An execution that is not known, any more or yet. */
    public static MachineExecution unknown(String arn) {
        return new MachineExecution(arn, Status.NOT_THERE, Optional.empty(), "", "");
    }

    /** How far an execution is ({@code ExecutionStatus}). */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        ABORTED,
        /** There is no execution of this ARN. */
        NOT_THERE
    }
}
