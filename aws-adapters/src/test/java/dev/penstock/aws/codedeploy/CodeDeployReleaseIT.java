package dev.penstock.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.aws.ecs.EcsContainerTasks;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedBlueGreen;
import dev.penstock.codedeploy.CodeDeployFixture;
import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.CodeDeployToEcsTarget;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.Ground;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Strategies;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;

/** Releases by strategies to a service that CodeDeploy deploys to, on the simulated AWS and its virtual time. */
@Timeout(120)
class CodeDeployReleaseIT {

    private static final String TASK_DEFINITION =
            CodeDeployFixture.TASK_DEFINITION.replace("role/execution", "role/deploy");

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private ReleaseSettings settings = ReleaseSettings.of("canary");

    private BakeJudge judge = (release, bake, arms, share) -> {
        throw new AssertionError("no bake is judged");
    };

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void aCanaryMovesByCodeDeploysTimersAndTheOriginalIsKeptUntilTheEnd() throws Exception {
        SimulatedBlueGreen shop = shop(group -> terminating(group, 10));
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionResult result = succeeded(fixture.run(pipeline()));
            assertThat(result.variables()).containsKeys("TrafficMovedAt", "OldGoneAt", "BakeOverAt");
            assertThat(fixture.log)
                    .contains("The replacement runs.")
                    .containsSubsequence(
                            "10 % of requests go to the replacement.",
                            "100 % of requests go to the replacement.", "The original has ended.");
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));
        assertThat(account.aws.effects().of("codedeploy", "CreateDeployment")).hasSize(1);
        assertThat(configuration(shop)).isEqualTo("CodeDeployDefault.ECSCanary10Percent5Minutes");
    }

    @Test
    void aVerdictAgainstItStopsTheDeploymentAndBringsAllRequestsBack() throws Exception {
        SimulatedBlueGreen shop = shop(group -> terminating(group, 10));
        settings = ReleaseSettingsBuilder.of("canary").judged().build();
        judge = (release, bake, arms, share) -> {
            assertThat(arms.canary().label("targetGroup")).contains(shop.green);
            assertThat(arms.baseline().label("targetGroup")).contains(shop.blue);
            boolean enough = Duration.between(bake.since(), clock.instant()).toMinutes() >= 1;
            return new BakeJudge.Judgement(
                    bake.memory(),
                    enough
                            ? new Decision.RollBack(new Decision.Cause.Evidence("errors"))
                            : new Decision.Continue(clock.instant().plusSeconds(10)),
                    clock.instant().plusSeconds(10),
                    "One in three requests fails.");
        };
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionFailure failure = failed(fixture.run(pipeline()), Outcome.ROLLED_BACK);
            assertThat(failure.message()).contains("One in three requests fails.");
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 100, shop.green, 0));
        assertThat(account.aws.effects().of("codedeploy", "StopDeployment")).hasSize(1);
    }

    @Test
    void somebodyIsAskedBeforeRequestsComeWhereTheGroupWaits() throws Exception {
        SimulatedBlueGreen shop = shop(group -> group.blueGreenDeploymentConfiguration(b -> b.deploymentReadyOption(
                        r -> r.actionOnTimeout("STOP_DEPLOYMENT").waitTimeInMinutes(60))
                .terminateBlueInstancesOnDeploymentSuccess(
                        t -> t.action("TERMINATE").terminationWaitTimeInMinutes(10))));
        settings = ReleaseSettingsBuilder.of("blueGreen")
                .approvals(ApprovalPoint.TRAFFIC)
                .build();
        AtomicBoolean answered = new AtomicBoolean();
        AtomicReference<Map<String, Integer>> atTheQuestion = new AtomicReference<>(Map.of());
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            CompletableFuture<ExecutionId> started = new CompletableFuture<>();
            fixture.whenProgressed = summary -> {
                if (summary.endsWith(", approval") && !answered.getAndSet(true)) {
                    atTheQuestion.set(shop.weights());
                    fixture.engine.send(
                            started.join(),
                            new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "looks well", "ann")));
                }
            };
            try (Busy busy = clock.busy()) {
                started.complete(fixture.engine.start(pipeline(), StartRequest.by("ann")));
            }
            succeeded(fixture.await(started.join()));
        }
        assertThat(atTheQuestion.get()).isEqualTo(Map.of(shop.blue, 100, shop.green, 0));
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));
    }

    @Test
    void aGroupThatGivesTheOriginalUpTooEarlyIsRefusedBeforeAnythingIsChanged() throws Exception {
        shop(group -> terminating(group, 5));
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionFailure failure = failed(fixture.run(pipeline()), Outcome.FAILED);
            assertThat(failure.code()).isEqualTo("PEN-CODEDEPLOY-013");
        }
        assertThat(account.aws.effects().of("codedeploy", "CreateDeployment")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8, 10, 12})
    void whereverTheRunnerDiesTheReleaseGoesOn(int append) throws Exception {
        settings = ReleaseSettingsBuilder.of("canary")
                .bake(Duration.ofMinutes(1))
                .keep(Duration.ofMinutes(1))
                .build();
        SimulatedBlueGreen shop = shop(group -> terminating(group, 10));
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        journal.dieBefore(append);
        try (var fixture = fixture(journal, "one")) {
            fixture.await(fixture.engine.start(pipeline(), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = fixture(durable, "two")) {
            next.engine.resumeAll();
            succeeded(next.await(id));
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));
        assertThat(account.aws.effects().of("codedeploy", "CreateDeployment")).hasSize(1);
    }

    private SimulatedBlueGreen shop(Consumer<CreateDeploymentGroupRequest.Builder> group) throws Exception {
        SimulatedBlueGreen shop = new SimulatedBlueGreen(account, "registry.example/web:one", group);
        assertThat(account.aws.time().awaitStill(Duration.ofSeconds(30))).isTrue();
        return shop;
    }

    private static void terminating(CreateDeploymentGroupRequest.Builder group, int minutes) {
        group.blueGreenDeploymentConfiguration(
                b -> b.deploymentReadyOption(r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT"))
                        .terminateBlueInstancesOnDeploymentSuccess(
                                t -> t.action("TERMINATE").terminationWaitTimeInMinutes(minutes)));
    }

    private static String configuration(SimulatedBlueGreen shop) {
        String id = shop.codeDeploy()
                .getDeploymentGroup(g -> g.applicationName("shop").deploymentGroupName("web"))
                .deploymentGroupInfo()
                .lastAttemptedDeployment()
                .deploymentId();
        return shop.codeDeploy()
                .getDeployment(g -> g.deploymentId(id))
                .deploymentInfo()
                .deploymentConfigName();
    }

    private CodeDeployFixture fixture(Journal journal, String runner) {
        var target = new CodeDeployToEcsTarget(
                new AwsCodeDeployments(account.clients),
                new EcsContainerTasks(account.clients),
                new FakeImageRegistry(),
                action -> CodeDeployOptions.DEFAULT);
        return new CodeDeployFixture(
                new Ground(journal, clock, folder, artifacts),
                runner,
                new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge),
                new CodeDeploymentReader(account.clients));
    }

    private static Pipeline pipeline() {
        return CodeDeployFixture.pipeline(
                SimulatedBlueGreen.GROUP,
                CodeDeployFixture.files(TASK_DEFINITION, CodeDeployFixture.APP_SPEC, "registry.example/web:two"),
                Map.of());
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(() -> state.toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) CodeDeployFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(state.outcome()).as(() -> state.toString()).contains(outcome);
        return ((ActionPhase.Failed) CodeDeployFixture.deployed(state)).failure();
    }
}
