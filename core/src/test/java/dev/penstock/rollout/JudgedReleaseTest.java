package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.document.SourceText;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.StartRequest;
import dev.penstock.evidence.EvidenceFact;
import dev.penstock.evidence.ExecutionEvidence;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problems;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.ScriptedTraffic;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.record.Replay;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecordReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases that are judged by what is counted. */
@Timeout(60)
final class JudgedReleaseTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private double requests = 6000;
    private double badOfNew = 0.005;
    private List<String> regions = List.of();

    private static DeploymentSetting settings(String release, String verdict) {
        String text = "deployments:\n  deploy:\n    release: " + release + "\n    verdict: " + verdict + "\n";
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        assertThat(reading.problems()).isEmpty();
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    private static DeploymentSetting canary(String verdict) {
        return settings("{strategy: canary, weight: 10 %, bake: 20m, keep: 1m}", verdict);
    }

    private static final String ERRORS = "metrics: {errors: {source: {command: {run: [count], every: 30s, lag: 0s}}}}";

    private Engine engine(Journal journal, String runner, DeploymentSetting settings) {
        ScriptedTraffic traffic = new ScriptedTraffic(7);
        BakeJudge judge = (release, bake, arms, share) -> {
            traffic.from(bake.since(), new ScriptedTraffic.Course(requests, share.fraction(), badOfNew, 0.005));
            var collector = new EvidenceCollector(new FakeEvidence(clock, arms, traffic).ports());
            List<Position.Place> places = regions.stream()
                    .map(region -> new Position.Place(
                            region,
                            new AwsScope(Optional.of(region), List.of()),
                            new AwsScope(Optional.of(region), List.of()),
                            arms))
                    .toList();
            BakeJudge.Bake there = new BakeJudge.Bake(
                    bake.step(), bake.since(), bake.number(), bake.of(), bake.memory(), places, true);
            return new MeasuredJudge(collector, action -> settings.verdict()).look(release, there, arms, share);
        };
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(
                        List.of(new ReleaseAction<>(shelf, action -> settings.release(), Strategies.builtIn(), judge)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .build();
    }

    private static Pipeline pipeline() {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Deploy",
                        List.of(ActionDeclaration.of("deploy", FakeReleaseTarget.TYPE, Map.of("Version", "new"))))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private ExecutionState released(DeploymentSetting settings) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one", settings)) {
            return engine.whenEnded(engine.start(pipeline(), StartRequest.by("ann")))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static ActionPhase phase(ExecutionState state) {
        return state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) phase(state)).failure();
    }

    private static ActionResult result(ExecutionState state) {
        return ((ActionPhase.Succeeded) phase(state)).result();
    }

    private VerdictRecord record(StoredVerdicts.StoredVerdict verdict) throws Exception {
        byte[] text = RecordBundle.read(artifacts, verdict).getBytes(StandardCharsets.UTF_8);
        return VerdictRecordReader.read(SourceText.of("verdict.jsonl", text), new Problems())
                .orElseThrow();
    }

    @Test
    void tenTimesAsManyErrorsAreFoundAndTakenBack() throws Exception {
        badOfNew = 0.05;

        ExecutionState end = released(canary("{" + ERRORS + "}"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertThat(failure(end).message()).contains("errors");
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
        assertThat(Duration.between(NOON, end.updatedAt())).isLessThan(Duration.ofMinutes(6));
    }

    /** By each of the judges: a bad version goes back, a good one goes on, and either verdict is given again from its evidence. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            judge: sequential                                                                                          | 6
            judge: kayenta, kayenta: {interval: 5m}                                                                    | 7
            judge: argo, argo: {metrics: {errors: {successCondition: 'result < 0.02', interval: 1m, failureLimit: 2}}} | 6
            """)
    void anyJudgeMayDecideOnARelease(String judge, int minutes) throws Exception {
        DeploymentSetting settings = canary("{" + judge + ", " + ERRORS + "}");
        badOfNew = 0.05;
        var journal = new InMemoryJournal();
        Instant begun = clock.instant();

        ExecutionState end;
        try (Engine engine = engine(journal, "two", settings)) {
            end = engine.whenEnded(engine.start(pipeline(), StartRequest.by("ann")))
                    .get(30, TimeUnit.SECONDS);
        }

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertThat(Duration.between(begun, end.updatedAt())).isLessThan(Duration.ofMinutes(minutes));
        ExecutionEvidence evidence =
                ExecutionEvidence.of(new ExecutionReader(journal), end.id()).orElseThrow();
        assertThat(evidence.facts())
                .extracting(EvidenceFact::kind)
                .containsExactly(EvidenceFact.Kind.STARTED, EvidenceFact.Kind.FAILED, EvidenceFact.Kind.ENDED);
        assertThat(evidence.verdicts()).singleElement().satisfies(stored -> {
            VerdictRecord record = record(stored.verdict());
            assertThat(record.looks().getLast().standing().decision()).isInstanceOf(Decision.RollBack.class);
            assertThat(Replay.of(record).isEqual()).isTrue();
        });
        badOfNew = 0.005;
        assertThat(released(settings).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void aGoodVersionIsPromotedBeforeItsTimeIsOver() throws Exception {
        ExecutionState end = released(canary("{" + ERRORS + "}"));

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(Duration.between(NOON, end.updatedAt())).isLessThan(Duration.ofMinutes(15));
    }

    @Test
    void eachOfSeveralPlacesIsCountedUnderItsName() throws Exception {
        regions = List.of("eu-west-1", "us-east-1");
        badOfNew = 0.05;

        ExecutionState end = released(canary("{" + ERRORS + "}"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        VerdictRecord record =
                record(failure(end).verdicts().orElseThrow().verdicts().getFirst());
        assertThat(record.settings().scopes()).isEqualTo(regions);
        assertThat(record.looks().stream()
                        .flatMap(look -> look.look().batches().stream())
                        .map(MetricBatch::scope))
                .contains("eu-west-1", "us-east-1");
        assertThat(Replay.of(record).isEqual()).isTrue();
    }

    @Test
    void noTrafficIsNoPass() throws Exception {
        requests = 0;

        ExecutionState end = released(canary("{whenInconclusive: {action: rollBack}, " + ERRORS + "}"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-004");
        assertThat(failure(end).message()).contains("there were no data");
    }

    @Test
    void aVerdictThatGoesBackIsGivenAgainFromItsRecord() throws Exception {
        badOfNew = 0.05;

        ExecutionState end = released(canary("{" + ERRORS + "}"));

        List<StoredVerdicts.StoredVerdict> verdicts =
                failure(end).verdicts().orElseThrow().verdicts();
        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.step()).isEqualTo(4);
            VerdictRecord record = record(verdict);
            assertThat(record.looks().getLast().standing().decision()).isInstanceOf(Decision.RollBack.class);
            assertThat(Replay.of(record).isEqual()).isTrue();
        });
    }

    @Test
    void eachStepHasAVerdictOfItsOwnAndAPartOfWhatMayBeWrong() throws Exception {
        DeploymentSetting settings = settings(
                "{strategy: linear, weight: 40 %, bake: 20m, keep: 1m}", "{falseRollback: 2 %, " + ERRORS + "}");

        ExecutionState end = released(settings);

        List<StoredVerdicts.StoredVerdict> verdicts =
                result(end).verdicts().orElseThrow().verdicts();
        assertThat(verdicts).hasSize(2).allSatisfy(verdict -> {
            VerdictRecord record = record(verdict);
            assertThat(record.settings().budget().falseRollback()).isEqualTo(0.01);
            assertThat(record.looks().getLast().standing().decision()).isInstanceOf(Decision.Promote.class);
        });
    }

    static List<RunnerDeath> deaths() {
        return RunnerDeath.between(6, 16).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void anotherRunnerJudgesOnWhereTheFirstOneDied(RunnerDeath death) throws Exception {
        badOfNew = 0.03;
        DeploymentSetting settings = canary("{" + ERRORS + "}");

        ExecutionState end = death.survived(
                        pipeline(),
                        (journal, runner) -> engine(journal, runner, settings),
                        () -> clock.advance(Duration.ofSeconds(45)))
                .orElseThrow();

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        VerdictRecord record =
                record(failure(end).verdicts().orElseThrow().verdicts().getFirst());
        assertThat(Replay.of(record).isEqual()).isTrue();
        assertThat(shelf.effects()).containsExactly("prepare", "scale up", "10 % of requests", "roll back");
    }
}
