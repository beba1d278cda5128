package dev.penstock.samples.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.document.SourceText;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.library.Cloud;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.library.PenstockBuilder;
import dev.penstock.library.pipeline.ActionBuilder;
import dev.penstock.library.pipeline.Actions;
import dev.penstock.library.pipeline.PipelineBuilder;
import dev.penstock.local.LocalMachine;
import dev.penstock.meter.PrometheusMeters;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseStrategy;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.ArmCounts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes with Penstock, of which a program replaces one port after the other, by what is public alone. */
@Timeout(120)
class EveryPortReplacedTest {

    private static final String OWN_STRATEGY = "deployments: {Shelf: {release: {strategy: twoSteps}}}\n";

    private static final String JUDGED = """
        deployments:
          Shelf:
            release: {strategy: canary, weight: 50 %, bake: 30m}
            verdict:
              metrics:
                orders: {source: {command: {run: [count-orders]}}}
        """;

    @TempDir
    Path folder;

    private final Masker masker = new SecretMasker();
    private final VirtualClock clock = VirtualClock.steppedFrom(Instant.parse("2026-03-04T12:00:00Z"));
    private final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private final OwnSource source = new OwnSource();
    private Machine machine;
    private Cloud cloud;

    @BeforeEach
    void open() {
        machine = LocalMachine.at(folder.resolve("machine"), masker);
        // Nobody listens there: whatever is not replaced and is asked for shows.
        var nowhere = new Realm.Simulated(URI.create("http://127.0.0.1:1"), "123456789012");
        cloud = new AwsServices(AwsSettings.of(nowhere), masker, clock);
    }

    @AfterEach
    void close() {
        cloud.close();
        machine.close();
        clock.close();
    }

    private PenstockBuilder usual(String settings) {
        return Penstock.builder()
                .machine(machine)
                .cloud(cloud)
                .masker(masker)
                .settings(settings(settings))
                .providers(List.of(source))
                .releases(List.of(new OwnReleases()));
    }

    private static RunSettings settings(String text) {
        SettingsReading reading =
                SettingsReader.read(SourceText.of("penstock.yml", text.getBytes(UTF_8)), Path.of("/"));
        assertThat(reading).as(reading.toString()).isInstanceOf(SettingsReading.Accepted.class);
        return ((SettingsReading.Accepted) reading).settings();
    }

    private static PipelineDefinition asking() {
        return pipeline(Actions.approval("Ask").timeoutInMinutes(60 * 24));
    }

    private static PipelineDefinition releasing() {
        return pipeline(ActionBuilder.named("Shelf", FakeReleaseTarget.TYPE).configuration("Version", "new"));
    }

    private static PipelineDefinition pipeline(ActionBuilder second) {
        return PipelineBuilder.named("shop")
                .artifactStore("unused")
                .stage("Source", Actions.s3Source("Fetch", "bucket", "key.zip").outputs("Files"))
                .stage("Then", second)
                .build();
    }

    private ExecutionState released(Penstock penstock) throws Exception {
        ExecutionId id = penstock.start(releasing(), StartRequest.by("ann"));
        clock.advance(Duration.ofHours(3));
        return penstock.whenEnded(id).get(60, TimeUnit.SECONDS);
    }

    @Test
    void theJournal() throws Exception {
        var journal = new InMemoryJournal();
        try (Penstock penstock = usual("{}\n").journal(journal).build()) {
            ExecutionId id = penstock.start(asking(), StartRequest.by("ann"));
            assertThat(journal.read(id)).isPresent();
        }
        assertThat(folder.resolve("machine").resolve("journal.db")).doesNotExist();
    }

    @Test
    void theArtifactStoreAndAnActionOfAWS() throws Exception {
        var artifacts = new InMemoryArtifactStore();
        try (Penstock penstock =
                usual(OWN_STRATEGY).clock(clock).artifacts(artifacts).build()) {
            ExecutionState state = released(penstock);
            assertThat(state.outcome()).as(state.toString()).contains(Outcome.SUCCEEDED);
        }
        assertThat(source.fetched())
                .as("in place of the built-in Source/AWS/S3/1")
                .isEqualTo(1);
        assertThat(folder.resolve("machine").resolve("artifacts")).doesNotExist();
    }

    @Test
    void theClock() throws Exception {
        try (Penstock penstock = usual("{}\n").clock(clock).build()) {
            ExecutionId id = penstock.start(asking(), StartRequest.by("ann"));
            clock.advance(Duration.ofHours(25));
            ExecutionState state = penstock.whenEnded(id).get(60, TimeUnit.SECONDS);
            assertThat(state.outcome()).as("a day has passed in a moment").contains(Outcome.FAILED);
        }
    }

    @Test
    void strategiesAndTargets() throws Exception {
        try (Penstock penstock = usual(OWN_STRATEGY).clock(clock).build()) {
            ExecutionState state = released(penstock);
            assertThat(state.outcome()).as(state.toString()).contains(Outcome.SUCCEEDED);
        }
        assertThat(shelf.effects())
                .contains("30 % of requests", "100 % of requests")
                .doesNotContain("50 % of requests");
        assertThat(shelf.live()).contains("new");
    }

    @Test
    void theSourceOfAMetric() throws Exception {
        var asked = new AtomicInteger();
        CountingCommands counts = (run, environment, limit) -> {
            assertThat(run).containsExactly("count-orders");
            asked.incrementAndGet();
            return new CountingCommands.Counts.Both(new ArmCounts(1000, 400), new ArmCounts(1000, 1));
        };
        try (Penstock penstock = usual(JUDGED)
                .clock(clock)
                .evidence(ports -> new EvidencePorts(
                        ports.metrics(),
                        ports.facts(),
                        ports.environments(),
                        ports.prometheus(),
                        ports.checks(),
                        counts))
                .build()) {
            ExecutionState state = released(penstock);
            assertThat(state.outcome()).as("four of ten orders fail").contains(Outcome.ROLLED_BACK);
        }
        assertThat(asked).hasPositiveValue();
        assertThat(shelf.effects()).contains("roll back");
    }

    @Test
    void theMeters() throws Exception {
        var meters = new PrometheusMeters();
        try (Penstock penstock = usual(OWN_STRATEGY).clock(clock).meters(meters).build()) {
            released(penstock);
        }
        assertThat(meters.text()).contains("penstock_executions_ended_total{outcome=\"succeeded\"} 1\n");
    }

    /** A place that releases go to, and the way that they are made. */
    private final class OwnReleases implements ReleasePlugin {

        @Override
        public List<ReleaseStrategy> strategies() {
            return List.of(new TwoSteps());
        }

        @Override
        public List<ReleaseTarget<?, ?>> targets() {
            return List.of(shelf);
        }
    }

    /** First to three of ten, then to all. */
    private static final class TwoSteps implements ReleaseStrategy {

        @Override
        public String name() {
            return "twoSteps";
        }

        @Override
        public ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) {
            return new ReleasePlan(
                    name(),
                    List.of(
                            new ReleaseStep.Prepare(),
                            new ReleaseStep.ScaleUp(Share.ALL),
                            new ReleaseStep.Shift(Share.percent(30)),
                            new ReleaseStep.Shift(Share.ALL),
                            new ReleaseStep.Finish()));
        }
    }
}
