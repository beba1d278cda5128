package dev.penstock.stack.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeStackSets;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StackSetActionTest {

    private static final String TEMPLATE = "Resources: {Topic: {Type: AWS::SNS::Topic}}";

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStackSets sets = new FakeStackSets();
    private StackFixture fixture;

    @BeforeEach
    void open() {
        fixture = StackFixture.of(
                new InMemoryJournal(),
                clock,
                folder,
                new InMemoryArtifactStore(),
                List.of(new StackSetAction(sets), new StackInstancesAction(sets)),
                List.of(sets));
    }

    @AfterEach
    void close() {
        fixture.close();
        clock.close();
    }

    private ExecutionState run(String provider, Map<String, String> more) throws Exception {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("StackSetName", "shop");
        Pipeline pipeline = StackFixture.pipelineOf(
                provider,
                Map.of("template.yml", TEMPLATE, "accounts.json", "[\"111122223333\", \"444455556666\"]"),
                configuration);
        return fixture.await(fixture.engine.start(pipeline, StartRequest.by("ann")));
    }

    private ExecutionState set(String targets, String regions) throws Exception {
        return run(
                "CloudFormationStackSet",
                Map.of(
                        "TemplatePath",
                        "app::template.yml",
                        "Parameters",
                        "ParameterKey=Size,ParameterValue=a b, c ParameterKey=Old,UsePreviousValue=true",
                        "DeploymentTargets",
                        targets,
                        "Regions",
                        regions));
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(StackFixture.deployed(state)).isInstanceOf(ActionPhase.Succeeded.class);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state) {
        assertThat(StackFixture.deployed(state)).isInstanceOf(ActionPhase.Failed.class);
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    @Test
    void makesTheSetItsMissingStacksAndThenUpdatesThem() throws Exception {
        ActionResult result = succeeded(set("app::accounts.json", "eu-west-1"));
        assertThat(result.variables()).containsEntry("StackSetId", "shop:1").containsKey("OperationId");
        assertThat(result.summary()).isEqualTo("2 of 2 stacks");
        succeeded(set("111122223333,444455556666", "eu-west-1,us-east-1"));
        assertThat(sets.effects())
                .containsExactly(
                        "create shop",
                        "add 111122223333/eu-west-1, 444455556666/eu-west-1",
                        "update shop",
                        "add 111122223333/us-east-1, 444455556666/us-east-1",
                        "update shop");
        assertThat(sets.instances(AwsScope.OWN, new StackSetId("shop", false)))
                .extracting(StackInstance::status)
                .containsOnly("CURRENT");
    }

    @Test
    void instancesAreMadeOnceTheSetIsThere() throws Exception {
        Map<String, String> targets = Map.of("DeploymentTargets", "111122223333", "Regions", "eu-west-1");
        assertThat(failed(run("CloudFormationStackInstances", targets)).code()).isEqualTo("PEN-STACK-020");
        succeeded(run("CloudFormationStackSet", Map.of("TemplatePath", "app::template.yml")));
        succeeded(run("CloudFormationStackInstances", targets));
        succeeded(run("CloudFormationStackInstances", targets));
        assertThat(sets.effects())
                .containsExactly("create shop", "add 111122223333/eu-west-1", "bring 111122223333/eu-west-1");
    }

    @Test
    void tellsWhereItFailedAndWhy() throws Exception {
        sets.fail("444455556666", "eu-west-1", "Account gate check failed");
        ActionFailure failure = failed(set("111122223333,444455556666", "eu-west-1"));
        assertThat(failure.code()).isEqualTo("PEN-STACK-021");
        assertThat(failure.details()).containsExactly("account 444455556666 in eu-west-1: Account gate check failed");
        assertThat(failure.message()).contains("1 of 2 stacks, 1 failed").contains("what is done stays done");
    }

    @Test
    void badTargetsAreToldBeforeAnythingIsChanged() throws Exception {
        assertThat(failed(set("11112222333", "eu-west-1")).message()).contains("neither an account of 12 digits");
        assertThat(failed(set("app::nowhere.json", "eu-west-1")).message()).contains("app::nowhere.json");
        assertThat(sets.effects()).isEmpty();
    }
}
