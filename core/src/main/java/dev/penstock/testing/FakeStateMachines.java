package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.statemachine.MachineExecution;
import dev.penstock.statemachine.MachineExecution.Status;
import dev.penstock.statemachine.StateMachineArn;
import dev.penstock.statemachine.StateMachines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** State machines in memory, on a clock of one's own choice. Every effect is counted. */
public final class FakeStateMachines implements StateMachines {

    private static final String STOPPED = "States.Aborted";

    private final InstantSource time;
    private final Map<String, Machine> machines = new HashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final List<String> effects = new ArrayList<>();
    private int expressExecutions;

    private record Machine(Type type, Duration takes, UnaryOperator<String> work) {}

    private record Execution(Machine machine, String input, Instant started, Optional<String> stopped) {}

    /** What the work of a state machine throws to fail. */
    public static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String error;

        /**
         * A failure.
         *
         * @param error its name
         * @param cause what is said of it
         */
        public Failed(String error, String cause) {
            super(cause);
            this.error = error;
        }
    }

    /** State machines on a clock; none yet. */
    public FakeStateMachines(InstantSource time) {
        this.time = time;
    }

    /**
     * Makes a state machine.
     *
     * @param takes how long its executions take
     * @param work makes the output of the input, or throws {@link Failed}
     */
    public synchronized void add(StateMachineArn arn, Type type, Duration takes, UnaryOperator<String> work) {
        machines.put(arn.text(), new Machine(type, takes, work));
    }

    /** Lets somebody else stop an execution. */
    public synchronized void stopByAnother(String execution, String cause) {
        end(execution, cause);
    }

    /** Forgets an execution, as if its state machine had been deleted. */
    public synchronized void forget(String execution) {
        executions.remove(execution);
    }

    /** What was done, in order: {@code start NAME}, {@code stop NAME}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    @Override
    public synchronized Type type(AwsScope scope, StateMachineArn machine) {
        return existing(machine).type();
    }

    @Override
    public synchronized String start(AwsScope scope, StateMachineArn machine, String name, String input) {
        Machine found = existing(machine);
        String arn = machine.execution(name);
        if (found.type() == Type.EXPRESS) {
            arn = arn.replace(":execution:", ":express:") + ":" + expressExecutions++;
        }
        Execution before = executions.get(arn);
        if (before == null) {
            executions.put(arn, new Execution(found, input, time.instant(), Optional.empty()));
            effects.add("start " + name);
        } else if (!before.input().equals(input)) {
            throw refusal(Kind.CONFLICT, "states:StartExecution", "ExecutionAlreadyExists", "there is " + arn);
        }
        return arn;
    }

    @Override
    public synchronized MachineExecution look(AwsScope scope, String execution) {
        Execution found = executions.get(execution);
        if (found == null) {
            return MachineExecution.unknown(execution);
        }
        if (found.stopped().isPresent()) {
            return new MachineExecution(
                    execution,
                    Status.ABORTED,
                    Optional.empty(),
                    STOPPED,
                    found.stopped().get());
        }
        if (!hasEnded(found)) {
            return new MachineExecution(execution, Status.RUNNING, Optional.empty(), "", "");
        }
        try {
            String output = found.machine().work().apply(found.input());
            return new MachineExecution(execution, Status.SUCCEEDED, Optional.of(output), "", "");
        } catch (Failed e) {
            Status status = e.error.equals("States.Timeout") ? Status.TIMED_OUT : Status.FAILED;
            return new MachineExecution(execution, status, Optional.empty(), e.error, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void stop(AwsScope scope, String execution, String cause) {
        if (end(execution, cause)) {
            effects.add("stop " + execution.substring(execution.lastIndexOf(':') + 1));
        }
    }

    private boolean end(String execution, String cause) {
        Execution found = executions.get(execution);
        if (found == null || found.stopped().isPresent() || hasEnded(found)) {
            return false;
        }
        executions.put(execution, new Execution(found.machine(), found.input(), found.started(), Optional.of(cause)));
        return true;
    }

    private boolean hasEnded(Execution execution) {
        return !time.instant()
                .isBefore(execution.started().plus(execution.machine().takes()));
    }

    private Machine existing(StateMachineArn arn) {
        Machine found = machines.get(arn.text());
        if (found == null) {
            throw refusal(
                    Kind.NOT_FOUND, "states:DescribeStateMachine", "StateMachineDoesNotExist", "there is no " + arn);
        }
        return found;
    }

    private static RemoteCallException refusal(Kind kind, String operation, String code, String message) {
        return new RemoteCallException(kind, operation, code, message, new IllegalStateException(message));
    }
}
