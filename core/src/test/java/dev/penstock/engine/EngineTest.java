package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.approval;
import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {

    @TempDir
    Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(journal, folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void stagesAndRunOrdersRunOneAfterTheOtherAndEqualRunOrdersSideBySide() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("Source", work("Checkout", Map.of())),
                stage(
                        "Build",
                        work("Second", 2, Map.of()),
                        work("First", 1, Map.of("wait", "60")),
                        work("AlsoFirst", 1, Map.of("wait", "60")))));

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(starts()).containsExactly("Checkout", "First", "AlsoFirst", "Second");
        assertThat(Duration.between(state.startedAt(), state.updatedAt()))
                .as("the two waits of a minute ran side by side")
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void anActionThatEndsAndTheNextThatBeginsAreOneWrite() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of("steps", "0")), work("two", 2, Map.of("steps", "0"))),
                stage("B", work("three", Map.of("steps", "0")))));
        assertThat(journal.read(state.id()).orElseThrow().summary().version())
                .as("the start, and one entry for each of three actions")
                .isEqualTo(4);
    }

    @Test
    void anExecutionEndsAlsoWithTheEntryAtWhichASnapshotIsDue() throws Exception {
        List<Long> entries = new ArrayList<>();
        for (int steps = Committer.ENTRIES_PER_SNAPSHOT - 6; steps <= Committer.ENTRIES_PER_SNAPSHOT; steps++) {
            ExecutionState state =
                    fixture.run(pipeline(stage("A", work("one", Map.of("steps", Integer.toString(steps))))));

            assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
            entries.add(journal.read(state.id()).orElseThrow().summary().version());
        }
        assertThat(entries).contains((long) Committer.ENTRIES_PER_SNAPSHOT);
    }

    @Test
    void whatIsSubmittedIsLeftToWhoeverGoesOnWithIt() throws Exception {
        var id = new ExecutionId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
        Pipeline pipeline = pipeline(stage("A", work("one", Map.of())));

        assertThat(fixture.engine.submit(id, pipeline, StartRequest.by("ann"))).isTrue();

        assertThat(fixture.engine.driving()).isZero();
        assertThat(journal.holder(id)).isEmpty();
        try (var another = new EngineFixture(journal, folder, "another", new ScriptedAction.Effects())) {
            another.engine.resume(id);
            assertThat(another.await(id).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void whatIsSubmittedTwiceIsStartedOnce() throws Exception {
        var id = new ExecutionId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
        Pipeline pipeline = pipeline(stage("A", work("one", Map.of())));
        fixture.engine.submit(id, pipeline, StartRequest.by("ann"));
        fixture.engine.resume(id);
        ExecutionState ended = fixture.await(id);

        assertThat(fixture.engine.submit(id, pipeline, StartRequest.by("bob"))).isFalse();

        assertThat(fixture.engine.state(id)).contains(ended);
        assertThat(starts()).containsExactly("one");
    }

    @Test
    void variablesOfEarlierActionsAndOfThePipelineAreResolved() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of("echo", "1-#{variables.env}"))),
                stage("B", work("two", Map.of("echo", "2-#{oneOut.Echo}-#{codepipeline.PipelineExecutionId}")))));
        var two = (ActionPhase.Succeeded)
                state.stage("B").orElseThrow().action("two").orElseThrow().phase();
        assertThat(two.result().variables()).containsEntry("Echo", "2-1-test-" + state.id());
    }

    @Test
    void anUnresolvedVariableFailsTheActionBeforeItStarts() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of())), stage("B", work("two", Map.of("echo", "#{oneOut.Missing}")))));
        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(failure(state, "B", "two").code()).isEqualTo("PEN-ENGINE-004");
    }

    @Test
    void siblingsOfAFailedActionRunToTheirEndAndLaterRunOrdersDoNotStart() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of())),
                stage(
                        "B",
                        work("fails", Map.of("end", "fail")),
                        work("sibling", Map.of("wait", "600")),
                        work("later", 2, Map.of()))));
        assertThat(state.outcome()).contains(Outcome.FAILED);
        StageState stage = state.stage("B").orElseThrow();
        assertThat(stage.phase()).isEqualTo(StageState.Phase.FAILED);
        assertThat(stage.action("sibling").orElseThrow().phase()).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(stage.action("later")).isEmpty();
        assertThat(((Progress.Ended) state.progress()).reason()).contains("fails", "It was told to fail.");
    }

    @Test
    void aProviderThatThrowsFailsItsActionAndNothingElse() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "throw")))));
        assertThat(failure(state, "B", "two").code()).isEqualTo("PEN-ENGINE-001");
    }

    @Test
    void aDeniedCallFailsTheActionAsTroubleWithARemoteService() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "denied")))));
        assertThat(failure(state, "B", "two").kind()).isEqualTo(ActionFailure.Kind.REMOTE);
    }

    @Test
    void aThrottledStepIsAskedAgainUntilItWorks() throws Exception {
        fixture.action.throttles.set(7);
        ExecutionState state =
                fixture.run(pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of()))));
        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.log).anySatisfy(line -> assertThat(line).contains("Rate exceeded. Asked again in 1 s."));
    }

    @Test
    void anActionThatTakesTooLongHasFailedAndSaysWhereItStood() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of())), stage("B", work("two", Map.of("wait", "86400")))));
        ActionFailure failure = failure(state, "B", "two");
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.TIMED_OUT);
        assertThat(failure.message()).isEqualTo("The action did not end within 1 hour; it stood at: waits.");
    }

    @Test
    void anApprovalWaitsForAPersonAndNotForVirtualTime() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("Ask", approval("Ship"))), StartRequest.by("ann"));
        awaitState(id, EngineTest::waitsForApproval);
        fixture.engine.send(id, new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "looks good", "bob")));

        ExecutionState state = fixture.await(id);
        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(state.updatedAt()).isEqualTo(EngineFixture.NOON);
    }

    @Test
    void whoHearsThatAnApprovalIsWaitedForCanAnswerAtOnce() throws Exception {
        ExecutionId id = fixture.engine.start(pipeline(stage("Ask", approval("Ship"))), StartRequest.by("ann"));
        awaitState(id, EngineTest::waitsForApproval);
        fixture.engine.send(id, new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "", "bob")));
        fixture.await(id);

        assertThat(fixture.told).containsExactly("waits for approval after ActionWaiting");
    }

    @Test
    void aRejectedApprovalFailsAndASecondAnswerIsForgotten() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("Ask", approval("Ship"))), StartRequest.by("ann"));
        awaitState(id, EngineTest::waitsForApproval);
        fixture.engine.send(id, new Signal.Answer(Optional.of("Ship"), new ApprovalAnswer(false, "not now", "bob")));
        fixture.engine.send(id, new Signal.Answer(Optional.of("Ship"), new ApprovalAnswer(true, "", "eve")));

        ExecutionState state = fixture.await(id);
        assertThat(failure(state, "Ask", "Ship").kind()).isEqualTo(ActionFailure.Kind.REJECTED);
        assertThat(failure(state, "Ask", "Ship").message()).isEqualTo("Rejected by bob: not now");
    }

    @Test
    void stoppingWaitsForActionsThatRunAndStartsNoOther() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(
                        stage("A", work("one", Map.of())),
                        stage("B", work("two", Map.of("end", "block")), work("three", 2, Map.of()))),
                StartRequest.by("ann"));
        awaitState(id, state -> state.stage("B").isPresent());
        fixture.engine.send(id, new Signal.Stop(false, "wrong commit", "bob"));
        awaitState(id, state -> state.progress() instanceof Progress.Stopping);
        fixture.action.gate.countDown();

        ExecutionState state = fixture.await(id);
        assertThat(state.outcome()).contains(Outcome.STOPPED);
        StageState stage = state.stage("B").orElseThrow();
        assertThat(stage.phase()).isEqualTo(StageState.Phase.STOPPED);
        assertThat(stage.action("two").orElseThrow().phase()).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(stage.action("three")).isEmpty();
    }

    @Test
    void abandoningInterruptsWhatRunsHereAndStopsWhatRunsElsewhere() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block")))),
                StartRequest.by("ann"));
        awaitState(id, state -> state.stage("B").isPresent());
        fixture.engine.send(id, new Signal.Stop(true, "", "bob"));

        ExecutionState state = fixture.await(id);
        assertThat(state.outcome()).contains(Outcome.STOPPED);
        assertThat(state.stage("B").orElseThrow().action("two").orElseThrow().phase())
                .isInstanceOf(ActionPhase.Abandoned.class);
        assertThat(fixture.action.abandoned).hasValue(1);
    }

    @Test
    void whatIsAbandonedIsFollowedUntilNothingGoesOnAnyMore() throws Exception {
        fixture.action.looksUntilStopped.set(3);
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block")))),
                StartRequest.by("ann"));
        awaitState(id, state -> state.stage("B").isPresent());
        fixture.engine.send(id, new Signal.Stop(true, "", "bob"));

        assertThat(fixture.await(id).outcome()).contains(Outcome.STOPPED);
        assertThat(fixture.action.looksUntilStopped).hasValue(0);
        assertThat(fixture.action.abandoned).as("asked once").hasValue(1);
    }

    @Test
    void aRetriedStageRunsItsFailedActionsAgainAndKeepsTheOthers() throws Exception {
        ExecutionState failed = fixture.run(pipeline(
                stage("A", work("one", Map.of())),
                stage("B", work("good", Map.of()), work("bad", Map.of("end", "fail")))));
        fixture.engine.send(failed.id(), new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "bob"));
        fixture.engine.resume(failed.id());

        awaitState(
                failed.id(),
                state -> state.stage("B").orElseThrow().attempt() == 2
                        && state.outcome().isPresent());
        StageState stage =
                fixture.engine.state(failed.id()).orElseThrow().stage("B").orElseThrow();
        assertThat(stage.action("good").orElseThrow().attempt()).isEqualTo(1);
        assertThat(stage.action("bad").orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void anExecutionThatWaitsInFrontOfAStageIsSupersededByANewerOne() throws Exception {
        Pipeline slow = pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block"))));
        ExecutionId first = fixture.engine.start(slow, StartRequest.by("ann"));
        awaitState(first, state -> state.stage("B").isPresent());
        ExecutionId second = fixture.engine.start(slow, StartRequest.by("ann"));
        awaitState(second, EngineTest::isQueued);
        ExecutionId third = fixture.engine.start(slow, StartRequest.by("ann"));

        assertThat(fixture.await(second).outcome()).contains(Outcome.SUPERSEDED);
        fixture.action.gate.countDown();
        assertThat(fixture.await(first).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.await(third).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void parallelExecutionsDoNotSeeEachOther() throws Exception {
        Pipeline parallel = pipeline(
                "shop",
                ExecutionMode.PARALLEL,
                stage("A", work("one", Map.of())),
                stage("B", work("two", Map.of("end", "block"))));
        ExecutionId first = fixture.engine.start(parallel, StartRequest.by("ann"));
        ExecutionId second = fixture.engine.start(parallel, StartRequest.by("ann"));
        awaitState(first, state -> state.stage("B").isPresent());
        awaitState(second, state -> state.stage("B").isPresent());
        fixture.action.gate.countDown();
        assertThat(List.of(fixture.await(first), fixture.await(second)))
                .allSatisfy(state -> assertThat(state.outcome()).contains(Outcome.SUCCEEDED));
    }

    @Test
    void workThatEndedWhileNoRunnerWasThereCountsEvenAfterItsDeadline() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block")))),
                StartRequest.by("ann"));
        awaitState(id, state -> state.stage("B").isPresent());
        fixture.close();

        try (var next = new EngineFixture(journal, folder, "two", new ScriptedAction.Effects())) {
            next.clock.advanceTo(EngineFixture.NOON.plus(Duration.ofHours(5)));
            next.action.gate.countDown();
            next.engine.resume(id);
            assertThat(next.await(id).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void anExecutionThatIsBeingAbandonedIsAbandonedByTheNextRunnerAndNotWorkedOn() throws Exception {
        ExecutionId id = fixture.engine.start(
                pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of("end", "block")))),
                StartRequest.by("ann"));
        awaitState(id, state -> state.stage("B").isPresent());
        fixture.close();
        new ExecutionReader(journal).send(id, new Signal.Stop(true, "", "bob"), EngineFixture.NOON);

        try (var next = new EngineFixture(journal, folder, "two", new ScriptedAction.Effects())) {
            next.engine.resume(id);
            assertThat(next.await(id).outcome()).contains(Outcome.STOPPED);
            assertThat(next.action.abandoned).hasValue(1);
        }
    }

    @Test
    void aListenerThatThrowsStopsNothing() throws Exception {
        try (var loud = new EngineFixture(new InMemoryJournal(), folder)) {
            loud.failing = true;
            assertThat(loud.run(pipeline(stage("A", work("one", Map.of())), stage("B", work("two", Map.of()))))
                            .outcome())
                    .contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void aLongActionIsCompactedAndReadBackTheSame() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                stage("A", work("one", Map.of("steps", "1000"))), stage("B", work("two", Map.of()))));
        var stored = journal.read(state.id()).orElseThrow();
        assertThat(stored.summary().version()).isGreaterThan(1000);
        assertThat(stored.entries()).hasSizeLessThan(300);
        assertThat(fixture.engine.state(state.id())).contains(state);
    }

    @Test
    void aVariableThatThePipelineDoesNotDeclareIsRefusedAtTheStart() {
        assertThatThrownBy(() -> fixture.engine.start(
                        pipeline(stage("A", work("one", Map.of()))),
                        new StartRequest(
                                dev.penstock.execution.Trigger.startedBy("ann"), Map.of("stgae", "x"), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pipeline shop has no variable 'stgae'; it declares [env]");
    }

    private List<String> starts() {
        return fixture.events.stream()
                .filter(ExecutionEvent.ActionStarted.class::isInstance)
                .map(event -> ((ExecutionEvent.ActionStarted) event).action())
                .toList();
    }

    private static ActionFailure failure(ExecutionState state, String stage, String action) {
        return ((ActionPhase.Failed) state.stage(stage)
                        .orElseThrow()
                        .action(action)
                        .orElseThrow()
                        .phase())
                .failure();
    }

    private static boolean waitsForApproval(ExecutionState state) {
        return state.latestStage().orElseThrow().actions().stream()
                .anyMatch(action -> action.phase() instanceof ActionPhase.Waiting waiting
                        && waiting.until() instanceof Wait.ForApproval);
    }

    private static boolean isQueued(ExecutionState state) {
        return state.latestStage().orElseThrow().phase() == StageState.Phase.QUEUED;
    }

    private void awaitState(ExecutionId id, Predicate<ExecutionState> condition) {
        while (!fixture.engine.state(id).filter(condition).isPresent()) {
            Thread.onSpinWait();
        }
    }
}
