package dev.penstock.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.Ground;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.ServiceId;
import dev.penstock.release.StoppedTask;
import dev.penstock.testing.CodeDeployCourse;
import dev.penstock.testing.FakeCodeDeployments;
import dev.penstock.testing.FakeContainerTasks;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CodeDeployToEcsActionTest {

    private static final DeploymentGroupId WEB = new DeploymentGroupId("shop", "web");
    private static final String IMAGE = "docker.io/library/nginx:1.27";

    @TempDir
    Path folder;

    private final FakeCodeDeployments deployments = new FakeCodeDeployments();
    private final FakeContainerTasks tasks = new FakeContainerTasks();
    private CodeDeployOptions options = CodeDeployOptions.DEFAULT;

    @BeforeEach
    void addGroup() {
        deployments.addGroup(WEB, new ServiceId("shop", "web"));
    }

    @Test
    void fillsBothTemplatesAndFollowsTheDeploymentToItsEnd() throws Exception {
        try (var fixture = fixture()) {
            ActionResult result = succeeded(fixture.run(CodeDeployFixture.pipeline(WEB, IMAGE)));

            assertThat(tasks.registered().values())
                    .singleElement()
                    .satisfies(json -> assertThat(json)
                            .contains("\"image\":\"" + IMAGE + "\"")
                            .contains("\"cpu\":\"256\""));
            String arn = tasks.registered().keySet().iterator().next();
            assertThat(deployments.created())
                    .singleElement()
                    .satisfies(created -> assertThat(created.appSpec())
                            .isEqualTo(CodeDeployFixture.APP_SPEC.replace("<TASK_DEFINITION>", arn)));
            assertThat(result.summary()).isEqualTo("Deployed to ECS service web in cluster shop by d-1");
            assertThat(result.deployments())
                    .extracting(ActionResult.Deployment::version)
                    .containsExactly(IMAGE);
            assertThat(fixture.log)
                    .anyMatch(line -> line.startsWith("All production traffic is on the replacement since"))
                    .contains("all traffic on the replacement; the original waits for its termination")
                    .contains("The deployment has ended.");
        }
        assertThat(deployments.effects()).containsExactly("create d-1");
    }

    @Test
    void goesOnAtTheMomentTrafficHasMovedWhenThatIsAskedFor() throws Exception {
        options = new CodeDeployOptions(WaitFor.TRAFFIC, Optional.of("Slow"), Optional.of(List.of("errors")));
        try (var fixture = fixture()) {
            ActionResult result = succeeded(fixture.run(CodeDeployFixture.pipeline(WEB, IMAGE)));
            assertThat(result.summary()).endsWith("the original still waits for its termination");
            assertThat(fixture.log).doesNotContain("The deployment has ended.");
        }
        assertThat(deployments.created()).singleElement().satisfies(created -> {
            assertThat(created.deploymentConfiguration()).contains("Slow");
            assertThat(created.alarms()).contains(List.of("errors"));
        });
    }

    @Test
    void aHookThatSaysNoIsToldWithItsDiagnosticsAndTheRollbackIsFollowed() throws Exception {
        deployments.course(CodeDeployCourse.failingAt("AfterAllowTestTraffic", "HOOK_EXECUTION_FAILURE"));
        ActionFailure failure = failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.ROLLED_BACK);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-008");
        assertThat(failure.message())
                .contains("HOOK_EXECUTION_FAILURE")
                .contains("at AfterAllowTestTraffic")
                .contains("d-2");
        assertThat(failure.details()).contains("  the hook said no");
    }

    @Test
    void aRollbackThatFailsIsNoRollback() throws Exception {
        deployments.course(CodeDeployCourse.failingAt("AllowTraffic", "TIMEOUT").withFailingRollback());
        assertThat(failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.FAILED)
                        .code())
                .isEqualTo("PEN-CODEDEPLOY-009");
    }

    @Test
    void whatNobodyTakesBackIsToldAsSuch() throws Exception {
        deployments.course(CodeDeployCourse.failingAt("AllowTraffic", "TIMEOUT").left());
        ActionFailure failure = failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-010");
        assertThat(failure.message()).contains("both task sets may be there");
    }

    @Test
    void anAlarmThatIsOnEndsItBeforeAnythingIsChanged() throws Exception {
        deployments.course(CodeDeployCourse.refused("ALARM_ACTIVE"));
        ActionFailure failure = failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.FAILED);
        assertThat(failure.message()).contains("ALARM_ACTIVE").contains("Nothing was changed at the service.");
    }

    @Test
    void aTaskThatCannotBeStartedIsNotWaitedForAnHour() throws Exception {
        deployments.course(CodeDeployCourse.installingForEver());
        tasks.stop(List.of(new StoppedTask(
                "arn:aws:ecs:us-east-1:123456789012:task/shop/1",
                "TaskFailedToStart",
                "CannotPullContainerError: not found",
                List.of(new StoppedTask.Container("web", OptionalInt.empty(), "", List.of("no such image"))))));
        ActionFailure failure = failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.ROLLED_BACK);
        assertThat(failure.message()).contains("the image cannot be pulled");
        assertThat(failure.details()).anyMatch(line -> line.contains("no such image"));
        assertThat(deployments.effects()).containsExactly("create d-1", "stop d-1");
    }

    @Test
    void aForeignDeploymentIsNotDisturbed() throws Exception {
        deployments.course(CodeDeployCourse.waitingForReady());
        String other = deployments.deployElsewhere(WEB);
        ActionFailure failure = failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-007");
        assertThat(failure.message()).contains(other);
        assertThat(deployments.effects()).isEmpty();
        assertThat(tasks.registered()).isEmpty();
    }

    @Test
    void whoStopsOursAndDeploysAnotherSupersedes() throws Exception {
        deployments.course(CodeDeployCourse.waitingForReady());
        try (var fixture = fixture()) {
            fixture.whenLogged = line -> {
                if (line.startsWith("the replacement is ready")) {
                    deployments.stopElsewhere("d-1");
                    deployments.deployElsewhere(WEB);
                }
            };
            ExecutionState state = fixture.run(CodeDeployFixture.pipeline(WEB, IMAGE));
            assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
            assertThat(failure(state).message()).contains("d-2").contains("MANUAL_STOP");
        }
    }

    @Test
    void templatesAreRefusedWithEveryMistakeAndItsPlaceBeforeAnythingIsChanged() throws Exception {
        String twoMistakes = CodeDeployFixture.APP_SPEC.replace("TaskDefinition: <TASK_DEFINITION>", "TaskDef: x")
                + "Hooks:\n  - AfterAllowTest: check\n";
        Pipeline wrong = CodeDeployFixture.pipeline(
                WEB, CodeDeployFixture.files(CodeDeployFixture.TASK_DEFINITION, twoMistakes, IMAGE), Map.of());
        ActionFailure failure = failed(wrong, Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-003");
        assertThat(failure.details())
                .anyMatch(line -> line.contains("appspec.yaml:6:") && line.contains("'TaskDefinition' is missing"))
                .anyMatch(line -> line.contains("appspec.yaml:11:5") && line.contains("AfterAllowTestTraffic"));
        assertThat(deployments.effects()).isEmpty();
        assertThat(tasks.registered()).isEmpty();
    }

    @Test
    void anAppSpecForAContainerThatTheTaskDoesNotHaveIsRefused() throws Exception {
        String other = CodeDeployFixture.APP_SPEC.replace("ContainerName: web", "ContainerName: wep");
        ActionFailure failure = failed(
                CodeDeployFixture.pipeline(
                        WEB, CodeDeployFixture.files(CodeDeployFixture.TASK_DEFINITION, other, IMAGE), Map.of()),
                Outcome.FAILED);
        assertThat(failure.details())
                .singleElement()
                .asString()
                .contains("appspec.yaml:8:")
                .contains("no container 'wep', only web");
    }

    @Test
    void aTaskDefinitionThatIsNoneIsRefusedWithItsPlace() throws Exception {
        String wrong = CodeDeployFixture.TASK_DEFINITION.replace("\"cpu\": \"256\"", "\"cpu\": 256");
        ActionFailure failure = failed(
                CodeDeployFixture.pipeline(
                        WEB, CodeDeployFixture.files(wrong, CodeDeployFixture.APP_SPEC, IMAGE), Map.of()),
                Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-002");
        assertThat(failure.details()).singleElement().asString().contains("taskdef.json:5:");
    }

    @Test
    void aPlaceholderWithoutAnImageIsRefused() throws Exception {
        Pipeline pipeline = CodeDeployFixture.pipeline(
                WEB,
                CodeDeployFixture.files(CodeDeployFixture.TASK_DEFINITION, CodeDeployFixture.APP_SPEC, IMAGE),
                Map.of("Image1ContainerName", "OTHER"));
        ActionFailure failure = failed(pipeline, Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-005");
        assertThat(failure.message()).contains("<IMAGE1_NAME>");
    }

    @Test
    void aMissingFileIsNamedWithWhatIsThere() throws Exception {
        ActionFailure failure = failed(
                CodeDeployFixture.pipeline(
                        WEB,
                        CodeDeployFixture.files(CodeDeployFixture.TASK_DEFINITION, CodeDeployFixture.APP_SPEC, IMAGE),
                        Map.of("AppSpecTemplatePath", "appspec.json")),
                Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-001");
        assertThat(failure.message()).contains("AppSpecTemplatePath");
        assertThat(failure.details()).contains("appspec.yaml");
    }

    @Test
    void aGroupOfAnotherPlatformIsRefused() throws Exception {
        deployments.addGroup(WEB, DeploymentGroup.Platform.LAMBDA, Optional.empty());
        assertThat(failed(CodeDeployFixture.pipeline(WEB, IMAGE), Outcome.FAILED)
                        .code())
                .isEqualTo("PEN-CODEDEPLOY-006");
    }

    @Test
    void aGroupThatIsNotThereIsTold() throws Exception {
        ActionFailure failure =
                failed(CodeDeployFixture.pipeline(new DeploymentGroupId("shop", "none"), IMAGE), Outcome.FAILED);
        assertThat(failure.message()).contains("deployment group none of shop");
    }

    @Test
    void throttledCallsChangeNothing() throws Exception {
        for (String method : List.of("describe", "create", "read", "read")) {
            deployments.failNext(
                    method,
                    new RemoteCallException(
                            Kind.THROTTLED, "codedeploy", "ThrottlingException", "Slow down.", new Exception()));
        }
        try (var fixture = fixture()) {
            succeeded(fixture.run(CodeDeployFixture.pipeline(WEB, IMAGE)));
        }
        assertThat(deployments.effects()).containsExactly("create d-1");
    }

    private ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(() -> state.toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) CodeDeployFixture.deployed(state)).result();
    }

    private ActionFailure failed(Pipeline pipeline, Outcome outcome) throws Exception {
        try (var fixture = fixture()) {
            ExecutionState state = fixture.run(pipeline);
            assertThat(state.outcome()).contains(outcome);
            return failure(state);
        }
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) CodeDeployFixture.deployed(state)).failure();
    }

    private CodeDeployFixture fixture() {
        var ground = new Ground(
                new InMemoryJournal(),
                new VirtualClock(Instant.parse("2026-01-02T12:00:00Z")),
                folder,
                new InMemoryArtifactStore());
        return new CodeDeployFixture(ground, "one", deployments, tasks, new FakeImageRegistry(), deployments, options);
    }
}
