package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine dies before and after every append that a run makes; another goes on, and no effect is had twice. */
@Timeout(60)
class EngineCrashTest {

    private static final Pipeline PIPELINE = pipeline(
            stage("Source", work("checkout", Map.of("steps", "2"))),
            stage(
                    "Build",
                    work("compile", Map.of("steps", "2", "wait", "30")),
                    work("lint", Map.of("steps", "1")),
                    work("publish", 2, Map.of("steps", "3"))),
            stage("Deploy", work("deploy", Map.of("steps", "2", "wait", "300"))));
    private static final int EFFECTS = 10;

    @TempDir
    Path folder;

    static Stream<Arguments> deaths() throws Exception {
        var journal = new FaultyJournal(new InMemoryJournal());
        Path folder = Files.createTempDirectory("penstock-crash");
        try (var fixture = new EngineFixture(journal, folder)) {
            assertThat(fixture.run(PIPELINE).outcome()).contains(Outcome.SUCCEEDED);
        }
        int appends = journal.appends();
        return IntStream.rangeClosed(1, appends)
                .boxed()
                .flatMap(append -> Stream.of(Arguments.of(append, true), Arguments.of(append, false)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedByTheNextWithoutDoublingAnEffect(int append, boolean before) throws Exception {
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        var effects = new ScriptedAction.Effects();
        boolean acknowledged = runUntilDeath(journal, effects);

        try (var next = new EngineFixture(durable, folder, "two", effects)) {
            boolean known = !durable.list(ExecutionQuery.newest(1)).isEmpty();
            assertThat(known || !acknowledged)
                    .as("what was acknowledged is there")
                    .isTrue();
            if (!known) {
                assertThat(effects.had()).isEmpty();
                return;
            }
            ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
            next.engine.resumeAll();
            ExecutionState state = next.await(id);
            assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
            assertThat(effects.had()).hasSize(EFFECTS).doesNotHaveDuplicates();
        }
    }

    private boolean runUntilDeath(FaultyJournal journal, ScriptedAction.Effects effects) throws Exception {
        try (var fixture = new EngineFixture(journal, folder, "one", effects)) {
            ExecutionId id = fixture.engine.start(PIPELINE, StartRequest.by("ann"));
            try {
                fixture.await(id);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(JournalException.class);
            }
            return true;
        } catch (JournalException e) {
            return false;
        }
    }

    @Test
    void aRunnerWhoseExecutionWasTakenOverWritesNothingMore() throws Exception {
        var journal = new InMemoryJournal();
        var effects = new ScriptedAction.Effects();
        Pipeline pipeline =
                pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block"))));
        try (var first = new EngineFixture(journal, folder, "one", effects)) {
            ExecutionId id = first.engine.start(pipeline, StartRequest.by("ann"));
            while (first.engine.state(id).orElseThrow().stage("B").isEmpty()) {
                Thread.onSpinWait();
            }
            journal.endProcessOf(new RunnerId("one"));
            try (var second = new EngineFixture(journal, folder, "two", effects)) {
                second.engine.resume(id);
                second.action.gate.countDown();
                assertThat(second.await(id).outcome()).contains(Outcome.SUCCEEDED);
                long version = version(journal, id);

                var lost = first.engine.whenEnded(id);
                first.action.gate.countDown();
                assertThat(lost)
                        .satisfiesAnyOf(
                                future -> assertThat(future).succeedsWithin(Duration.ofSeconds(10)),
                                future -> assertThat(future).failsWithin(Duration.ofSeconds(10)));
                assertThat(version(journal, id)).isEqualTo(version);
            }
        }
    }

    @Test
    void aJournalThatTakesNothingForAWhileStopsNothingForGood() throws Exception {
        var journal = new FaultyJournal(new InMemoryJournal());
        for (int append = 2; append < 9; append++) {
            journal.fail(append, new JournalException.Unavailable("disk full", new IOException("no space left")));
        }
        try (var fixture = new EngineFixture(journal, folder)) {
            assertThat(fixture.run(PIPELINE).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    private static long version(Journal journal, ExecutionId id) {
        return journal.read(id).orElseThrow().summary().version();
    }
}
