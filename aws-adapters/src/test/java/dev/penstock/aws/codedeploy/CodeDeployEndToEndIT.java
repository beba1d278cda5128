package dev.penstock.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.ecs.EcsContainerTasks;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.aws.simulated.Outage;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedBlueGreen;
import dev.penstock.codedeploy.CodeDeployFixture;
import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.WaitFor;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.Ground;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.secret.SecretMasker;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;

/** The CodeDeployToECS action over the real adapters, HTTP and all, against the simulated AWS on virtual time. */
@Timeout(120)
class CodeDeployEndToEndIT {

    private static final String REPOSITORY = SimulatedAccount.ID + ".dkr.ecr.us-east-1.amazonaws.com/web";
    private static final String TASK_DEFINITION =
            CodeDeployFixture.TASK_DEFINITION.replace("role/execution", "role/deploy");
    private static final int MOST_APPENDS = 14;

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final EcrImageRegistry registry =
            new EcrImageRegistry(account.clients, RegistryEndpoint.of(account.realm()), new SecretMasker(), clock);

    private SimulatedBlueGreen shop(Consumer<CreateDeploymentGroupRequest.Builder> group) throws Exception {
        SimulatedBlueGreen shop;
        try (Busy busy = clock.busy()) {
            account.clients.ecr(AwsScope.OWN, Use.CHANGE).createRepository(request -> request.repositoryName("web"));
            shop = new SimulatedBlueGreen(account, REPOSITORY + "@" + push("one", ""), group);
        }
        assertThat(account.aws.time().awaitStill(Duration.ofSeconds(30))).isTrue();
        return shop;
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void trafficMovesIsToldAndTheOriginalEnds() throws Exception {
        SimulatedBlueGreen shop =
                shop(group -> group.deploymentConfigName("CodeDeployDefault.ECSCanary10Percent5Minutes"));
        Digest two = push("two", "");
        try (var fixture = fixture(new InMemoryJournal(), "one", CodeDeployOptions.DEFAULT)) {
            succeeded(fixture.run(deploying("two")));
            assertThat(fixture.log)
                    .contains("10 % of the traffic on the replacement")
                    .anyMatch(line -> line.startsWith("All production traffic is on the replacement since"))
                    .contains("all traffic on the replacement; the original waits for its termination");
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));
        assertThat(image(shop)).isEqualTo(REPOSITORY + "@" + two);
        assertEffectsOnce();
    }

    @Test
    void thePipelineGoesOnWhenTrafficHasMoved() throws Exception {
        SimulatedBlueGreen shop = shop(group -> {});
        push("two", "");
        var options =
                new CodeDeployOptions(WaitFor.TRAFFIC, Optional.of("CodeDeployDefault.ECSAllAtOnce"), Optional.empty());
        try (var fixture = fixture(new InMemoryJournal(), "one", options)) {
            succeeded(fixture.run(deploying("two")));
            assertThat(fixture.log)
                    .anyMatch(line -> line.startsWith("All production traffic"))
                    .doesNotContain("The deployment has ended.");
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));
    }

    @Test
    void anImageThatCannotBePulledIsTakenBackAtOnce() throws Exception {
        SimulatedBlueGreen shop = shop(group -> {});
        push("missing", "cannot-pull");
        Instant begin = clock.instant();
        try (var fixture = fixture(new InMemoryJournal(), "one", CodeDeployOptions.DEFAULT)) {
            ActionFailure failure = failed(fixture.run(deploying("missing")), Outcome.ROLLED_BACK);
            assertThat(failure.message()).contains("CannotPullContainerError");
        }
        assertThat(Duration.between(begin, clock.instant()))
                .as("CodeDeploy itself would wait for an hour")
                .isLessThan(Duration.ofMinutes(5));
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 100, shop.green, 0));
        assertEffectsOnce();
    }

    @Test
    void aHookThatIsNotThereIsToldAndTakenBackByCodeDeploy() throws Exception {
        SimulatedBlueGreen shop = shop(group -> group.autoRollbackConfiguration(
                rollback -> rollback.enabled(true).eventsWithStrings("DEPLOYMENT_FAILURE")));
        push("two", "");
        String appSpec = CodeDeployFixture.APP_SPEC + "Hooks:\n  - AfterAllowTestTraffic: check\n";
        Pipeline pipeline = CodeDeployFixture.pipeline(
                SimulatedBlueGreen.GROUP,
                CodeDeployFixture.files(TASK_DEFINITION, appSpec, REPOSITORY + ":two"),
                Map.of());
        try (var fixture = fixture(new InMemoryJournal(), "one", CodeDeployOptions.DEFAULT)) {
            ActionFailure failure = failed(fixture.run(pipeline), Outcome.ROLLED_BACK);
            assertThat(failure.message())
                    .contains("HOOK_EXECUTION_FAILURE")
                    .contains("AfterAllowTestTraffic")
                    .contains("check");
        }
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 100, shop.green, 0));
    }

    @Test
    void throttledReadsAndLostAnswersAreNoOutcomeAndNoSecondEffect() throws Exception {
        shop(group -> {});
        push("two", "");
        Outage outage = Outage.throttledReads(account);
        account.aws.faults().loseAnswers("codedeploy", "CreateDeployment", 1);
        account.aws.faults().loseAnswers("ecs", "RegisterTaskDefinition", 1);
        try (var fixture = fixture(new InMemoryJournal(), "one", CodeDeployOptions.DEFAULT)) {
            fixture.whenLogged = line -> {
                if (line.startsWith("All production traffic")) {
                    outage.begin(Duration.ofMinutes(1));
                }
            };
            succeeded(fixture.run(deploying("two")));
        }
        outage.assertOver();
        assertEffectsOnce();
    }

    @Test
    void stoppingTheExecutionTakesTheDeploymentBack() throws Exception {
        SimulatedBlueGreen shop =
                shop(group -> group.deploymentConfigName("CodeDeployDefault.ECSLinear10PercentEvery3Minutes"));
        push("two", "");
        try (var fixture = fixture(new InMemoryJournal(), "one", CodeDeployOptions.DEFAULT)) {
            CompletableFuture<ExecutionId> started = new CompletableFuture<>();
            AtomicInteger sent = new AtomicInteger();
            fixture.whenLogged = line -> {
                if (line.startsWith("20 % of the traffic") && sent.getAndIncrement() == 0) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "no more", "ann"));
                }
            };
            try (Busy busy = clock.busy()) {
                started.complete(fixture.engine.start(deploying("two"), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(account.aws.effects().of("codedeploy", "StopDeployment")).hasSize(1);
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 100, shop.green, 0));
    }

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(1, MOST_APPENDS)
                .boxed()
                .flatMap(append -> Stream.of(Arguments.of(append, true), Arguments.of(append, false)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whereverTheRunnerDiesNoEffectIsHadTwice(int append, boolean before) throws Exception {
        shop(group -> {});
        push("two", "");
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        try (var fixture = fixture(journal, "one", CodeDeployOptions.DEFAULT)) {
            fixture.await(fixture.engine.start(deploying("two"), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            return;
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = fixture(durable, "two", CodeDeployOptions.DEFAULT)) {
            next.engine.resumeAll();
            succeeded(next.await(id));
        }
        assertEffectsOnce();
    }

    private Digest push(String tag, String behaviour) throws Exception {
        try (Busy busy = clock.busy()) {
            return new ImagePush(registry.access(AwsScope.OWN, "web")).push(tag, behaviour);
        }
    }

    private CodeDeployFixture fixture(Journal journal, String runner, CodeDeployOptions options) {
        return new CodeDeployFixture(
                new Ground(journal, clock, folder, artifacts),
                runner,
                new AwsCodeDeployments(account.clients),
                new EcsContainerTasks(account.clients),
                registry,
                new CodeDeploymentReader(account.clients),
                options);
    }

    private static Pipeline deploying(String tag) {
        return CodeDeployFixture.pipeline(
                SimulatedBlueGreen.GROUP,
                CodeDeployFixture.files(TASK_DEFINITION, CodeDeployFixture.APP_SPEC, REPOSITORY + ":" + tag),
                Map.of());
    }

    private static String image(SimulatedBlueGreen shop) {
        String taskDefinition = shop.service().taskDefinition();
        return shop.ecs()
                .describeTaskDefinition(request -> request.taskDefinition(taskDefinition))
                .taskDefinition()
                .containerDefinitions()
                .getFirst()
                .image();
    }

    private void assertEffectsOnce() {
        assertThat(account.aws.effects().of("codedeploy", "CreateDeployment")).hasSize(1);
        assertThat(account.aws.effects().of("ecs", "RegisterTaskDefinition"))
                .as("the service's own and ours")
                .hasSize(2);
    }

    private static void succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(() -> state.toString()).contains(Outcome.SUCCEEDED);
    }

    private static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(state.outcome()).as(() -> state.toString()).contains(outcome);
        return ((ActionPhase.Failed) CodeDeployFixture.deployed(state)).failure();
    }
}
