package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.project.SqliteJournals;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock release} against a journal on disk that another runner drives. */
@Timeout(60)
class ReleaseCommandTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private Journal journal;
    private Engine engine;
    /** The second begins when the first has moved. */
    private static final ReleaseGraph TOGETHER = new ReleaseGraph(
            List.of(
                    new ReleaseGraph.Member("deploy", List.of(), false),
                    new ReleaseGraph.Member("later", List.of("deploy"), false)),
            List.of(),
            false);

    private Console console;

    @BeforeEach
    void open() throws Exception {
        Project project = new Project(folder);
        project.prepare();
        journal = SqliteJournals.open(project, RunTarget.AWS);
        engine = engine("other");
        console = new Console(folder);
    }

    private Engine engine(String runner) {
        // Asks before more than a tenth goes to it.
        ReleaseSettings settings = ReleaseSettingsBuilder.of("ramp")
                .steps(List.of(new Step(Share.percent(10), Duration.ofMinutes(5), true)))
                .build();
        return Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(new ReleaseAction<>(
                        shelf, action -> Optional.of(settings), Strategies.builtIn(), BakeJudge.NONE)))
                .graphs((pipeline, stage) -> Optional.of(TOGETHER)
                        .filter(graph -> stage.actions().size() > 1)
                        .map(graph -> graph.in(stage)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(20))
                .build();
    }

    @AfterEach
    void close() {
        engine.close();
        journal.close();
        clock.close();
    }

    private static ActionDeclaration action(String name) {
        return ActionDeclaration.of(name, FakeReleaseTarget.TYPE, Map.of("Version", "new"));
    }

    private ExecutionId started() throws Exception {
        return started(List.of(action("deploy")));
    }

    private ExecutionId started(List<ActionDeclaration> actions) throws Exception {
        ExecutionId id = engine.start(
                new Pipeline(
                        "shop",
                        Optional.empty(),
                        List.of(),
                        List.of(new StageDeclaration("Deploy", actions)),
                        ExecutionMode.SUPERSEDED,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        1),
                StartRequest.by("ann"));
        awaitAsked(id, Asking.Approval.class);
        return id;
    }

    @Test
    void pausesShowsByWhomContinuesAndApprovesFromAnotherTerminal() throws Exception {
        ExecutionId id = started();

        assertThat(console.run("release", "pause", "--reason", "checkout is slow"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .startsWith("Told 'deploy' of execution ")
                .contains(" of pipeline 'shop' to pause.", "Follow it with 'penstock watch ");
        awaitAsked(id, Asking.Continuation.class);

        assertThat(console.run("status")).isZero();
        assertThat(console.out())
                .contains("ramp: 10 % of requests go to the new version")
                .contains("checkout is slow")
                .contains("penstock release continue ");
        assertThat(console.run("status", "--output", "json")).isZero();
        JsonNode action = JsonMapper.shared()
                .readTree(console.out())
                .get("stages")
                .get(0)
                .get("actions")
                .get(0);
        assertThat(action.get("state").asString()).isEqualTo("PAUSED");
        assertThat(action.get("pause").get("reason").asString()).isEqualTo("checkout is slow");
        assertThat(action.get("release").get("share").asDouble()).isEqualTo(0.1);

        assertThat(console.run("approve")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("release", "continue")).isZero();
        awaitAsked(id, Asking.Approval.class);
        assertThat(console.run("approve")).as(console.err()).isZero();

        assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void rollsBackFromAnotherTerminalAndOnlyOnce() throws Exception {
        ExecutionId id = started();

        assertThat(console.run("release", "rollback", "--reason", "wrong prices"))
                .as(console.err())
                .isZero();
        assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelf.live()).contains("old");

        assertThat(console.run("release", "rollback")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("Nothing of this project is being released that takes 'rollback'.");
        assertThat(console.run("release", "rollback", id.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err())
                .contains("(PEN-INSTRUCT-001)")
                .contains("To bring back what ran before, run the pipeline again with that version.");
    }

    @Test
    void whatNobodyRunsKeepsWhatItWasToldUntilSomebodyDoes() throws Exception {
        ExecutionId id = started();
        engine.close();

        assertThat(console.run("release", "pause")).as(console.err()).isZero();
        assertThat(console.out()).contains("Nobody runs it now. Go on with 'penstock resume ");
        engine = engine("another");
        engine.resume(id);
        awaitAsked(id, Asking.Continuation.class);
    }

    @Test
    void anActionThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        ExecutionId id = started();

        assertThat(console.run("release", "promote", id.toString(), "deplyo")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("No action 'deplyo' goes on. There is 'deploy'. (PEN-INSTRUCT-004)");
        assertThat(console.run("release")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void takesBackAllThatIsReleasedTogether() throws Exception {
        ExecutionId id = started(List.of(action("deploy"), action("later")));

        assertThat(console.run("release", "rollback", "--reason", "prices are wrong"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .startsWith("Told all that is released together in stage 'Deploy' of execution ")
                .contains(" to roll back.");
        assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelf.effects()).endsWith("roll back");
        assertThat(console.run("status", id.toString())).isZero();
        assertThat(console.out()).contains("deploy  Taken back by ", "prices are wrong");
    }

    private void awaitAsked(ExecutionId id, Class<? extends Asking> kind) {
        Predicate<ExecutionState> asked = state -> state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .filter(action -> action.phase() instanceof ActionPhase.Waiting waiting
                        && !waiting.wasTold()
                        && waiting.until().asked().filter(kind::isInstance).isPresent())
                .isPresent();
        while (engine.state(id).filter(asked).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
