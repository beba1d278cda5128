package dev.penstock.aws.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.statemachine.MachineExecution.Status;
import dev.penstock.statemachine.StateMachineArn;
import dev.penstock.statemachine.StateMachines;
import dev.penstock.statemachine.StateMachinesContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** State machines at the simulated Step Functions do what all must. */
class StepFunctionsTest extends StateMachinesContract {

    private static final String WAITING = """
            {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": 10, "End": true}}}""";
    private static final String FAILING = """
            {"StartAt": "Ship", "States": {"Ship": {"Type": "Fail", "Error": "OutOfStock", "Cause": "none left"}}}""";

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final SfnClient sfn = account.clients.stepFunctions(AwsScope.OWN, Use.CHANGE);
    private final StateMachines machines = new StepFunctions(account.clients);

    @AfterEach
    void close() {
        account.close();
    }

    private StateMachineArn made(String name, StateMachineType type, String definition) {
        String arn = sfn.createStateMachine(create -> create.name(name)
                        .type(type)
                        .definition(definition)
                        .roleArn("arn:aws:iam::" + SimulatedAccount.ID + ":role/machines"))
                .stateMachineArn();
        return StateMachineArn.of(arn).orElseThrow();
    }

    @Override
    protected StateMachines machines() {
        return machines;
    }

    @Override
    protected StateMachineArn waiting(String name) {
        return made(name, StateMachineType.STANDARD, WAITING);
    }

    @Override
    protected StateMachineArn failing(String name) {
        return made(name, StateMachineType.STANDARD, FAILING);
    }

    @Override
    protected StateMachineArn express(String name) {
        return made(name, StateMachineType.EXPRESS, WAITING);
    }

    @Override
    protected StateMachineArn absent() {
        return StateMachineArn.of("arn:aws:states:us-east-1:" + SimulatedAccount.ID + ":stateMachine:nowhere")
                .orElseThrow();
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(1));
    }

    @Test
    void anAnswerThatGotLostStartsNothingTwice() {
        StateMachineArn machine = waiting("orders");
        account.aws.faults().loseAnswers("states", "StartExecution", 3);
        assertThatExceptionOfType(RemoteCallException.class)
                .isThrownBy(() -> machines.start(AwsScope.OWN, machine, "once", "{}"));
        account.aws.time().advance(Duration.ofSeconds(11));

        String execution = machines.start(AwsScope.OWN, machine, "once", "{}");

        assertThat(machines.look(AwsScope.OWN, execution).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(sfn.listExecutions(list -> list.stateMachineArn(machine.text()))
                        .executions())
                .hasSize(1);
    }
}
