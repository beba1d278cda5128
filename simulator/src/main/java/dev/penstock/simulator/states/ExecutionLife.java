package dev.penstock.simulator.states;

import dev.penstock.simulator.lambda.FunctionAnswer;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.states.StatesStore.End;
import dev.penstock.simulator.states.StatesStore.Execution;
import dev.penstock.simulator.states.StatesStore.Phase;
import dev.penstock.simulator.states.StatesStore.Status;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How executions go on: from state to state at once, save where a state waits or calls. What was kept goes on when the simulator is
 * opened again; a call that was under way then is lost, as no function runs longer than a quarter of an hour.
 */
final class ExecutionLife {

    private static final String STEP = "states.step";
    private static final String CALL = "states.call";
    private static final String TIMEOUT = "states.timeout";

    /** Lambda Developer Guide, quotas: the longest timeout of a function. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15).plusSeconds(1);

    /** Step Functions Developer Guide, "Quotas": of one execution's history, and of a state's output in bytes. */
    private static final int MOST_EVENTS = 25_000;

    private static final int LARGEST = 262_144;

    private static final Duration LONGEST_EXPRESS = Duration.ofMinutes(5);

    private final StatesStore states;
    private final Store store;
    private final Calendar calendar;
    private final TaskCalls calls;

    ExecutionLife(StatesStore states, Store store, Calendar calendar, TaskCalls calls) {
        this.states = states;
        this.store = store;
        this.calendar = calendar;
        this.calls = calls;
        calendar.on(STEP, arn -> running(arn).ifPresent(this::goOn));
        // In passing: virtual time does not move for the sake of a limit.
        calendar.inPassing(CALL, arn -> running(arn).ifPresent(this::callTimedOut));
        calendar.inPassing(
                TIMEOUT,
                arn -> running(arn)
                        .ifPresent(execution -> end(
                                execution,
                                Status.TIMED_OUT,
                                new End(calendar.now(), Optional.empty(), StateFailure.TIMEOUT, ""))));
    }

    private Optional<Execution> running(String arn) {
        return states.execution(arn).filter(execution -> execution.status() == Status.RUNNING);
    }

    void begin(Execution execution) {
        states.put(execution);
        calendar.enter(STEP, execution.arn(), calendar.now());
        Optional<Duration> limit =
                MachineDefinition.read(execution.definition()).timeout();
        if (execution.express()) {
            limit = Optional.of(
                    limit.filter(own -> own.compareTo(LONGEST_EXPRESS) < 0).orElse(LONGEST_EXPRESS));
        }
        limit.ifPresent(after ->
                calendar.enter(TIMEOUT, execution.arn(), execution.started().plus(after)));
    }

    void abort(Execution execution, String error, String cause) {
        end(execution, Status.ABORTED, new End(calendar.now(), Optional.empty(), error, cause));
    }

    private void end(Execution execution, Status how, End end) {
        states.put(execution.ended(how, end));
        calendar.strike(STEP, execution.arn());
        calendar.strike(CALL, execution.arn());
        calendar.strike(TIMEOUT, execution.arn());
        states.machine(execution.machineArn())
                .filter(machine -> machine.deleting()
                        && states.executions(machine.arn()).stream()
                                .noneMatch(other -> other.status() == Status.RUNNING))
                .ifPresent(states::remove);
    }

    private void goOn(Execution begun) {
        MachineDefinition definition = MachineDefinition.read(begun.definition());
        Optional<Execution> next = Optional.of(begun);
        while (next.isPresent()) {
            Execution execution = next.get();
            State state = definition.state(execution.state());
            try {
                if (execution.events() > MOST_EVENTS) {
                    throw new StateFailure(
                            StateFailure.RUNTIME,
                            "The execution reached the maximum number of history events (" + MOST_EVENTS + ").");
                }
                next = execution.phase() == Phase.WAITED
                        ? leave(execution, state, Data.input(execution, state))
                        : enter(execution, state);
            } catch (StateFailure failure) {
                next = failed(execution, state, failure);
            }
        }
    }

    /** The execution in its next state; absent if that does not come at once. */
    private Optional<Execution> enter(Execution execution, State state) {
        JsonValue input = Data.input(execution, state);
        return switch (state) {
            case State.Pass pass ->
                leave(
                        execution,
                        state,
                        Data.merged(execution, state, pass.result().orElse(input)));
            case State.Wait wait -> {
                states.put(execution.at(Phase.WAITED));
                calendar.enter(STEP, execution.arn(), Data.until(wait.until(), execution, calendar.now()));
                yield Optional.empty();
            }
            case State.Succeed ignored -> leave(execution, state, input);
            case State.Fail fail -> {
                end(execution, Status.FAILED, new End(calendar.now(), Optional.empty(), fail.error(), fail.cause()));
                yield Optional.empty();
            }
            case State.Choice choice -> {
                String to = choice.branches().stream()
                        .filter(branch -> branch.rule().holds(input, Data.context(execution)))
                        .map(State.Branch::next)
                        .findFirst()
                        .or(choice::otherwise)
                        .orElseThrow(() -> new StateFailure(
                                "States.NoChoiceMatched",
                                "Failed to find a rule that holds, and there is no Default."));
                yield Optional.of(execution.in(to, Data.output(state, input), calendar.now()));
            }
            case State.Task task -> call(execution, task, input);
        };
    }

    private Optional<Execution> call(Execution execution, State.Task task, JsonValue input) {
        Execution calling = execution.calling();
        states.put(calling);
        calendar.enter(CALL, calling.arn(), calendar.now().plus(task.timeout().orElse(LONGEST_CALL)));
        calls.call(calling, task.call(), input, calendar.now())
                .thenAccept(answer -> store.transact(() -> {
                    answered(calling.arn(), calling.call(), answer);
                    return answer;
                }));
        return Optional.empty();
    }

    private void answered(String arn, int call, FunctionAnswer answer) {
        Execution execution = running(arn)
                .filter(waiting -> waiting.phase() == Phase.CALLING && waiting.call() == call)
                .orElse(null);
        if (execution == null) {
            return;
        }
        calendar.strike(CALL, arn);
        State state = MachineDefinition.read(execution.definition()).state(execution.state());
        Optional<Execution> next;
        try {
            JsonValue result = TaskCalls.result(((State.Task) state).call(), answer);
            next = leave(execution, state, Data.merged(execution, state, Data.selected(execution, state, result)));
        } catch (StateFailure failure) {
            next = failed(execution, state, failure);
        }
        next.ifPresent(this::goOn);
    }

    private void callTimedOut(Execution execution) {
        if (execution.phase() == Phase.CALLING) {
            State state = MachineDefinition.read(execution.definition()).state(execution.state());
            failed(execution, state, new StateFailure(StateFailure.TIMEOUT, "")).ifPresent(this::goOn);
        }
    }

    /** Ends the execution, or gives it as it is in the next state. */
    private Optional<Execution> leave(Execution execution, State state, JsonValue merged) {
        JsonValue output = Data.output(state, merged);
        String text = JsonTexts.of(output);
        if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new StateFailure(
                    "States.DataLimitExceeded",
                    "The state/task '" + execution.state() + "' returned a result with a size exceeding the maximum"
                            + " number of bytes service limit.");
        }
        if (state.next().isPresent()) {
            return Optional.of(execution.in(state.next().get(), output, calendar.now()));
        }
        end(execution, Status.SUCCEEDED, new End(calendar.now(), Optional.of(text), "", ""));
        return Optional.empty();
    }

    /** Tries again, goes where the failure is caught, or ends the execution. */
    private Optional<Execution> failed(Execution execution, State state, StateFailure failure) {
        if (state instanceof State.Task task && !failure.error().equals(StateFailure.RUNTIME)) {
            for (int i = 0; i < task.retriers().size(); i++) {
                State.Retrier retrier = task.retriers().get(i);
                if (takes(retrier.errors(), failure)) {
                    int used = i < execution.tries().size() ? execution.tries().get(i) : 0;
                    if (used < retrier.attempts()) {
                        tryAgain(execution, task, i, used);
                        return Optional.empty();
                    }
                    break;
                }
            }
            for (State.Catcher catcher : task.catchers()) {
                if (takes(catcher.errors(), failure)) {
                    return Optional.of(
                            execution.in(catcher.next(), Data.caught(execution, catcher, failure), calendar.now()));
                }
            }
        }
        end(execution, Status.FAILED, new End(calendar.now(), Optional.empty(), failure.error(), failure.why()));
        return Optional.empty();
    }

    private void tryAgain(Execution execution, State.Task task, int retrier, int used) {
        List<Integer> tries = new ArrayList<>(execution.tries());
        while (tries.size() < task.retriers().size()) {
            tries.add(0);
        }
        tries.set(retrier, used + 1);
        State.Retrier by = task.retriers().get(retrier);
        double seconds = by.interval().toSeconds() * Math.pow(by.backoff(), used);
        Duration pause = Duration.ofMillis(Math.round(seconds * 1000));
        Duration kept = by.longest().filter(most -> most.compareTo(pause) < 0).orElse(pause);
        calendar.strike(CALL, execution.arn());
        states.put(execution.tried(tries));
        Instant again = calendar.now().plus(kept);
        calendar.enter(STEP, execution.arn(), again);
    }

    /** {@code States.TaskFailed} stands for all errors of tasks but time-outs, {@code States.ALL} for those as well. */
    private static boolean takes(List<String> errors, StateFailure failure) {
        return errors.contains(failure.error())
                || errors.contains(StateFailure.ALL)
                || (errors.contains(StateFailure.TASK_FAILED)
                        && !failure.error().equals(StateFailure.TIMEOUT));
    }
}
