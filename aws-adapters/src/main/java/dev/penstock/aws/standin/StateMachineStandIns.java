package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.statemachine.StateMachineArn;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** Makes standard state machines that put out their input. */
final class StateMachineStandIns {

    private static final String ROLE = "penstock-stand-in-state-machine";
    private static final String TRUST_STATES = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "states.amazonaws.com"}}]}
            """;
    private static final String DEFINITION = """
            {"StartAt": "StandIn", "States": {"StandIn": {"Type": "Pass", "End": true}}}""";

    private final AwsClients clients;

    StateMachineStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /** Makes a state machine in its Region; false if it is there, or if another account would have it. */
    boolean make(StateMachineArn wanted) {
        AwsScope scope = new AwsScope(Optional.of(wanted.region()), List.of());
        if (!clients.identity(scope).account().equals(wanted.account())) {
            return false;
        }
        return clients.call("states:CreateStateMachine", "make the state machine " + wanted.name(), () -> {
            SfnClient sfn = clients.stepFunctions(scope, Use.CHANGE);
            try {
                sfn.describeStateMachine(request -> request.stateMachineArn(wanted.text()));
                return false;
            } catch (StateMachineDoesNotExistException e) {
                String role = new RoleStandIns(clients).role(scope, ROLE, TRUST_STATES);
                sfn.createStateMachine(
                        request -> request.name(wanted.name()).roleArn(role).definition(DEFINITION));
                return true;
            }
        });
    }
}
