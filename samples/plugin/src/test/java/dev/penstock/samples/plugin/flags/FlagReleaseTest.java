package dev.penstock.samples.plugin.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
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
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Strategies;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FlagReleaseTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    private Path folder;

    private final VirtualClock clock = VirtualClock.steppedFrom(NOON);
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    @AfterEach
    void close() {
        clock.close();
    }

    private <C, T> Engine engine(Journal journal, ReleaseTarget<C, T> target, String strategy) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work"))
                .clock(clock)
                .providers(List.of(action(target, strategy)))
                .build();
    }

    private static <C, T> ReleaseAction<C, T> action(ReleaseTarget<C, T> target, String strategy) {
        return new ReleaseAction<>(
                target,
                name -> Optional.of(ReleaseSettings.of(strategy)),
                new Strategies(new FlagReleasePlugin().strategies()),
                BakeJudge.NONE);
    }

    private Path file() {
        return folder.resolve("flags");
    }

    private Pipeline release(String version) {
        ActionDeclaration users = ActionDeclaration.of(
                "Users", new FlagFileTarget().type(), Map.of("File", file().toString(), "Version", version));
        return pipeline(users);
    }

    private static Pipeline pipeline(ActionDeclaration action) {
        return new Pipeline(
                "flags",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Release", List.of(action))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private ExecutionState released(String version, String strategy) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), new FlagFileTarget(), strategy)) {
            ExecutionId id = engine.start(release(version), StartRequest.by("ann"));
            clock.advance(Duration.ofHours(2));
            return engine.whenEnded(id).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void isFoundByItsServiceFile() {
        assertThat(ServiceLoader.load(ReleasePlugin.class)).anyMatch(plugin -> plugin instanceof FlagReleasePlugin);
    }

    @Test
    void sharesDoubleUntilAllUsersHaveTheNewVersion() throws Exception {
        released("v1", "doubling");

        try (Engine engine = engine(new InMemoryJournal(), new FlagFileTarget(), "doubling")) {
            ExecutionId id = engine.start(release("v2"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(1));
            assertThat(Files.readAllLines(file())).contains("stable=v1", "canary=v2", "share=1.0");
            clock.advance(Duration.ofMinutes(10));
            assertThat(Files.readAllLines(file())).contains("share=4.0");
            clock.advance(Duration.ofMinutes(60));
            assertThat(engine.whenEnded(id).get(30, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(Files.readAllLines(file())).containsExactly("stable=v2");
    }

    @Test
    void theTargetTakesStrategiesThatItDoesNotKnow() throws Exception {
        released("v1", "allAtOnce");

        assertThat(released("v2", "canary").outcome()).contains(Outcome.SUCCEEDED);
        assertThat(Files.readAllLines(file())).containsExactly("stable=v2");
    }

    @Test
    void theStrategyReleasesToTargetsThatItDoesNotKnow() throws Exception {
        var shelf = new FakeReleaseTarget(clock);
        try (Engine engine = engine(new InMemoryJournal(), shelf, "doubling")) {
            ExecutionId id = engine.start(
                    pipeline(ActionDeclaration.of("Shelf", FakeReleaseTarget.TYPE, Map.of("Version", "new"))),
                    StartRequest.by("ann"));
            clock.advance(Duration.ofHours(2));
            assertThat(engine.whenEnded(id).get(30, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(shelf.effects()).contains("1 % of requests", "2 % of requests", "64 % of requests");
    }

    @Test
    void whatTheTargetCannotDoIsToldWithTheNearestThatItCan() {
        var preflight = new Preflight(List.of(action(new FlagFileTarget(), "rolling")));

        assertThat(preflight.check(release("v2")))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.hint()).contains("'immutable' is the nearest"));
    }

    @Test
    void flagsThatAnotherReleaseHasAreLeftToIt() throws Exception {
        released("v1", "allAtOnce");
        try (Engine engine = engine(new InMemoryJournal(), new FlagFileTarget(), "canary")) {
            ExecutionId id = engine.start(release("v2"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(1));
            String theirs = "stable=v1\ncanary=v3\nshare=50\nrelease=somebody\n";
            Files.writeString(file(), theirs);
            clock.advance(Duration.ofMinutes(1));

            assertThat(engine.whenEnded(id).get(30, TimeUnit.SECONDS).outcome()).contains(Outcome.SUPERSEDED);
            assertThat(Files.readString(file())).isEqualTo(theirs);
        }
    }

    @Test
    void aRunnerThatDiesLeavesNothingTwice() throws Exception {
        released("v1", "allAtOnce");
        for (int append = 2; append < 12; append++) {
            String version = "v" + append;
            var journal = new InMemoryJournal();
            var dying = new FaultyJournal(journal);
            dying.dieBefore(append);
            ExecutionId id;
            try (Engine engine = engine(dying, new FlagFileTarget(), "canary")) {
                id = engine.start(release(version), StartRequest.by("ann"));
                clock.advance(Duration.ofMinutes(20));
            }
            try (Engine engine = engine(journal, new FlagFileTarget(), "canary")) {
                engine.resumeAll();
                clock.advance(Duration.ofHours(1));
                assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
            }
            assertThat(Files.readAllLines(file())).containsExactly("stable=" + version);
        }
    }
}
