package dev.penstock.simulator.states;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** State machines and their executions as they are kept. All methods are called inside transactions. */
final class StatesStore {

    /**
     * A state machine.
     *
     * @param arn without a version
     * @param express whether its executions tell nothing of themselves
     * @param tracing whether it was asked to be traced, which changes nothing here
     * @param deleting whether it is gone once its executions have ended
     */
    record Machine(
            String account,
            String region,
            String name,
            String arn,
            boolean express,
            String roleArn,
            String definition,
            Instant created,
            boolean tracing,
            String revision,
            boolean deleting) {

        Machine changed(String newDefinition, String newRole, boolean newTracing, String newRevision) {
            return new Machine(
                    account,
                    region,
                    name,
                    arn,
                    express,
                    newRole,
                    newDefinition,
                    created,
                    newTracing,
                    newRevision,
                    deleting);
        }

        Machine leaving() {
            return new Machine(
                    account, region, name, arn, express, roleArn, definition, created, tracing, revision, true);
        }
    }

    /** How far an execution is ({@code ExecutionStatus}). */
    enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        ABORTED
    }

    /** Where an execution is in its state. */
    enum Phase {
        /** Its state is to be entered. */
        ENTERING,
        /** Its state has waited. */
        WAITED,
        /** Its state waits for what it has called. */
        CALLING
    }

    /**
     * An execution, with the definition and the role that it was started with.
     *
     * @param machineArn of its state machine
     * @param input JSON
     * @param end what it ended with; absent while it goes on
     * @param state the state that it is in
     * @param data that state's input, as JSON
     * @param entered when that state was entered
     * @param phase where it is in that state
     * @param call which call it waits for: the answer to an earlier one comes too late
     * @param tries how often each retrier of that state has been used
     * @param events how many entries its history has
     */
    record Execution(
            String arn,
            String machineArn,
            String name,
            String roleArn,
            String definition,
            boolean express,
            String input,
            Instant started,
            Status status,
            Optional<End> end,
            String state,
            String data,
            Instant entered,
            Phase phase,
            int call,
            List<Integer> tries,
            int events) {

        Execution in(String next, JsonValue input, Instant now) {
            return at(status, end, next, JsonTexts.of(input), now, Phase.ENTERING, call, List.of(), events + 2);
        }

        Execution at(Phase now) {
            return at(status, end, state, data, entered, now, call, tries, events);
        }

        Execution calling() {
            return at(status, end, state, data, entered, Phase.CALLING, call + 1, tries, events + 3);
        }

        Execution tried(List<Integer> now) {
            return at(status, end, state, data, entered, Phase.ENTERING, call, List.copyOf(now), events);
        }

        Execution ended(Status how, End with) {
            return at(how, Optional.of(with), state, data, entered, phase, call, tries, events);
        }

        /** What it was started with stays. */
        private Execution at(
                Status newStatus,
                Optional<End> newEnd,
                String newState,
                String newData,
                Instant newEntered,
                Phase newPhase,
                int newCall,
                List<Integer> newTries,
                int newEvents) {
            return new Execution(
                    arn,
                    machineArn,
                    name,
                    roleArn,
                    definition,
                    express,
                    input,
                    started,
                    newStatus,
                    newEnd,
                    newState,
                    newData,
                    newEntered,
                    newPhase,
                    newCall,
                    newTries,
                    newEvents);
        }
    }

    /**
     * The end of an execution.
     *
     * @param output JSON; absent unless it has succeeded
     * @param error empty for none
     * @param cause empty for none
     */
    record End(Instant at, Optional<String> output, String error, String cause) {}

    private final Table<Machine> machines;
    private final Table<Execution> executions;

    StatesStore(Store store) {
        machines = store.table("states.machines", Machine.class);
        executions = store.table("states.executions", Execution.class);
    }

    Optional<Machine> machine(String arn) {
        return machines.get(arn);
    }

    List<Machine> machines(String account, String region) {
        return List.copyOf(machines.under("arn:aws:states:" + region + ":" + account + ":stateMachine:")
                .values());
    }

    void put(Machine machine) {
        machines.put(machine.arn(), machine);
    }

    void remove(Machine machine) {
        executions(machine.arn()).forEach(execution -> executions.remove(execution.arn()));
        machines.remove(machine.arn());
    }

    Optional<Execution> execution(String arn) {
        return executions.get(arn);
    }

    /** The executions of a state machine, those of express ones as well. */
    List<Execution> executions(String machineArn) {
        return executions.all().stream()
                .filter(execution -> execution.machineArn().equals(machineArn))
                .toList();
    }

    void put(Execution execution) {
        executions.put(execution.arn(), execution);
    }
}
