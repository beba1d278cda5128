package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Trigger;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The execution mode QUEUED: every execution comes into every stage, in the order in which they came to it. */
@Timeout(60)
class QueuedModeTest {

    private static final Pipeline TIMED = queued(
            stage("A", work("build", Map.of("wait", "10"))),
            stage("B", work("deploy", Map.of("steps", "2", "wait", "300"))));

    /** What the second stage comes to says the variable. */
    private static final Pipeline CHOSEN =
            queued(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "#{variables.env}"))));

    private static final int EFFECTS = 3;

    /** When the second runner begins. */
    private static final Instant LATER = EngineFixture.NOON.plus(Duration.ofMinutes(30));

    @TempDir
    Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();

    private static Pipeline queued(StageDeclaration... stages) {
        return pipeline("shop", ExecutionMode.QUEUED, stages);
    }

    private static ExecutionId start(EngineFixture fixture, String end) {
        return start(fixture, CHOSEN, end);
    }

    private static ExecutionId start(EngineFixture fixture, Pipeline pipeline, String end) {
        return fixture.engine.start(pipeline, new StartRequest(Trigger.startedBy("ann"), Map.of("env", end), Map.of()));
    }

    /** Starts one that waits in front of the second stage. */
    private static ExecutionId startBehind(EngineFixture fixture, String end) {
        ExecutionId id = start(fixture, end);
        await(fixture, id, QueuedModeTest::waitsInFrontOfB);
        return id;
    }

    private static boolean waitsInFrontOfB(ExecutionState state) {
        return state.stage("B")
                .filter(stage -> stage.phase() == StageState.Phase.QUEUED)
                .isPresent();
    }

    private static boolean isInB(ExecutionState state) {
        return state.stage("B")
                .filter(stage -> stage.phase() == StageState.Phase.RUNNING)
                .isPresent();
    }

    private static void await(EngineFixture fixture, ExecutionId id, Predicate<ExecutionState> condition) {
        while (fixture.engine.state(id).filter(condition).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** Who entered the second stage, in order. */
    private static List<ExecutionId> enteredB(EngineFixture fixture) {
        return fixture.entered.stream()
                .filter(each -> each.stage().equals("B"))
                .map(EngineFixture.Entered::execution)
                .toList();
    }

    @Test
    void noneIsSupersededAndEachComesInItsTurn() throws Exception {
        try (var fixture = new EngineFixture(journal, folder)) {
            ExecutionId first = start(fixture, "block");
            await(fixture, first, QueuedModeTest::isInB);
            List<ExecutionId> behind = Stream.generate(() -> startBehind(fixture, "succeed"))
                    .limit(4)
                    .toList();
            assertThat(StageLine.of(journal, behind.getFirst(), "shop", "B"))
                    .contains(new StageLine("B", Optional.of(first), List.of()));
            assertThat(StageLine.of(journal, behind.getLast(), "shop", "B"))
                    .contains(new StageLine("B", Optional.of(first), behind.subList(0, 3)));
            assertThat(StageLine.of(journal, first, "shop", "B")).isEmpty();

            fixture.action.gate.countDown();

            for (ExecutionId id : behind) {
                assertThat(fixture.await(id).outcome()).contains(Outcome.SUCCEEDED);
            }
            assertThat(enteredB(fixture))
                    .startsWith(first)
                    .endsWith(behind.toArray(ExecutionId[]::new))
                    .hasSize(5);
        }
    }

    @Test
    void whoIsStoppedInTheMiddleLeavesTheOthersInTheirOrder() throws Exception {
        try (var fixture = new EngineFixture(journal, folder)) {
            ExecutionId first = start(fixture, "block");
            await(fixture, first, QueuedModeTest::isInB);
            ExecutionId second = startBehind(fixture, "succeed");
            ExecutionId third = startBehind(fixture, "succeed");
            ExecutionId fourth = startBehind(fixture, "succeed");

            fixture.engine.send(third, new Signal.Stop(false, "not wanted", "ann"));

            assertThat(fixture.await(third).outcome()).contains(Outcome.STOPPED);
            fixture.action.gate.countDown();
            assertThat(fixture.await(second).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(fixture.await(fourth).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(enteredB(fixture)).containsExactly(first, second, fourth);
        }
    }

    @Test
    void aRetriedStageIsEnteredAfterThoseWhoWaitForIt() throws Exception {
        try (var fixture = new EngineFixture(journal, folder)) {
            ExecutionId failed = start(fixture, "fail");
            assertThat(fixture.await(failed).outcome()).contains(Outcome.FAILED);
            ExecutionId second = start(fixture, "block");
            await(fixture, second, QueuedModeTest::isInB);
            ExecutionId third = startBehind(fixture, "succeed");

            fixture.engine.send(failed, new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "ann"));
            fixture.engine.resume(failed);
            await(fixture, failed, QueuedModeTest::waitsInFrontOfB);
            fixture.action.gate.countDown();

            await(fixture, failed, state -> state.outcome().isPresent());
            assertThat(enteredB(fixture)).containsExactly(failed, second, third, failed);
        }
    }

    @Test
    void aStageThatGoesBackIsEnteredByTheNextOnlyThen() throws Exception {
        StageDeclaration goesBack = new StageDeclaration(
                "B",
                List.of(work("two", Map.of("wait", "300", "end", "#{variables.env}"))),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new FailureHandling(Optional.of("ROLLBACK"), Optional.empty(), Optional.empty())));
        Pipeline pipeline = queued(stage("A", work("one", Map.of())), goesBack);
        try (var fixture = new EngineFixture(journal, folder)) {
            assertThat(fixture.await(start(fixture, pipeline, "succeed")).outcome())
                    .contains(Outcome.SUCCEEDED);
            ExecutionId bad = start(fixture, pipeline, "fail");
            ExecutionId next = start(fixture, pipeline, "succeed");

            ExecutionState back = fixture.await(bad);
            ExecutionState after = fixture.await(next);

            assertThat(back.outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(after.outcome()).contains(Outcome.SUCCEEDED);
            assertThat(after.stage("B").orElseThrow().enteredAt())
                    .contains(back.stage("B").orElseThrow().since());
        }
    }

    @Test
    void asManyAsAwsAllowsMayBeUnderWay() throws Exception {
        Pipeline other = pipeline("other", ExecutionMode.QUEUED, stage("A", work("one", Map.of())));
        try (var fixture = new EngineFixture(journal, folder)) {
            List<ExecutionId> all =
                    Stream.generate(() -> start(fixture, "block")).limit(50).toList();

            assertThatThrownBy(() -> start(fixture, "succeed"))
                    .isInstanceOf(TooManyExecutionsException.class)
                    .hasMessage("Pipeline 'shop' has 50 executions that have not ended, the most in execution mode"
                            + " QUEUED.");

            assertThat(journal.list(ExecutionQuery.open())).hasSize(50);
            assertThat(fixture.engine.submit(all.getFirst(), CHOSEN, StartRequest.by("ann")))
                    .as("told again to start what is there")
                    .isFalse();
            assertThat(fixture.run(other).outcome()).contains(Outcome.SUCCEEDED);
            fixture.engine.send(all.getLast(), new Signal.Stop(false, "", "ann"));
            fixture.await(all.getLast());
            assertThat(fixture.engine.submit(new ExecutionId(new UUID(1, 1)), CHOSEN, StartRequest.by("ann")))
                    .isTrue();
        }
    }

    @Test
    void whoseRunnerDiedComesInItsTurnFromAnother() throws Exception {
        var effects = new ScriptedAction.Effects();
        try (var one = new EngineFixture(journal, folder.resolve("one"), "one", effects);
                var two = new EngineFixture(journal, folder.resolve("two"), "two", effects)) {
            ExecutionId first = start(one, "block");
            await(one, first, QueuedModeTest::isInB);
            ExecutionId second = startBehind(one, "succeed");
            ExecutionId third = startBehind(two, "succeed");
            journal.endProcessOf(new RunnerId("one"));

            two.action.gate.countDown();
            assertThat(two.engine.resumeAll()).isEqualTo(3);

            assertThat(two.await(first).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(two.await(second).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(two.await(third).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(enteredB(two)).containsExactly(second, third);
        }
    }

    @Test
    void twoRunnersCallEachOther() throws Exception {
        var effects = new ScriptedAction.Effects();
        try (var one = new EngineFixture(journal, folder.resolve("one"), "one", effects);
                var two = new EngineFixture(journal, folder.resolve("two"), "two", effects)) {
            List<ExecutionId> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(one.engine.start(TIMED, StartRequest.by("ann")));
                all.add(two.engine.start(TIMED, StartRequest.by("bob")));
            }
            for (int i = 0; i < 4; i++) {
                assertThat(one.await(all.get(2 * i)).outcome()).contains(Outcome.SUCCEEDED);
                assertThat(two.await(all.get(2 * i + 1)).outcome()).contains(Outcome.SUCCEEDED);
            }
            assertThat(effects.had()).hasSize(all.size() * EFFECTS).doesNotHaveDuplicates();
        }
        assertThat(journal.claim("shop/B").waiting()).isEmpty();
    }

    static Stream<RunnerDeath> deaths() throws Exception {
        var counted = new FaultyJournal(new InMemoryJournal());
        try (var fixture = new EngineFixture(counted, Files.createTempDirectory("penstock-queued"))) {
            runThree(fixture);
        }
        return RunnerDeath.between(1, counted.appends());
    }

    private static void runThree(EngineFixture fixture) throws Exception {
        List<ExecutionId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(fixture.engine.start(TIMED, StartRequest.by("ann")));
        }
        for (ExecutionId id : ids) {
            fixture.await(id);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void whereverARunnerDiesTheOrderIsKeptAndNoEffectDoubled(RunnerDeath death) throws Exception {
        var mortal = new FaultyJournal(journal);
        if (death.before()) {
            mortal.dieBefore(death.append());
        } else {
            mortal.dieAfter(death.append());
        }
        var effects = new ScriptedAction.Effects();
        try (var one = new EngineFixture(mortal, folder, "one", effects)) {
            runThree(one);
        } catch (JournalException | ExecutionException e) {
            // It has died; what it has left is finished below.
        }

        List<ExecutionId> inOrder = journal.list(ExecutionQuery.newest(9)).reversed().stream()
                .map(ExecutionSummary::id)
                .toList();
        try (var next = new EngineFixture(journal, folder, "two", effects, LATER)) {
            next.engine.resumeAll();
            List<Instant> entered = new ArrayList<>();
            for (ExecutionId id : inOrder) {
                ExecutionState state = next.await(id);
                assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
                entered.add(state.stage("B").orElseThrow().enteredAt().orElseThrow());
            }
            assertThat(entered).isSorted().doesNotHaveDuplicates();
        }
        assertThat(effects.had()).hasSize(inOrder.size() * EFFECTS).doesNotHaveDuplicates();
        assertFree(journal);
    }

    private static void assertFree(Journal journal) {
        for (String stage : List.of("A", "B")) {
            assertThat(journal.claim("shop/" + stage)).isEqualTo(Claim.FREE);
        }
    }
}
