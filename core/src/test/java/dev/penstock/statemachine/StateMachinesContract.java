package dev.penstock.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.statemachine.MachineExecution.Status;
import org.junit.jupiter.api.Test;

/** What every service that runs state machines must do. */
public abstract class StateMachinesContract {

    private static final AwsScope SCOPE = AwsScope.OWN;
    private static final int PATIENCE = 100;

    /** The service under test. */
    protected abstract StateMachines machines();

    /** A standard state machine of this name, whose executions take ten seconds and put out their input. */
    protected abstract StateMachineArn waiting(String name);

    /** A standard state machine of this name, whose executions fail with the error {@code OutOfStock} and the cause "none left". */
    protected abstract StateMachineArn failing(String name);

    /** An express state machine of this name. */
    protected abstract StateMachineArn express(String name);

    /** The ARN of a state machine that is not there. */
    protected abstract StateMachineArn absent();

    /** Lets a second pass. */
    protected abstract void letTimePass() throws InterruptedException;

    private MachineExecution ended(String execution) throws InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            MachineExecution seen = machines().look(SCOPE, execution);
            if (seen.status() != Status.RUNNING && seen.status() != Status.NOT_THERE) {
                return seen;
            }
            letTimePass();
        }
        throw new AssertionError("still under way: " + machines().look(SCOPE, execution));
    }

    @Test
    void tellsTheTypeOfAStateMachine() {
        assertThat(machines().type(SCOPE, waiting("orders"))).isEqualTo(StateMachines.Type.STANDARD);
        assertThat(machines().type(SCOPE, express("clicks"))).isEqualTo(StateMachines.Type.EXPRESS);
        assertThatExceptionOfType(RemoteCallException.class)
                .isThrownBy(() -> machines().type(SCOPE, absent()))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void anExecutionGoesToItsEndAndTellsItsOutput() throws Exception {
        StateMachineArn machine = waiting("orders");
        String execution = machines().start(SCOPE, machine, "first", "{\"order\":7}");

        assertThat(execution).isEqualTo(machine.execution("first"));
        assertThat(machines().look(SCOPE, execution).status()).isEqualTo(Status.RUNNING);
        MachineExecution end = ended(execution);
        assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(end.output().orElseThrow().replace(" ", "")).isEqualTo("{\"order\":7}");
    }

    @Test
    void anExecutionThatFailsTellsItsErrorAndItsCause() throws Exception {
        MachineExecution end = ended(machines().start(SCOPE, failing("shipping"), "first", "{}"));
        assertThat(end.status()).isEqualTo(Status.FAILED);
        assertThat(end.error()).isEqualTo("OutOfStock");
        assertThat(end.cause()).isEqualTo("none left");
        assertThat(end.output()).isEmpty();
    }

    @Test
    void whoeverAsksAgainStartsNothingASecondTimeWhileItRunsNorWhenItHasEnded() throws Exception {
        StateMachineArn machine = waiting("orders");
        String execution = machines().start(SCOPE, machine, "once", "{\"order\":7}");
        assertThat(machines().start(SCOPE, machine, "once", "{\"order\":7}")).isEqualTo(execution);
        MachineExecution end = ended(execution);

        assertThat(machines().start(SCOPE, machine, "once", "{\"order\":7}")).isEqualTo(execution);
        assertThat(machines().look(SCOPE, execution)).isEqualTo(end);
    }

    @Test
    void aNameThatAnotherInputHasIsRefused() {
        StateMachineArn machine = waiting("orders");
        String unused = machines().start(SCOPE, machine, "theirs", "{\"order\":7}");
        assertThatExceptionOfType(RemoteCallException.class)
                .isThrownBy(() -> machines().start(SCOPE, machine, "theirs", "{\"order\":8}"))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void whatIsStoppedTellsThatItWasAndWhatHasEndedStaysAsItIs() throws Exception {
        StateMachineArn machine = waiting("orders");
        String execution = machines().start(SCOPE, machine, "stopped", "{}");
        machines().stop(SCOPE, execution, "not wanted any more");

        MachineExecution end = ended(execution);
        assertThat(end.status()).isEqualTo(Status.ABORTED);
        assertThat(end.cause()).isEqualTo("not wanted any more");

        String done = machines().start(SCOPE, machine, "done", "{}");
        MachineExecution before = ended(done);
        machines().stop(SCOPE, done, "too late");
        assertThat(machines().look(SCOPE, done)).isEqualTo(before);
    }

    @Test
    void anExecutionThatIsNotThereIsSeenAsThatAndNotStopped() {
        String nowhere = waiting("orders").execution("never-started");
        assertThat(machines().look(SCOPE, nowhere)).isEqualTo(MachineExecution.unknown(nowhere));
        machines().stop(SCOPE, nowhere, "not there");
    }

    @Test
    void anExpressOneStartsEachTimeItIsAsked() {
        StateMachineArn machine = express("clicks");
        String first = machines().start(SCOPE, machine, "click", "{}");
        assertThat(first).contains(":express:clicks:click");
        assertThat(machines().start(SCOPE, machine, "click", "{}")).isNotEqualTo(first);
    }
}
