package dev.penstock.engine;

import static dev.penstock.engine.ConditionsTest.SOURCE;
import static dev.penstock.engine.ConditionsTest.condition;
import static dev.penstock.engine.ConditionsTest.rule;
import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine dies before and after every append of an execution that passes over a stage, runs another again by itself, and goes back
 * in a third; another engine goes on, every rule is asked once for each try, and no effect is had twice.
 */
@Timeout(60)
class ConditionsCrashTest {

    private static final Map<String, String> LONG = Map.of("steps", "2", "wait", "30");
    private static final Pipeline PIPELINE = pipeline(
            SOURCE,
            new StageDeclaration(
                    "Again",
                    List.of(work("build", Map.of("end", "#{variables.env}"))),
                    condition("FAIL", rule("window", LONG)),
                    Optional.empty(),
                    Optional.of(new FailureHandling(Optional.of("RETRY"), Optional.empty(), Optional.empty()))),
            stage("After", work("after", Map.of())));
    private static final Pipeline BACK = pipeline(
            SOURCE,
            new StageDeclaration(
                    "Left",
                    List.of(work("left", Map.of())),
                    condition("SKIP", rule("out", "unmet")),
                    Optional.empty(),
                    Optional.empty()),
            new StageDeclaration(
                    "Deploy",
                    List.of(work("deploy", Map.of("steps", "2"))),
                    condition("FAIL", rule("window", LONG), rule("too", "succeed")),
                    condition("ROLLBACK", rule("alarm", "#{variables.env}")),
                    Optional.empty()));

    @TempDir
    Path folder;

    static Stream<Arguments> deaths() throws Exception {
        return Stream.concat(deaths(PIPELINE, "fail", Outcome.FAILED), deaths(BACK, "unmet", Outcome.ROLLED_BACK));
    }

    private static Stream<Arguments> deaths(Pipeline pipeline, String env, Outcome outcome) throws Exception {
        InMemoryJournal durable = withOneThatSucceeded(pipeline);
        var journal = new FaultyJournal(durable);
        Path folder = Files.createTempDirectory("penstock-crash");
        int effects;
        try (var fixture = new EngineFixture(journal, folder)) {
            assertThat(fixture.await(fixture.engine.start(pipeline, request(env)))
                            .outcome())
                    .contains(outcome);
            effects = fixture.effects.had().size();
        }
        return IntStream.rangeClosed(1, journal.appends())
                .boxed()
                .flatMap(append -> Stream.of(
                        Arguments.of(append, true, pipeline, env, outcome, effects),
                        Arguments.of(append, false, pipeline, env, outcome, effects)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}, {4}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedByTheNext(
            int append, boolean before, Pipeline pipeline, String env, Outcome outcome, int expected) throws Exception {
        InMemoryJournal durable = withOneThatSucceeded(pipeline);
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        var effects = new ScriptedAction.Effects();
        runUntilDeath(journal, pipeline, env, effects);

        try (var next = new EngineFixture(durable, folder, "two", effects)) {
            Optional<ExecutionId> id = durable.list(ExecutionQuery.open()).stream()
                    .map(summary -> summary.id())
                    .findFirst();
            if (id.isEmpty()) {
                id = durable.list(ExecutionQuery.newest(2)).stream()
                        .filter(summary -> !summary.status().equals("SUCCEEDED"))
                        .map(summary -> summary.id())
                        .findFirst();
            }
            if (id.isEmpty()) {
                assertThat(append).as("nothing was acknowledged").isEqualTo(1);
                return;
            }
            next.engine.resumeAll();
            ExecutionState state = next.await(id.get());
            assertThat(state.outcome()).contains(outcome);
            assertThat(effects.had()).hasSize(expected).doesNotHaveDuplicates();
            List<String> begun = new ExecutionReader(durable)
                    .facts(id.get()).stream()
                            .map(ExecutionReader.TimedFact::event)
                            .filter(ExecutionEvent.ActionStarted.class::isInstance)
                            .map(event -> (ExecutionEvent.ActionStarted) event)
                            .map(started -> started.stage() + "/" + started.action() + " #" + started.attempt())
                            .toList();
            assertThat(begun).doesNotHaveDuplicates();
        }
    }

    private static StartRequest request(String env) {
        return new StartRequest(Trigger.startedBy("ann"), Map.of("env", env), Map.of());
    }

    private static InMemoryJournal withOneThatSucceeded(Pipeline pipeline) throws Exception {
        var journal = new InMemoryJournal();
        try (var fixture = new EngineFixture(
                journal, Files.createTempDirectory("penstock-crash"), "zero", new ScriptedAction.Effects())) {
            assertThat(fixture.await(fixture.engine.start(pipeline, request("succeed")))
                            .outcome())
                    .contains(Outcome.SUCCEEDED);
        }
        return journal;
    }

    private void runUntilDeath(Journal journal, Pipeline pipeline, String env, ScriptedAction.Effects effects)
            throws Exception {
        try (var fixture = new EngineFixture(journal, folder, "one", effects)) {
            fixture.await(fixture.engine.start(pipeline, request(env)));
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(JournalException.class);
        } catch (JournalException e) {
            assertThat(e).as("the start was not acknowledged").isNotNull();
        }
    }
}
