package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptionsBuilder;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.OptionName;
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
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments are deployed to by the whole of the engine and the adapters at the simulated Elastic Beanstalk. */
@Timeout(120)
class BeanstalkEndToEndIT {

    private static final OptionName POLICY = new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy");
    private static final OptionName SCRIPT = new OptionName(OptionName.VARIABLES, "PENSTOCK_SIMULATE");
    private static final int MOST_APPENDS = 12;

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    private List<String> log = List.of();

    @BeforeEach
    void prepare() {
        SimulatedBeanstalk.prepare(account);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void makesWhatIsMissingAndFindsNothingToChangeAfterwards() throws Exception {
        ExecutionState made = deploy("one", options(Map.of()));
        assertThat(made.outcome()).as(told(made)).contains(Outcome.SUCCEEDED);
        assertThat(environment().health().isAtLeast(HealthStatus.OK)).isTrue();

        ExecutionState again = deploy("one", options(Map.of()));
        assertThat(((ActionPhase.Succeeded) StackFixture.deployed(again))
                        .result()
                        .summary())
                .contains("nothing was changed");
        assertThat(account.aws.effects().of("elasticbeanstalk", "CreateApplicationVersion"))
                .hasSize(1);
        assertThat(account.aws.effects().of("elasticbeanstalk", "UpdateEnvironment"))
                .isEmpty();
        assertThat(account.aws.effects().of("s3", "PutObject")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllAtOnce", "Rolling", "RollingWithAdditionalBatch", "Immutable", "TrafficSplitting"})
    void eachPolicyBringsTheVersionToEveryInstance(String policy) throws Exception {
        deploy("one", options(Map.of(POLICY, policy)));
        ExecutionState state = deploy("two", options(Map.of(POLICY, policy)));
        assertThat(state.outcome()).as(told(state)).contains(Outcome.SUCCEEDED);
        assertEverywhere(environment().versionLabel());
        assertThat(log).contains("Environment update completed successfully.");
    }

    @ParameterizedTest
    @CsvSource({
        "AllAtOnce,command-fails",
        "Rolling,command-fails",
        "RollingWithAdditionalBatch,command-fails",
        "Immutable,command-fails",
        "TrafficSplitting,command-fails",
        "Rolling,unhealthy",
        "Immutable,unhealthy"
    })
    void whatFailsIsBroughtBackByWhateverPolicyAndIsNeverASuccess(String policy, String script) throws Exception {
        String bad = label("two");
        Map<OptionName, String> given = Map.of(POLICY, policy, SCRIPT, bad + "/" + script);
        deploy("one", options(given));
        String good = environment().versionLabel();

        ExecutionState state = deploy("two", options(given));

        assertThat(state.outcome()).as(told(state)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-013");
        assertThat(environment().versionLabel()).isEqualTo(good);
        assertEverywhere(good);
    }

    @Test
    void optionsThatBeanstalkTookBackItselfAreNotAskedForAgain() throws Exception {
        deploy("one", options(Map.of(POLICY, "Rolling")));
        String good = environment().versionLabel();
        ExecutionState state =
                deploy("two", options(Map.of(POLICY, "Rolling", SCRIPT, label("two") + "/command-fails")));
        assertThat(state.outcome()).as(told(state)).contains(Outcome.ROLLED_BACK);
        assertEverywhere(good);
        assertThat(environments.options(AwsScope.OWN, "shop", "shop-web")).doesNotContainKey(SCRIPT);
        assertThat(environments.keptOptions(AwsScope.OWN, "shop", "penstock-before"))
                .isEmpty();
    }

    @Test
    void waitsForItsTurnWhileTheEnvironmentIsBusy() throws Exception {
        deploy("one", options(Map.of()));
        try (var fixture = fixture(new InMemoryJournal(), "one", options(Map.of()))) {
            ExecutionId id;
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                environments.update(
                        AwsScope.OWN,
                        new EnvironmentUpdate(
                                environment().id(),
                                Optional.empty(),
                                Map.of(new OptionName(OptionName.VARIABLES, "A"), "b"),
                                Optional.empty()));
                assertThat(environment().status()).isEqualTo(EnvironmentStatus.UPDATING);
                id = fixture.engine.start(pipeline("two"), StartRequest.by("ann"));
            }
            ExecutionState state = fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(fixture.log);
            assertThat(state.outcome()).as(told(state)).contains(Outcome.SUCCEEDED);
        }
        assertThat(log).anyMatch(line -> line.contains("waits for its turn"));
    }

    @Test
    void whoAbandonsTheActionAbortsTheUpdate() throws Exception {
        deploy("one", options(Map.of(POLICY, "Immutable")));
        String good = environment().versionLabel();
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        AtomicBoolean sent = new AtomicBoolean();
        try (var fixture = fixture(new InMemoryJournal(), "one", options(Map.of(POLICY, "Immutable")))) {
            fixture.whenLogged = line -> {
                if (line.contains("update is starting") && !sent.getAndSet(true)) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                started.complete(fixture.engine.start(pipeline("two"), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(account.aws.effects().of("elasticbeanstalk", "AbortEnvironmentUpdate"))
                .hasSize(1);
        assertThat(environment().versionLabel()).isEqualTo(good);
    }

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(4, MOST_APPENDS)
                .boxed()
                .flatMap(append -> Stream.of(true, false).map(before -> Arguments.of(append, before)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(int append, boolean before) throws Exception {
        DeploymentOptions options = options(Map.of());
        deploy("one", options);
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        try (var fixture = fixture(journal, "one", options)) {
            fixture.await(fixture.engine.start(pipeline("two"), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = fixture(durable, "two", options)) {
            next.engine.resumeAll();
            ExecutionState state = next.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            assertThat(state.outcome()).as(told(state)).contains(Outcome.SUCCEEDED);
        }
        assertThat(account.aws.effects().of("elasticbeanstalk", "UpdateEnvironment"))
                .hasSize(1);
        assertThat(account.aws.effects().of("elasticbeanstalk", "CreateApplicationVersion"))
                .hasSize(2);
        assertEverywhere(environment().versionLabel());
    }

    @Test
    void bundlesArePutOnceAndOnlyIntoBucketsOfTheAccount() throws Exception {
        Path zip = folder.resolve("a.zip");
        new dev.penstock.artifact.BundleWriter().file("a", "a").write(zip);
        var digest = dev.penstock.artifact.Digest.of(java.nio.file.Files.readAllBytes(zip));
        Bundles bundles = new S3Bundles(account.clients);
        var place = Bundles.BundlePlace.USUAL;
        Bundles.Upload first = bundles.put(AwsScope.OWN, place, zip, digest, ".zip");
        assertThat(first).isInstanceOfSatisfying(Bundles.Upload.Done.class, done -> {
            assertThat(done.wasThere()).isFalse();
            assertThat(done.location().bucket()).isEqualTo("elasticbeanstalk-us-east-1-" + SimulatedAccount.ID);
            assertThat(done.location().key()).endsWith(digest.hex() + ".zip");
        });
        assertThat(bundles.put(AwsScope.OWN, place, zip, digest, ".zip"))
                .isInstanceOfSatisfying(
                        Bundles.Upload.Done.class,
                        done -> assertThat(done.wasThere()).isTrue());
        assertThat(bundles.put(AwsScope.OWN, new Bundles.BundlePlace("nowhere-at-all", ""), zip, digest, ".zip"))
                .isInstanceOf(Bundles.Upload.Refused.class);
        assertThat(account.clients
                        .s3(AwsScope.OWN, Use.READ)
                        .listObjectsV2(list -> list.bucket("elasticbeanstalk-us-east-1-" + SimulatedAccount.ID)
                                .prefix("penstock/"))
                        .keyCount())
                .isEqualTo(1);
    }

    private void assertEverywhere(String label) {
        assertThat(environments
                        .instances(AwsScope.OWN, environment().id())
                        .orElseThrow()
                        .instances())
                .isNotEmpty()
                .allMatch(instance -> instance.runs(label));
    }

    private Environment environment() {
        return environments.find(AwsScope.OWN, "shop-web").orElseThrow();
    }

    private ExecutionState deploy(String content, DeploymentOptions options) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one", options)) {
            ExecutionId id = fixture.engine.start(pipeline(content), StartRequest.by("ann"));
            ExecutionState state = fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(fixture.log);
            return state;
        }
    }

    private String told(ExecutionState state) {
        return StackFixture.deployed(state) + "\n" + String.join("\n", log);
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    private String label(String content) throws Exception {
        Path zip = folder.resolve("label.zip");
        var writer = new dev.penstock.artifact.BundleWriter();
        for (var file : SimulatedBeanstalk.files(content).entrySet()) {
            writer.file(file.getKey(), file.getValue());
        }
        writer.write(zip);
        return "shop-"
                + dev.penstock.artifact.Digest.of(java.nio.file.Files.readAllBytes(zip))
                        .abbreviated();
    }

    private static Pipeline pipeline(String content) {
        return StackFixture.pipelineOf(
                "ElasticBeanstalk",
                SimulatedBeanstalk.files(content),
                Map.of("ApplicationName", "shop", "EnvironmentName", "shop-web"));
    }

    private static DeploymentOptions options(Map<OptionName, String> more) {
        Map<OptionName, String> all = new HashMap<>(SimulatedBeanstalk.OPTIONS);
        all.putAll(more);
        return new DeploymentOptionsBuilder()
                .creating("64bit Amazon Linux 2023 * running Docker")
                .options(all)
                .build();
    }

    private StackFixture fixture(Journal journal, String runner, DeploymentOptions options) {
        return new BeanstalkRunner(account, folder, artifacts).fixture(journal, runner, options);
    }
}
