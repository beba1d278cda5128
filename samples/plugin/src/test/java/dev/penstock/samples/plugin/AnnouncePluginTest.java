package dev.penstock.samples.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionPlugin;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncePluginTest {

    private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void isFoundByItsServiceFile() {
        assertThat(ServiceLoader.load(ActionPlugin.class)).anyMatch(plugin -> plugin instanceof AnnouncePlugin);
    }

    @Test
    void announcesAndWaitsForObjections() throws Exception {
        try (var clock = new VirtualClock(START);
                var artifacts = new InMemoryArtifactStore();
                Engine engine = builder(new InMemoryJournal(), artifacts, clock).build()) {
            ExecutionId id = engine.start(pipeline(Map.of("QuietMinutes", "30")), StartRequest.by("test"));

            ExecutionState state = engine.whenEnded(id).get(30, TimeUnit.SECONDS);

            assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
            assertThat(Duration.between(START, state.updatedAt())).isGreaterThanOrEqualTo(Duration.ofMinutes(30));
            assertThat(Files.readAllLines(folder.resolve("news.txt")))
                    .singleElement()
                    .asString()
                    .endsWith(" Version 2 is out");
        }
    }

    @Test
    void aCrashAfterTheAnnouncementDoesNotRepeatIt() throws Exception {
        var journal = new InMemoryJournal();
        try (var clock = new VirtualClock(START);
                var artifacts = new InMemoryArtifactStore()) {
            var dying = new FaultyJournal(journal);
            dying.dieBefore(2);
            ExecutionId id;
            try (Engine engine = builder(dying, artifacts, clock).build()) {
                id = engine.start(pipeline(Map.of()), StartRequest.by("test"));
                assertThat(engine.whenEnded(id)).failsWithin(Duration.ofSeconds(30));
            }
            try (Engine engine = builder(journal, artifacts, clock).build()) {
                engine.resume(id);
                assertThat(engine.whenEnded(id).get(30, TimeUnit.SECONDS).outcome())
                        .contains(Outcome.SUCCEEDED);
            }
        }
        assertThat(Files.readAllLines(folder.resolve("news.txt"))).hasSize(1);
    }

    @Test
    void aWrongConfigurationIsToldBeforeAnythingStarts() {
        var preflight = new Preflight(new AnnouncePlugin().providers());

        assertThat(preflight.check(pipeline(Map.of("QuietMinutes", "soon"))))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.path()).endsWith("/configuration/QuietMinutes"));
    }

    private EngineBuilder builder(Journal journal, InMemoryArtifactStore artifacts, VirtualClock clock) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work"))
                .clock(clock)
                .providers(new AnnouncePlugin().providers());
    }

    private Pipeline pipeline(Map<String, String> more) {
        var configuration = new LinkedHashMap<String, String>();
        configuration.put("File", folder.resolve("news.txt").toString());
        configuration.put("Text", "Version 2 is out");
        configuration.putAll(more);
        var announce = ActionDeclaration.of("Announce", new AnnounceAction().type(), configuration);
        return new Pipeline(
                "news",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Tell", List.of(announce))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }
}
