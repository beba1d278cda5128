package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people tell an action that goes on reaches it once, whoever drives it. */
@Timeout(60)
class InstructionsTest {

    private static final Pipeline TWO_GATES = pipeline(2);
    private static final String EVERYTHING = "pause by ann: look, continue by bob, gate 0 by ann, gate 1 by ann";

    @TempDir
    private Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final ExecutionReader reader = new ExecutionReader(journal);
    private final GatedAction action = new GatedAction();
    private final VirtualClock clock = new VirtualClock(EngineFixture.NOON);

    private static Pipeline pipeline(int gates) {
        return EngineFixture.pipeline(EngineFixture.stage(
                "Deploy", ActionDeclaration.of("Go", GatedAction.TYPE, Map.of("gates", Integer.toString(gates)))));
    }

    private Engine engine(Journal over, String runner) {
        return Engine.builder(over)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(action))
                .resourceReaders(List.of(action.reader()))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(20))
                .build();
    }

    @Test
    void anotherProcessPausesContinuesAndRollsBackWhatThisOneDrives() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            awaitQuestion(id, 0);

            tell(id, Kind.PAUSE, "ann", "look");
            awaitState(id, InstructionsTest::isPaused);
            tell(id, Kind.CONTINUE, "bob", "");
            awaitQuestion(id, 0);
            tell(id, Kind.ROLL_BACK, "eve", "errors");

            ExecutionState ended = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
            assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(((ActionPhase.Failed) phase(ended)).failure().message())
                    .isEqualTo("pause by ann: look, continue by bob, rollback by eve: errors");
            assertThat(ended.updatedAt())
                    .as("people are waited for, and virtual time does not pass for them")
                    .isEqualTo(EngineFixture.NOON);
        }
    }

    @Test
    void aQuestionThatIsAskedBesideOtherWaitsIsAnsweredOnceAndNotForTheNextOne() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            Asking.Approval first = awaitQuestion(id, 0);
            answer(id, first);
            awaitQuestion(id, 1);
            long before = journal.read(id).orElseThrow().summary().version();
            answer(id, first);
            awaitTakenIn(id);
            assertThat(question(engine.state(id).orElseThrow()))
                    .map(Asking.Approval::question)
                    .as("the second answer to the first question is none to the second")
                    .contains("Through gate 1?");
            assertThat(journal.read(id).orElseThrow().summary().version()).isEqualTo(before + 1);

            answer(id, question(engine.state(id).orElseThrow()).orElseThrow());
            assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void whatIsSaidWhileAStepIsUnderWayIsSeenByTheNext() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            Asking.Approval question = awaitQuestion(id, 0);
            CountDownLatch latch = new CountDownLatch(1);
            action.held = Optional.of(latch);
            tell(id, Kind.PAUSE, "ann", "look");
            assertThat(action.holding.await(20, TimeUnit.SECONDS)).isTrue();

            // The step has seen that it is paused; these come too late for it.
            tell(id, Kind.CONTINUE, "bob", "");
            answer(id, question);
            action.held = Optional.empty();
            latch.countDown();

            answer(id, awaitQuestion(id, 1));
            ExecutionState ended = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
            assertThat(((ActionPhase.Succeeded) phase(ended)).result().summary())
                    .isEqualTo(EVERYTHING);
        }
    }

    @Test
    void anInstructionDoesNotWaitForTheEndOfAPauseBetweenTwoTries() throws Exception {
        var stepped = VirtualClock.steppedFrom(EngineFixture.NOON);
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(action))
                .resourceReaders(List.of(action.reader()))
                .clock(stepped)
                .signalInterval(Duration.ofMillis(20))
                .build()) {
            action.throttles.set(1);
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            stepped.awaitIdle();
            assertThat(action.steps).hasValue(1);

            tell(id, Kind.ROLL_BACK, "eve", "");
            assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.ROLLED_BACK);
        }
    }

    @Test
    void anInstructionForAnAttemptThatHasEndedIsNotTakenByTheNext() throws Exception {
        ExecutionId id;
        try (Engine engine = engine(journal, "one")) {
            id = engine.start(TWO_GATES, StartRequest.by("ann"));
            awaitQuestion(id, 0);
            ActionAttempt first =
                    ExecutionReader.taking(engine.state(id).orElseThrow(), Optional.empty(), Kind.ROLL_BACK);
            tell(id, Kind.ROLL_BACK, "eve", "");
            engine.whenEnded(id).get(20, TimeUnit.SECONDS);

            send(id, new Signal.Instruct(first, new Instruction(Kind.ROLL_BACK, "eve", "again")));
            engine.send(id, new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "ann"));
            engine.resume(id);
            awaitQuestion(id, 0);
            assertThat(reader.state(id).orElseThrow().outcome()).isEmpty();
        }
    }

    @Test
    void whatNothingTakesIsRefusedInWordsWithAStableId() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            awaitQuestion(id, 0);

            refused(engine, id, Optional.empty(), Kind.PROMOTE)
                    .isEqualTo("PEN-INSTRUCT-003: No action that goes on takes 'promote'."
                            + " 'Go' takes pause, continue, rollback.");
            refused(engine, id, Optional.of("Go"), Kind.PROMOTE)
                    .isEqualTo("PEN-INSTRUCT-003: Action 'Go' takes no 'promote'."
                            + " 'Go' takes pause, continue, rollback.");
            refused(engine, id, Optional.of("Went"), Kind.PAUSE)
                    .isEqualTo("PEN-INSTRUCT-004: No action 'Went' goes on. There is 'Go'.");
            tell(id, Kind.ROLL_BACK, "eve", "");
            engine.whenEnded(id).get(20, TimeUnit.SECONDS);
            refused(engine, id, Optional.empty(), Kind.ROLL_BACK)
                    .isEqualTo("PEN-INSTRUCT-001: The execution has ended, so nothing of it can be told 'rollback'.");
        }
    }

    @Test
    void toldTwiceIsToldOnce() throws Exception {
        ExecutionId id;
        try (Engine engine = engine(journal, "one")) {
            id = engine.start(TWO_GATES, StartRequest.by("ann"));
            awaitQuestion(id, 0);
        }
        tell(id, Kind.PAUSE, "ann", "look");
        tell(id, Kind.PAUSE, "ann", "look");
        try (Engine engine = engine(journal, "two")) {
            engine.resume(id);
            awaitState(id, InstructionsTest::isPaused);
            tell(id, Kind.ROLL_BACK, "eve", "");
            ExecutionState ended = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
            assertThat(((ActionPhase.Failed) phase(ended)).failure().message()).endsWith("rollback by eve");
        }
    }

    /** Start, two steps to the first gate, then for each of four messages: taking it in, one step on, waiting again. */
    @ParameterizedTest(name = "dies around append {0}")
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void whatPeopleSaidIsNeitherLostNorHeardTwiceWhereverARunnerDies(int append) throws Exception {
        for (boolean before : List.of(true, false)) {
            var durable = new InMemoryJournal();
            var mortal = new FaultyJournal(durable);
            if (before) {
                mortal.dieBefore(append);
            } else {
                mortal.dieAfter(append);
            }
            assertThat(told(durable, mortal)).as("before: " + before).isEqualTo(EVERYTHING);
        }
    }

    /** People go on with what they see, in the order of it; whenever nobody drives the execution, another runner takes it. */
    private String told(InMemoryJournal durable, FaultyJournal mortal) throws Exception {
        var watcher = new ExecutionReader(durable);
        List<Predicate<ExecutionState>> moments = List.of(
                state -> asks(state, 0), InstructionsTest::isPaused, state -> asks(state, 0), state -> asks(state, 1));
        try (Engine one = engine(mortal, "one")) {
            try {
                one.start(TWO_GATES, StartRequest.by("ann"));
            } catch (JournalException e) {
                assertThat(mortal.isDead()).isTrue();
            }
            ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
            Optional<Engine> two = Optional.empty();
            try {
                for (int next = 0; next < moments.size(); ) {
                    if (two.isEmpty() && mortal.isDead()) {
                        two = Optional.of(engine(durable, "two"));
                        two.get().resume(id);
                    }
                    ExecutionState state = watcher.state(id).orElseThrow();
                    boolean quiet = durable.signals(id).isEmpty();
                    if (quiet && moments.get(next).test(state)) {
                        send(durable, id, message(next, state));
                        next++;
                    }
                    Thread.onSpinWait();
                }
                while (watcher.state(id).orElseThrow().outcome().isEmpty()) {
                    if (two.isEmpty() && mortal.isDead()) {
                        two = Optional.of(engine(durable, "two"));
                        two.get().resume(id);
                    }
                    Thread.onSpinWait();
                }
            } finally {
                two.ifPresent(Engine::close);
            }
            return ((ActionPhase.Succeeded) phase(watcher.state(id).orElseThrow()))
                    .result()
                    .summary();
        }
    }

    private static Signal message(int number, ExecutionState state) {
        return switch (number) {
            case 0 -> instruct(state, new Instruction(Kind.PAUSE, "ann", "look"));
            case 1 -> instruct(state, new Instruction(Kind.CONTINUE, "bob", ""));
            default -> answered(question(state).orElseThrow());
        };
    }

    private static Signal instruct(ExecutionState state, Instruction instruction) {
        return new Signal.Instruct(ExecutionReader.taking(state, Optional.of("Go"), instruction.kind()), instruction);
    }

    private static Signal answered(Asking.Approval question) {
        return new Signal.Answer(Optional.of("Go"), Optional.of(question.token()), new ApprovalAnswer(true, "", "ann"));
    }

    private static org.assertj.core.api.AbstractStringAssert<?> refused(
            Engine engine, ExecutionId id, Optional<String> action, Kind kind) {
        try {
            engine.instruct(id, action, new Instruction(kind, "ann", ""));
        } catch (InstructionRefusedException e) {
            return assertThat(e.id() + ": " + e.getMessage());
        }
        throw new AssertionError("it was not refused");
    }

    private void tell(ExecutionId id, Kind kind, String by, String reason) {
        ExecutionState state = reader.state(id).orElseThrow();
        send(id, instruct(state, new Instruction(kind, by, reason)));
    }

    private void answer(ExecutionId id, Asking.Approval question) {
        send(id, answered(question));
    }

    private void send(ExecutionId id, Signal signal) {
        send(journal, id, signal);
    }

    private void send(Journal to, ExecutionId id, Signal signal) {
        new ExecutionReader(to).send(id, signal, EngineFixture.NOON);
    }

    private Asking.Approval awaitQuestion(ExecutionId id, int gate) {
        return question(awaitState(id, state -> asks(state, gate))).orElseThrow();
    }

    private ExecutionState awaitState(ExecutionId id, Predicate<ExecutionState> condition) {
        while (true) {
            Optional<ExecutionState> state = reader.state(id).filter(condition);
            if (state.isPresent()) {
                return state.get();
            }
            Thread.onSpinWait();
        }
    }

    private void awaitTakenIn(ExecutionId id) {
        while (!journal.signals(id).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static ActionPhase phase(ExecutionState state) {
        ActionState action = state.stage("Deploy").orElseThrow().action("Go").orElseThrow();
        return action.phase();
    }

    private static boolean asks(ExecutionState state, int gate) {
        return question(state)
                .filter(question -> question.question().equals("Through gate " + gate + "?"))
                .isPresent();
    }

    /** The question that is open and not answered. */
    private static Optional<Asking.Approval> question(ExecutionState state) {
        return phase(state) instanceof ActionPhase.Waiting waiting && !waiting.wasTold()
                ? waiting.until().openQuestion()
                : Optional.empty();
    }

    private static boolean isPaused(ExecutionState state) {
        return phase(state) instanceof ActionPhase.Waiting waiting
                && !waiting.wasTold()
                && waiting.until()
                        .asked()
                        .filter(Asking.Continuation.class::isInstance)
                        .isPresent();
    }

    @Test
    void aResourceThatIsLookedAtInPassingIsSeenWhenTimePasses() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(TWO_GATES, StartRequest.by("ann"));
            awaitQuestion(id, 0);
            clock.awaitIdle();
            assertThat(clock.instant()).isEqualTo(EngineFixture.NOON);
            assertThat(action.reads)
                    .as("no look is worth a jump of virtual time")
                    .hasValue(0);

            int steps = action.steps.get();
            clock.at(EngineFixture.NOON.plusSeconds(20), () -> {});
            clock.awaitIdle();
            assertThat(action.reads.get()).isPositive();
            assertThat(action.steps.get()).isGreaterThan(steps);
            assertThatThrownBy(() -> engine.instruct(id, Optional.empty(), new Instruction(Kind.PROMOTE, "ann", "")))
                    .isInstanceOf(InstructionRefusedException.class);
        }
    }
}
