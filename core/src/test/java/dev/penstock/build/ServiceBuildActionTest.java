package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.BuildReader;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.codebuild.ServiceBuild.Status;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.PackAction;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds that CodeBuild runs, under an engine. */
@Timeout(60)
class ServiceBuildActionTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final SecretResolver NO_SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            throw new AssertionError("CodeBuild resolves secrets itself");
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            throw new AssertionError("CodeBuild resolves secrets itself");
        }
    };

    @TempDir
    Path folder;

    private final FakeBuckets buckets = new FakeBuckets();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private EngineClock clock = VirtualClock.steppedFrom(NOON);
    private final FakeCodeBuilds builds = new FakeCodeBuilds(() -> clock.instant()).project("app");

    private final BuildLogs logs = new BuildLogs();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Engine engine(Journal journal, String runner) {
        CodeBuildAction action = CodeBuildAction.of(
                ActionCategory.BUILD,
                (project, name) -> BuildProject.ON_HOST.inCodeBuild(),
                (machine, log) -> {
                    throw new AssertionError("CodeBuild runs the build");
                },
                NO_SECRETS,
                builds,
                new BuildExchange(
                        buckets, Optional.of(new BuildExchange.Place("bucket", "shop")), artifact -> Optional.empty()),
                logs);
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve(runner))
                .providers(List.of(new PackAction(), action))
                .resourceReaders(List.of(new BuildReader(builds, logs)))
                .clock(clock)
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
                        lines.add(line);
                    }
                })
                .runner(new RunnerId(runner))
                .build();
    }

    private static Pipeline pipeline() {
        ActionDeclaration make = action("Make", PackAction.TYPE, Map.of("in.txt", "hello"), List.of(), "files");
        ActionDeclaration build = action(
                "Compile",
                new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "CodeBuild", "1"),
                Map.of(
                        "ProjectName",
                        "app",
                        "EnvironmentVariables",
                        "[{\"name\":\"KEY\",\"value\":\"api\",\"type\":\"SECRETS_MANAGER\"}]"),
                List.of("files"),
                "built");
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Make", List.of(make)), new StageDeclaration("Build", List.of(build))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static ActionDeclaration action(
            String name, ActionTypeId type, Map<String, String> configuration, List<String> inputs, String output) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                inputs,
                List.of(new OutputArtifact(output, List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private ServiceBuild succeeding(String id, NewBuild order) {
        order.outputNames()
                .forEach(name -> buckets.put(order.output(name), "zip".getBytes(StandardCharsets.UTF_8), ""));
        return ended(id, Status.SUCCEEDED);
    }

    private static ServiceBuild ended(String id, Status status) {
        return new ServiceBuild(
                id,
                status,
                "COMPLETED",
                status == Status.SUCCEEDED
                        ? List.of()
                        : List.of(new ServiceBuild.Failure(
                                "BUILD",
                                "COMMAND_EXECUTION_ERROR",
                                "Error while executing command: mvn verify. Reason: exit status 1")),
                Map.of("VERSION", "1.2", "AWS_SESSION_TOKEN", "x"),
                Map.of(),
                Optional.of(new ServiceBuild.Log("/aws/codebuild/app", "uuid", "https://log.example")));
    }

    private ExecutionState run(Duration time) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one")) {
            ExecutionId id = engine.start(pipeline(), StartRequest.by("ann"));
            ((VirtualClock) clock).advance(time);
            return engine.whenEnded(id).get(20, TimeUnit.SECONDS);
        }
    }

    private static ActionPhase compiled(ExecutionState state) {
        return state.stage("Build")
                .flatMap(stage -> stage.action("Compile"))
                .orElseThrow()
                .phase();
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) compiled(state)).failure();
    }

    @Test
    void whatCodeBuildPutsOutIsHandedOn() throws Exception {
        builds.ending(Duration.ofMinutes(3), this::succeeding);

        ExecutionState state = run(Duration.ofMinutes(10));

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        var result = ((ActionPhase.Succeeded) compiled(state)).result();
        assertThat(artifacts.open(
                        Optional.ofNullable(result.artifacts().get("built")).orElseThrow()))
                .hasContent("zip");
        assertThat(result.variables()).isEqualTo(Map.of("VERSION", "1.2"));
        assertThat(result.external().orElseThrow().id()).isEqualTo(builds.ids().getFirst());
        assertThat(result.external().orElseThrow().url()).contains("https://log.example");
        NewBuild order = builds.started().getFirst();
        assertThat(order.environment().getFirst().value()).isEqualTo("api");
        ObjectLocation source = order.sources().getFirst().location();
        assertThat(source.toString()).matches("s3://bucket/shop/builds/[0-9a-f-]{36}/sources/files.zip");
        assertThat(buckets.content(source)).isPresent();
    }

    @Test
    void whatABuildSaysIsSeenWhileItGoesOnAndOnce() throws Exception {
        builds.ending(
                Duration.ofMinutes(30),
                (id, order) -> new ServiceBuild(
                        id,
                        Status.FAILED,
                        "COMPLETED",
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Optional.of(new ServiceBuild.Log("builds", id, ""))));
        try (Engine engine = engine(new InMemoryJournal(), "one")) {
            ExecutionId execution = engine.start(pipeline(), StartRequest.by("ann"));
            ((VirtualClock) clock).advance(Duration.ofMinutes(2));
            String build = builds.ids().getFirst();
            builds.say(build, "compiling", "testing");
            ((VirtualClock) clock).advance(Duration.ofMinutes(2));
            assertThat(lines).endsWith("compiling", "testing");
            builds.say(build, "packing");
            ((VirtualClock) clock).advance(Duration.ofMinutes(2));
            assertThat(lines).endsWith("compiling", "testing", "packing");
            builds.say(build, "the last words");
            ((VirtualClock) clock).advance(Duration.ofMinutes(40));
            engine.whenEnded(execution).get(20, TimeUnit.SECONDS);
        }
        assertThat(lines)
                .filteredOn(line -> !line.contains("CodeBuild"))
                .endsWith("compiling", "testing", "packing", "the last words")
                .doesNotHaveDuplicates();
    }

    @Test
    void aFailureSaysWhereWhyAndWithWhatLog() throws Exception {
        builds.ending(Duration.ofMinutes(3), (id, order) -> ended(id, Status.FAILED));

        ActionFailure failure = failure(run(Duration.ofMinutes(10)));

        assertThat(failure.code()).isEqualTo("PEN-BUILD-010");
        assertThat(failure.message())
                .isEqualTo("The build '" + builds.ids().getFirst() + "' failed in phase BUILD. COMMAND_EXECUTION_ERROR:"
                        + " Error while executing command: mvn verify. Reason: exit status 1");
        assertThat(failure.details()).containsExactly("the log of uuid", "The whole log: https://log.example");
    }

    @Test
    void eachWayToEndHasItsOwnCode() throws Exception {
        for (Map.Entry<Status, String> each : Map.of(
                        Status.TIMED_OUT, "PEN-BUILD-003",
                        Status.STOPPED, "PEN-BUILD-011",
                        Status.FAULT, "PEN-BUILD-012")
                .entrySet()) {
            builds.ending(Duration.ofMinutes(3), (id, order) -> ended(id, each.getKey()));
            assertThat(failure(run(Duration.ofMinutes(10))).code()).isEqualTo(each.getValue());
        }
    }

    @Test
    void aBuildThatNobodyKnowsAnyMoreIsNoOutcome() throws Exception {
        builds.ending(Duration.ofMinutes(3), (id, order) -> ServiceBuild.unknown(id));
        ExecutionState state = run(Duration.ofMinutes(10));
        assertThat(state.outcome()).contains(Outcome.INCONCLUSIVE);
        assertThat(failure(state).code()).isEqualTo("PEN-BUILD-013");
    }

    @Test
    void anArtifactThatIsNotThereIsNotPassedOver() throws Exception {
        builds.ending(Duration.ofMinutes(3), (id, order) -> ended(id, Status.SUCCEEDED));
        assertThat(failure(run(Duration.ofMinutes(10))).code()).isEqualTo("PEN-BUILD-014");

        builds.ending(Duration.ofMinutes(3), (id, order) -> {
            succeeding(id, order);
            return new ServiceBuild(
                    id, Status.SUCCEEDED, "", List.of(), Map.of(), Map.of("", "0".repeat(64)), Optional.empty());
        });
        assertThat(failure(run(Duration.ofMinutes(10))).code()).isEqualTo("PEN-BUILD-014");
    }

    @Test
    void aProjectThatIsNotThereIsSaid() throws Exception {
        builds.remove("app");
        ActionFailure failure = failure(run(Duration.ofMinutes(1)));
        assertThat(failure.code()).isEqualTo("PEN-BUILD-009");
        assertThat(failure.message()).contains("'app'");
    }

    @Test
    void whereNoMoreBuildsMayRunItIsAskedAgainUntilTheyMay() throws Exception {
        builds.ending(Duration.ofMinutes(12), this::succeeding).atMost(0);
        ((VirtualClock) clock).at(NOON.plus(Duration.ofMinutes(11)), () -> builds.atMost(1));

        ExecutionState state = run(Duration.ofMinutes(40));

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(builds.ids()).hasSize(1);
    }

    @Test
    void whoStopsTheExecutionStopsTheBuild() throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one")) {
            ExecutionId id = engine.start(pipeline(), StartRequest.by("ann"));
            ((VirtualClock) clock).advance(Duration.ofMinutes(1));
            engine.send(id, new Signal.Stop(true, "enough", "ann"));
            ((VirtualClock) clock).advance(Duration.ofMinutes(5));
            assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(builds.look(AwsScope.OWN, builds.ids()).getFirst().status()).isEqualTo(Status.STOPPED);
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(1, 14);
    }

    /** The second runner looks half an hour later: CodeBuild does not know the token any more. */
    @ParameterizedTest
    @MethodSource("deaths")
    void aRunnerThatDiesStartsNoSecondBuild(RunnerDeath death) throws Exception {
        builds.ending(Duration.ofMinutes(3), this::succeeding);

        Optional<ExecutionState> end = death.survived(
                pipeline(),
                (journal, runner) -> {
                    clock = new VirtualClock(runner.equals("one") ? NOON : NOON.plus(Duration.ofMinutes(30)));
                    return engine(journal, runner);
                },
                () -> {});

        if (end.isPresent()) {
            assertThat(end.get().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(builds.ids()).hasSize(1);
        }
    }
}
