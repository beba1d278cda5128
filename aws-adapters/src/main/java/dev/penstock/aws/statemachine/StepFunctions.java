package dev.penstock.aws.statemachine;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.statemachine.MachineExecution;
import dev.penstock.statemachine.MachineExecution.Status;
import dev.penstock.statemachine.StateMachineArn;
import dev.penstock.statemachine.StateMachines;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** AWS Step Functions. */
public final class StepFunctions implements StateMachines {

    /** What is answered of a name whose execution has ended, or had another input ({@code StartExecution}). */
    private static final String STARTED_BEFORE = "ExecutionAlreadyExists";

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public StepFunctions(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Type type(AwsScope scope, StateMachineArn machine) {
        StateMachineType type = clients.call(
                "states:DescribeStateMachine",
                "look at the state machine " + machine,
                () -> clients.stepFunctions(scope, Use.READ)
                        .describeStateMachine(request -> request.stateMachineArn(machine.text()))
                        .type());
        return type == StateMachineType.EXPRESS ? Type.EXPRESS : Type.STANDARD;
    }

    @Override
    public String start(AwsScope scope, StateMachineArn machine, String name, String input) {
        try {
            return clients.call(
                    "states:StartExecution",
                    "start an execution of the state machine " + machine,
                    () -> clients.stepFunctions(scope, Use.CHANGE)
                            .startExecution(request -> request.stateMachineArn(machine.text())
                                    .name(name)
                                    .input(input))
                            .executionArn());
        } catch (RemoteCallException e) {
            String started = machine.execution(name);
            if (e.code().equals(STARTED_BEFORE)
                    && input.equals(describe(scope, started).input())) {
                return started;
            }
            throw e;
        }
    }

    @Override
    public MachineExecution look(AwsScope scope, String execution) {
        try {
            DescribeExecutionResponse seen = describe(scope, execution);
            return new MachineExecution(
                    execution,
                    status(seen),
                    Optional.ofNullable(seen.output()),
                    text(seen.error()),
                    text(seen.cause()));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return MachineExecution.unknown(execution);
            }
            throw e;
        }
    }

    private DescribeExecutionResponse describe(AwsScope scope, String execution) {
        return clients.call(
                "states:DescribeExecution",
                "look at the execution " + execution,
                () -> clients.stepFunctions(scope, Use.READ)
                        .describeExecution(request -> request.executionArn(execution)));
    }

    @Override
    public void stop(AwsScope scope, String execution, String cause) {
        try {
            clients.call(
                    "states:StopExecution",
                    "stop the execution " + execution,
                    () -> clients.stepFunctions(scope, Use.CHANGE)
                            .stopExecution(
                                    request -> request.executionArn(execution).cause(cause)));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** One that waits to be redriven has not ended, nor has one in a state that is not known yet. */
    private static Status status(DescribeExecutionResponse seen) {
        return switch (seen.status()) {
            case SUCCEEDED -> Status.SUCCEEDED;
            case FAILED -> Status.FAILED;
            case TIMED_OUT -> Status.TIMED_OUT;
            case ABORTED -> Status.ABORTED;
            case RUNNING, PENDING_REDRIVE, UNKNOWN_TO_SDK_VERSION -> Status.RUNNING;
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
