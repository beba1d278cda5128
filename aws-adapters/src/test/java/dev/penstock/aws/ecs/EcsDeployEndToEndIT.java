package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.aws.simulated.Outage;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedShop;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ECS action over the real adapters, HTTP and all, against the simulated AWS on virtual time. */
@Timeout(120)
class EcsDeployEndToEndIT {

    private static final String REPOSITORY = SimulatedAccount.ID + ".dkr.ecr.us-east-1.amazonaws.com/web";
    private static final int MOST_APPENDS = 14;

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final EcrImageRegistry registry =
            new EcrImageRegistry(account.clients, RegistryEndpoint.of(account.realm()), new SecretMasker(), clock);
    private SimulatedShop shop;

    @BeforeEach
    void createShop() throws Exception {
        try (Busy busy = clock.busy()) {
            account.clients.ecr(AwsScope.OWN, Use.CHANGE).createRepository(request -> request.repositoryName("web"));
            Digest one = push("one", "");
            shop = new SimulatedShop(account);
            shop.createService(REPOSITORY + "@" + one, 4);
        }
        assertThat(account.aws.time().awaitStill(Duration.ofSeconds(30))).isTrue();
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void aHealthyReleaseSucceeds() throws Exception {
        Digest two = push("two", "");
        Instant begin = clock.instant();
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            succeeded(fixture.run(deploying("two")));
            assertThat(fixture.log).anyMatch(line -> line.matches("\\d of 4 new tasks running.*"));
        }
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(40), Duration.ofMinutes(15));
        assertThat(runningImages()).containsOnly(REPOSITORY + "@" + two);
        assertEffectsOnce();
    }

    @Test
    void anImageThatExitsIsTakenBackAtOnceWithTheEndOfItsLog() throws Exception {
        push("broken", "exit:3@2s");
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionFailure failure = failed(fixture.run(deploying("broken")), Outcome.ROLLED_BACK);
            assertThat(failure.message()).contains("exited with code 3");
            assertThat(failure.details()).anyMatch(line -> line.startsWith("  web | "));
        }
        assertServiceIsBack();
    }

    @Test
    void anImageThatCannotBePulledIsTakenBackAtOnce() throws Exception {
        push("missing", "cannot-pull");
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionFailure failure = failed(fixture.run(deploying("missing")), Outcome.ROLLED_BACK);
            assertThat(failure.message()).contains("CannotPullContainerError");
        }
        assertServiceIsBack();
    }

    @Test
    void aForeignDeploymentInTheMiddleSupersedes() throws Exception {
        push("two", "");
        String before = shop.service().taskDefinition();
        AtomicReference<Optional<String>> foreign = new AtomicReference<>(Optional.empty());
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.contains("of 4 new tasks running") && foreign.get().isEmpty()) {
                    foreign.set(Optional.of(shop.ecs()
                            .updateService(request -> request.cluster("shop")
                                    .service("web")
                                    .taskDefinition(before)
                                    .forceNewDeployment(true))
                            .service()
                            .currentServiceDeployment()));
                }
            };
            ActionFailure failure = failed(fixture.run(deploying("two")), Outcome.SUPERSEDED);
            assertThat(failure.message()).contains(foreign.get().orElseThrow());
        }
    }

    @Test
    void throttledReadsAtTheEndChangeNothing() throws Exception {
        push("two", "");
        Outage outage = Outage.throttledReads(account);
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.startsWith("4 of 4 new tasks running")) {
                    outage.begin(Duration.ofMinutes(1));
                }
            };
            succeeded(fixture.run(deploying("two")));
        }
        outage.assertOver();
        assertEffectsOnce();
    }

    @Test
    void stoppingTheExecutionStopsTheDeploymentAtAws() throws Exception {
        push("two", "");
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            CompletableFuture<ExecutionId> started = new CompletableFuture<>();
            AtomicInteger sent = new AtomicInteger();
            fixture.whenLogged = line -> {
                if (line.contains("new tasks running") && sent.getAndIncrement() == 0) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "no more", "ann"));
                }
            };
            try (Busy busy = clock.busy()) {
                started.complete(fixture.engine.start(deploying("two"), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(account.aws.effects().of("ecs", "StopServiceDeployment")).hasSize(1);
        assertEffectsOnce();
    }

    @Test
    void credentialsThatExpireParkTheActionUntilSomebodyRenewsThem() throws Exception {
        push("two", "");
        Outage outage = Outage.expiredCredentials(account);
        AtomicInteger toldOfIt = new AtomicInteger();
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.contains("The session's credentials have expired.")) {
                    toldOfIt.incrementAndGet();
                } else if (line.startsWith("4 of 4 new tasks running")) {
                    outage.begin(Duration.ofMinutes(10));
                }
            };
            succeeded(fixture.run(deploying("two")));
        }
        outage.assertOver();
        assertThat(toldOfIt).as("told once, not with each look").hasValue(1);
        assertEffectsOnce();
    }

    @Test
    void credentialsThatHaveExpiredBeforeTheFirstCallParkItToo() throws Exception {
        push("two", "");
        Instant renewed = clock.instant().plusSeconds(300);
        account.aws
                .faults()
                .add((moment, call) -> moment == Moment.BEFORE
                                && clock.instant().isBefore(renewed)
                                && call.service().equals("ecs")
                        ? Optional.of(new Fault.Refuse(400, "ExpiredTokenException", "expired"))
                        : Optional.empty());
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            succeeded(fixture.run(deploying("two")));
        }
        assertThat(clock.instant()).isAfter(renewed);
        assertEffectsOnce();
    }

    @Test
    void anAnswerThatIsLostAfterTheEffectIsNoSecondEffect() throws Exception {
        push("two", "");
        account.aws.faults().loseAnswers("ecs", "UpdateService", 1);
        account.aws.faults().loseAnswers("ecs", "RegisterTaskDefinition", 1);
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            succeeded(fixture.run(deploying("two")));
        }
        assertEffectsOnce();
    }

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(1, MOST_APPENDS)
                .boxed()
                .flatMap(append -> Stream.of(Arguments.of(append, true), Arguments.of(append, false)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whereverTheRunnerDiesNoEffectIsHadTwice(int append, boolean before) throws Exception {
        push("two", "");
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        try (var fixture = fixture(journal, "one")) {
            fixture.await(fixture.engine.start(deploying("two"), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            return;
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = fixture(durable, "two")) {
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

    private ReleaseFixture fixture(Journal journal, String runner) {
        return new ReleaseFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                new EcsContainerServices(account.clients),
                registry,
                new ServiceDeploymentReader(account.clients, account.clock()));
    }

    private static Pipeline deploying(String tag) {
        String image = "{\"name\":\"%s\",\"imageUri\":\"" + REPOSITORY + ":" + tag + "\"}";
        String definitions = "[" + image.formatted("web") + "," + image.formatted("sidecar") + "]";
        return ReleaseFixture.pipeline(SimulatedShop.WEB, definitions);
    }

    private List<String> runningImages() {
        var tasks = shop.ecs().listTasks(request -> request.cluster("shop")).taskArns();
        return shop.ecs().describeTasks(request -> request.cluster("shop").tasks(tasks)).tasks().stream()
                .flatMap(task -> task.containers().stream())
                .map(container -> container.image())
                .toList();
    }

    private void assertServiceIsBack() {
        assertThat(shop.service().taskDefinition()).endsWith("task-definition/web:1");
        assertThat(account.aws.effects().of("ecs", "StopServiceDeployment")).hasSize(1);
        assertEffectsOnce();
    }

    private void assertEffectsOnce() {
        assertThat(account.aws.effects().of("ecs", "UpdateService")).hasSize(1);
        assertThat(account.aws.effects().of("ecs", "RegisterTaskDefinition"))
                .as("the test's own and the action's")
                .extracting(Effect::resource)
                .hasSize(2);
    }

    private static void succeeded(ExecutionState state) {
        assertThat(ReleaseFixture.deployed(state)).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
    }

    private static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(ReleaseFixture.deployed(state)).isInstanceOf(ActionPhase.Failed.class);
        assertThat(state.outcome()).contains(outcome);
        return ((ActionPhase.Failed) ReleaseFixture.deployed(state)).failure();
    }
}
