package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.NOON;
import static dev.penstock.engine.EngineFixture.approval;
import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Wakeup;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that give back what only waits: nothing is lost or doubled, whoever takes it, and wherever one dies. */
@Timeout(60)
class ParkingTest {

    private static final Pipeline PIPELINE = pipeline(
            stage("Source", work("checkout", Map.of("steps", "2"))),
            stage("Build", work("compile", Map.of("steps", "2", "wait", "30")), work("lint", Map.of("wait", "7"))),
            stage("Approve", approval("Ship")),
            stage("Deploy", work("deploy", Map.of("steps", "2", "wait", "300"))));
    private static final int EFFECTS = 7;
    private static final Duration LOOK = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final ScriptedAction.Effects effects = new ScriptedAction.Effects();
    private final List<ParkingRunner> runners = new ArrayList<>();

    @AfterEach
    void closeRunners() {
        runners.forEach(ParkingRunner::close);
    }

    private ParkingRunner runner(String name) {
        return runner(name, journal, Parking.of(Duration.ZERO, LOOK));
    }

    private ParkingRunner runner(String name, Journal over, Parking parking) {
        var made = new ParkingRunner(over, folder.resolve(name), name, effects, parking);
        runners.add(made);
        return made;
    }

    private static ApprovalAnswer approve() {
        return new ApprovalAnswer(true, "ann", "");
    }

    private void answer(ParkingRunner by, ExecutionId id) {
        by.engine.send(id, new Signal.Answer(Optional.empty(), approve()));
    }

    @Test
    void whatWaitsForATimeIsGivenBackUntilThen() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(pipeline(stage("A", work("wait", Map.of("wait", "300")))));

        one.settle();

        assertThat(one.engine.driving()).isZero();
        assertThat(journal.holder(id)).isEmpty();
        assertThat(journal.nextDue()).contains(NOON.plusSeconds(300));
        ParkingRunner two = runner("two");
        two.clock.advanceTo(NOON.plusSeconds(300));
        assertThat(two.round()).isEqualTo(1);
        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatIsToldOfIsLookedAtByWhoeverIsWokenForItAndNotBefore() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(
                pipeline(stage("A", ActionDeclaration.of("Apple", ParkingRunner.RIPEN, Map.of("lookAfter", "300")))));
        one.settle();
        assertThat(one.givenBack)
                .containsExactly(new Wakeup(Optional.of(NOON.plusSeconds(300)), Set.of("fruit|apple")));

        ParkingRunner two = runner("two");
        two.clock.advanceTo(NOON.plusSeconds(20));
        assertThat(journal.wake("fruit|apple", two.clock.instant())).containsExactly(id);
        assertThat(two.round()).isEqualTo(1);
        assertThat(two.givenBack)
                .as("it is not ripe, and is looked at again later")
                .containsExactly(new Wakeup(Optional.of(NOON.plusSeconds(320)), Set.of("fruit|apple")));

        ParkingRunner three = runner("three");
        three.ripe.set(true);
        three.clock.advanceTo(NOON.plusSeconds(40));
        assertThat(three.round()).isZero();
        journal.wake("fruit|apple", three.clock.instant());
        assertThat(three.round()).isEqualTo(1);
        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatIsToldOfIsLookedAtByTheNextIfWhoWasWokenGivesItBackAtOnce() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(
                pipeline(stage("A", ActionDeclaration.of("Apple", ParkingRunner.RIPEN, Map.of("lookAfter", "300")))));
        one.settle();
        journal.wake("fruit|apple", NOON);

        ParkingRunner two = runner("two");
        CompletableFuture<Void> drained = two.engine.drain();
        assertThat(two.round()).isEqualTo(1);
        assertThat(drained).isDone();
        assertThat(state(id).outcome()).isEmpty();
        ParkingRunner three = runner("three");
        three.ripe.set(true);
        assertThat(three.round()).isEqualTo(1);
        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatWaitsForPeopleIsGivenBackUntilTheyAnswer() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(pipeline(stage("A", approval("Ship"))));
        one.settle();
        assertThat(journal.nextDue()).hasValueSatisfying(at -> assertThat(at).isAfter(NOON.plus(Duration.ofDays(6))));

        ParkingRunner two = runner("two");
        assertThat(two.round()).isZero();
        answer(one, id);
        assertThat(two.round()).isEqualTo(1);

        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatWaitsInFrontOfAStageIsGivenBackUntilTheStageIsFree() throws Exception {
        Pipeline queue = pipeline(
                "shop",
                ExecutionMode.QUEUED,
                stage("A", work("wait", Map.of("wait", "300"))),
                stage("B", approval("x")));
        ParkingRunner one = runner("one");
        one.start(queue);
        one.settle();
        ExecutionId second = one.start(queue);
        one.settle();
        assertThat(one.engine.driving()).isZero();
        assertThat(one.round()).isZero();

        one.clock.advanceTo(NOON.plusSeconds(300));
        ParkingRunner two = runner("two");
        two.clock.advanceTo(NOON.plusSeconds(300));
        assertThat(one.round()).isEqualTo(1);
        assertThat(two.round()).isEqualTo(1);

        assertThat(state(second).stage("A").orElseThrow().actions()).isNotEmpty();
    }

    @Test
    void whatIsToldBetweenTheDecisionToGiveBackAndTheReleaseIsNotLost() throws Exception {
        AtomicReference<Runnable> first = new AtomicReference<>(() -> {});
        ParkingRunner one = runner("one", before(journal, () -> first.get().run()), Parking.of(Duration.ZERO, LOOK));
        AtomicBoolean told = new AtomicBoolean();
        ParkingRunner teller = runner("teller");
        first.set(() -> {
            if (told.compareAndSet(false, true)) {
                journal.list(ExecutionQuery.newest(1)).forEach(each -> answer(teller, each.id()));
            }
        });
        ExecutionId id = one.start(pipeline(stage("A", approval("Ship"))));
        one.settle();
        assertThat(told).isTrue();

        assertThat(runner("two").round()).isEqualTo(1);

        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void anAnswerThatNothingAsksForYetDoesNotBringItBackAgainAndAgain() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id =
                one.start(pipeline(stage("A", ActionDeclaration.of("Go", GatedAction.TYPE, Map.of("gates", "1")))));
        look(one);
        one.engine.instruct(id, Optional.empty(), new Instruction(Instruction.Kind.PAUSE, "ann", ""));
        one.round();
        look(one);
        answer(one, id);
        one.round();
        look(one);
        assertThat(one.engine.driving()).isZero();

        assertThat(one.givenBack.getLast().heard()).hasSize(1);
        assertThat(one.round()).isZero();
        one.engine.instruct(id, Optional.empty(), new Instruction(Instruction.Kind.CONTINUE, "ann", ""));
        assertThat(one.round()).isEqualTo(1);
        look(one);

        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    /** Lets time pass for a look at what is looked at in passing. */
    private static void look(ParkingRunner runner) throws InterruptedException {
        runner.settle();
        runner.clock.advance(Duration.ofSeconds(6));
        runner.settle();
    }

    /** The journal, with something that happens before each release. */
    private static Journal before(Journal journal, Runnable release) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("release") && arguments.length == 3) {
                        release.run();
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static Stream<Arguments> deaths() {
        // More than it takes: a run that ends before that append ends as usual.
        return IntStream.rangeClosed(1, 18)
                .boxed()
                .flatMap(append -> Stream.of(Arguments.of(append, true), Arguments.of(append, false)));
    }

    @ParameterizedTest(name = "write {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whoeverDiesAtAWriteOrAReleaseIsFollowedByAnother(int write, boolean before) throws Exception {
        var mortal = new FaultyJournal(journal);
        if (before) {
            mortal.dieBefore(write);
        } else {
            mortal.dieAfter(write);
        }
        ParkingRunner one = runner("one", mortal, Parking.of(Duration.ZERO, LOOK));
        ParkingRunner two = runner("two");
        ExecutionId id;
        try {
            id = one.start(PIPELINE);
        } catch (JournalException e) {
            if (before) {
                assertThat(effects.had()).isEmpty();
                return;
            }
            id = two.engine.executions(ExecutionQuery.newest(1)).getFirst().id();
        }
        boolean answered = false;
        for (int rounds = 0; state(id).outcome().isEmpty(); rounds++) {
            assertThat(rounds).as("rounds").isLessThan(40);
            one.settle();
            if (!mortal.isDead()) {
                one.round();
            }
            two.round();
            if (!answered && isAsked(id)) {
                answer(two, id);
                answered = true;
            }
            journal.nextDue().filter(two.clock.instant()::isBefore).ifPresent(next -> {
                one.clock.advanceTo(next);
                two.clock.advanceTo(next);
            });
        }

        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(effects.had()).hasSize(EFFECTS).doesNotHaveDuplicates();
        assertThat(journal.takeDue(two.runner(), NOON.plus(Duration.ofDays(99)), 9))
                .isEmpty();
    }

    private boolean isAsked(ExecutionId id) {
        return state(id).stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .anyMatch(action -> action.name().equals("Ship"));
    }

    @Test
    void aJournalThatTakesNoReleaseForAWhileIsAskedAgain() throws Exception {
        var faulty = new FaultyJournal(journal);
        for (int write = 3; write < 6; write++) {
            faulty.fail(write, new JournalException.Unavailable("disk full", new IOException("no space left")));
        }
        ParkingRunner one = runner("one", faulty, Parking.of(Duration.ofSeconds(30), LOOK));
        ExecutionId id = one.start(pipeline(stage("A", work("wait", Map.of("steps", "0", "wait", "300")))));

        one.settle();

        assertThat(journal.holder(id)).isEmpty();
        assertThat(one.clock.instant()).isBefore(NOON.plusSeconds(10));
        assertThat(journal.nextDue()).contains(NOON.plusSeconds(300));
    }

    @Test
    void shortWaitsAreWaitedFor() throws Exception {
        ParkingRunner one = runner("one", journal, Parking.of(Duration.ofSeconds(301), LOOK));
        ExecutionId id = one.start(pipeline(stage("A", work("wait", Map.of("wait", "300")))));

        assertThat(one.engine.whenEnded(id).get().outcome()).contains(Outcome.SUCCEEDED);
        assertThat(journal.nextDue()).isEmpty();
        assertThat(one.givenBack).isEmpty();
    }

    @Test
    void anotherRuleCountsForWhatWaitsAlready() throws Exception {
        ParkingRunner one = runner("one", journal, Parking.of(Duration.ofDays(30), LOOK));
        ExecutionId id = one.start(pipeline(stage("A", approval("Ship"))));
        one.settle();
        assertThat(one.engine.driving()).isEqualTo(1);

        one.engine.parking(Parking.of(Duration.ZERO, LOOK));
        one.settle();

        assertThat(one.engine.driving()).isZero();
        assertThat(journal.holder(id)).isEmpty();
    }

    @Test
    void aResourceIsWaitedForByItsNameAndLookedAtAfterAWhile() throws Exception {
        ParkingRunner one = runner("one");
        one.start(pipeline(stage("A", ActionDeclaration.of("ripen", ParkingRunner.RIPEN, Map.of()))));
        one.settle();

        Wakeup wakeup = one.givenBack.getFirst();
        assertThat(wakeup.resources()).containsExactly("fruit|apple");
        assertThat(wakeup.at())
                .hasValueSatisfying(at -> assertThat(at).isBetween(NOON.plus(LOOK), NOON.plus(LOOK.plusSeconds(5))));
    }

    @Test
    void newsOfAResourceBringsWhatWaitsForItToItsEnd() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(pipeline(stage("A", ActionDeclaration.of("ripen", ParkingRunner.RIPEN, Map.of()))));
        one.settle();
        ParkingRunner two = runner("two");
        two.clock.advanceTo(NOON.plusSeconds(60));
        two.ripe.set(true);
        assertThat(two.round()).isZero();

        journal.wake("fruit|apple", two.clock.instant());
        assertThat(two.round()).isEqualTo(1);

        assertThat(state(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatIsGivenBackAgainAndAgainStillHasADeadline() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId id = one.start(pipeline(stage("A", ActionDeclaration.of("ripen", ParkingRunner.RIPEN, Map.of()))));
        one.settle();

        int rounds = 0;
        while (state(id).outcome().isEmpty()) {
            assertThat(rounds++).isLessThan(20);
            one.clock.advanceTo(journal.nextDue().orElseThrow());
            one.round();
        }

        assertThat(one.clock.instant()).isBetween(NOON.plus(Duration.ofHours(1)), NOON.plus(Duration.ofMinutes(62)));
        assertThat(one.events)
                .filteredOn(ExecutionEvent.ActionFailed.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(
                                ((ExecutionEvent.ActionFailed) event).failure().kind())
                        .isEqualTo(ActionFailure.Kind.TIMED_OUT));
    }

    @Test
    void aDrainedEngineFinishesStepsAndBeginsNone() throws Exception {
        ParkingRunner one = runner("one");
        ExecutionId blocked = one.start(pipeline(
                "a",
                ExecutionMode.SUPERSEDED,
                stage("A", work("one", Map.of("end", "block"))),
                stage("B", work("two", Map.of()))));
        one.action.blocked.await();
        var drained = one.engine.drain();
        assertThat(drained).isNotDone();

        one.action.gate.countDown();
        drained.get();

        assertThat(one.engine.driving()).isZero();
        assertThat(journal.holder(blocked)).isEmpty();
        assertThat(effects.had()).hasSize(1);
        ParkingRunner two = runner("two");
        two.action.gate.countDown();
        while (state(blocked).outcome().isEmpty()) {
            two.round();
        }
        assertThat(effects.had()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void anEngineOverARegistrationOfSomebodyElseGivesBackWhatIsItsOwn() throws Exception {
        try (var alice = journal.register(new RunnerId("alice"))) {
            ParkingRunner one = runner("one", journal, alice);
            ExecutionId id = one.start(pipeline(stage("A", approval("Ship"))));
            one.settle();
            assertThat(journal.take(id, alice.runner())).isEqualTo(new Fence(alice.runner(), 1));

            one.close();

            assertThat(journal.holder(id)).isEmpty();
            assertThat(journal.takeDue(alice.runner(), NOON, 9)).hasSize(1);
        }
    }

    private ParkingRunner runner(String name, Journal over, RunnerRegistration registration) {
        var made = new ParkingRunner(
                over, folder.resolve(name), name, effects, Optional.of(registration), Optional.empty());
        runners.add(made);
        return made;
    }

    private ExecutionState state(ExecutionId id) {
        return new ExecutionReader(journal).state(id).orElseThrow();
    }
}
