package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.set.StackInstancesAction;
import dev.penstock.stack.set.StackSetAction;
import dev.penstock.stack.set.StackSetId;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stack sets are deployed by the whole of the engine and the adapters to the simulated CloudFormation. */
@Timeout(120)
class StackSetsEndToEndIT {

    private static final StackSetId FLEET = new StackSetId("fleet", false);
    private static final String TEMPLATE = """
            Parameters:
              Value: {Type: String, Default: one}
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Name: /fleet/setting, Type: String, Value: !Ref Value}
            """;

    @TempDir
    Path folder;

    private StackLab lab;
    private CloudFormationStackSets sets;
    private StackFixture fixture;

    @BeforeEach
    void open() {
        lab = new StackLab(folder);
        StackSetRoles.make(lab.account.clients);
        sets = new CloudFormationStackSets(lab.account.clients, Optional.empty());
        fixture = lab.fixture(
                new InMemoryJournal(),
                "one",
                List.of(new StackSetAction(sets), new StackInstancesAction(sets)),
                List.of(new StackSetOperationReader(lab.account.clients)));
    }

    @AfterEach
    void close() {
        fixture.close();
        lab.close();
    }

    private static Pipeline pipeline(String provider, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("StackSetName", "fleet");
        return StackFixture.pipelineOf(provider, Map.of("template.yml", TEMPLATE), configuration);
    }

    private static Pipeline set(String regions, String value) {
        return pipeline(
                "CloudFormationStackSet",
                Map.of(
                        "TemplatePath",
                        "app::template.yml",
                        "Parameters",
                        "ParameterKey=Value,ParameterValue=" + value,
                        "DeploymentTargets",
                        SimulatedAccount.ID,
                        "Regions",
                        regions));
    }

    private String value(String region) {
        return lab.account
                .clients
                .ssm(new AwsScope(Optional.of(region), List.of()), Use.READ)
                .getParameter(request -> request.name("/fleet/setting"))
                .parameter()
                .value();
    }

    @Test
    void aSetIsMadeExtendedAndChanged() throws Exception {
        assertThat(StackLab.succeeded(fixture.run(set("us-east-1", "one"))).summary())
                .isEqualTo("1 of 1 stacks");
        assertThat(StackLab.succeeded(fixture.run(set("us-east-1,eu-west-1", "two")))
                        .variables())
                .containsKeys("StackSetId", "OperationId");
        assertThat(value("us-east-1")).isEqualTo("two");
        assertThat(value("eu-west-1")).isEqualTo("two");
    }

    @Test
    void instancesWithValuesOfTheirOwnAreMadeAndBroughtUpToDate() throws Exception {
        StackLab.succeeded(fixture.run(set("us-east-1", "one")));
        Map<String, String> there = Map.of(
                "DeploymentTargets", SimulatedAccount.ID,
                "Regions", "eu-west-1",
                "ParameterOverrides", "ParameterKey=Value,ParameterValue=other");

        StackLab.succeeded(fixture.run(pipeline("CloudFormationStackInstances", there)));

        assertThat(value("us-east-1")).isEqualTo("one");
        assertThat(value("eu-west-1")).isEqualTo("other");
    }

    @Test
    void theRegionThatFailedIsToldWithItsReason() throws Exception {
        lab.fail("CreateResource", "Setting", 2);

        ExecutionState end = fixture.run(set("us-east-1,eu-west-1", "one"));

        ActionFailure failure = StackLab.failed(end, Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-STACK-021");
        assertThat(failure.details())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("account " + SimulatedAccount.ID + " in eu-west-1: ")
                        .contains("Setting"));
        assertThat(value("us-east-1")).as("what is done stays done").isEqualTo("one");
    }

    @Test
    void whoAbandonsItStopsTheOperationAndWaitsForItsEnd() throws Exception {
        ExecutionId id;
        try (Busy busy = lab.clock.busy()) {
            id = fixture.engine.start(set("us-east-1,eu-west-1,eu-west-2", "one"), StartRequest.by("ann"));
            lab.clock.at(
                    lab.clock.instant().plusSeconds(8),
                    () -> fixture.engine.send(id, new Signal.Stop(true, "no more", "ann")));
        }
        assertThat(fixture.await(id).outcome()).contains(Outcome.STOPPED);
        assertThat(lab.account.aws.effects().of("cloudformation", "StopStackSetOperation"))
                .hasSize(1);
        assertThat(sets.instances(AwsScope.OWN, FLEET))
                .anyMatch(each -> each.status().equals("OUTDATED"));
        assertThat(lab.cloudFormation
                        .listStackSetOperations(request -> request.stackSetName("fleet"))
                        .summaries())
                .allMatch(operation -> operation.statusAsString().equals("STOPPED"));
    }
}
