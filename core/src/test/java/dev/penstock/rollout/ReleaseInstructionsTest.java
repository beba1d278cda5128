package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.engine.StateCodec;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.secret.SecretMasker;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** People tell a release what to do, from another process than the one that drives it. */
@Timeout(60)
final class ReleaseInstructionsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Pipeline PIPELINE = new Pipeline(
            "shop",
            Optional.empty(),
            List.of(),
            List.of(new StageDeclaration(
                    "Deploy",
                    List.of(ActionDeclaration.of("deploy", FakeReleaseTarget.TYPE, Map.of("Version", "new"))))),
            ExecutionMode.SUPERSEDED,
            Optional.empty(),
            List.of(),
            List.of(),
            1);

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private ReleaseTarget<FakeReleaseTarget.Shelf, FakeReleaseTarget.Book> target = shelf;
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ExecutionReader reader = new ExecutionReader(journal);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private Decision verdict = new Decision.Promote();

    /** Is told each summary while time stands still. */
    private volatile BiConsumer<ExecutionId, String> whenProgressed = (id, summary) -> {};

    private Engine engine(Journal over, String runner, ReleaseSettings settings) {
        BakeJudge judge = (release, bake, arms, share) ->
                new Judgement(bake.memory(), verdict, clock.instant().plusSeconds(10), "So it is.");
        return Engine.builder(over)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(
                        new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(10))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        whenProgressed.accept(execution, summary);
                    }
                })
                .build();
    }

    /** Once, when a summary has these words. */
    private void when(String words, AtomicReference<Engine> engine, Instruction... told) {
        var done = new AtomicBoolean();
        whenProgressed = (id, summary) -> {
            if (summary.contains(words) && !done.getAndSet(true)) {
                for (Instruction each : told) {
                    engine.get().instruct(id, Optional.empty(), each);
                }
            }
        };
    }

    private ExecutionState told(ReleaseSettings settings, String words, Instruction... told) throws Exception {
        var engine = new AtomicReference<Engine>();
        when(words, engine, told);
        try (Engine made = engine(journal, "one", settings)) {
            engine.set(made);
            return made.whenEnded(made.start(PIPELINE, StartRequest.by("ann"))).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aReleaseThatIsPausedStaysWhereItIsHoweverLongAndThenGoesOn() throws Exception {
        var engine = new AtomicReference<Engine>();
        when("bake", engine, new Instruction(Kind.PAUSE, "bob", "checkout is slow"));
        try (Engine made = engine(journal, "one", ReleaseSettings.of("canary"))) {
            engine.set(made);
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            awaitState(reader, id, ReleaseInstructionsTest::isPaused);
            clock.advanceTo(NOON.plus(Duration.ofDays(30)));
            clock.awaitIdle();

            assertThat(isPaused(reader.state(id).orElseThrow())).isTrue();
            assertThat(shelf.share()).isEqualTo(Share.percent(10));
            send(journal, id, Kind.CONTINUE);
            assertThat(made.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(log).contains("Paused by bob: checkout is slow.", "Goes on, by ann.");
        assertThat(shelf.live()).contains("new");
    }

    @Test
    void aStepThatWasBegunIsDoneBeforeThePause() throws Exception {
        var engine = new AtomicReference<Engine>();
        when("10 % of requests", engine, new Instruction(Kind.PAUSE, "bob", ""));
        try (Engine made = engine(journal, "one", ReleaseSettings.of("canary"))) {
            engine.set(made);
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            awaitState(reader, id, ReleaseInstructionsTest::isPaused);
            assertThat(shelf.effects()).containsExactly("prepare", "scale up", "10 % of requests");
            send(journal, id, Kind.CONTINUE);
            assertThat(made.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void whatBreaksWhileItIsPausedIsTakenBack() throws Exception {
        var engine = new AtomicReference<Engine>();
        when("bake", engine, new Instruction(Kind.PAUSE, "bob", ""));
        try (Engine made = engine(journal, "one", ReleaseSettings.of("canary"))) {
            engine.set(made);
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            awaitState(reader, id, ReleaseInstructionsTest::isPaused);
            shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
            clock.advanceTo(NOON.plus(Duration.ofHours(1)));

            ExecutionState ended = made.whenEnded(id).get(20, TimeUnit.SECONDS);
            assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(failure(ended).code()).isEqualTo("SHELF-3");
        }
    }

    @Test
    void whatBreaksWhileAPersonIsAskedIsTakenBack() throws Exception {
        ReleaseSettings settings = ReleaseSettingsBuilder.of("canary")
                .approvals(ApprovalPoint.ALL_TRAFFIC)
                .build();
        try (Engine made = engine(journal, "one", settings)) {
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            awaitState(reader, id, state -> asked(state, "May all users").isPresent());
            shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
            clock.advanceTo(NOON.plus(Duration.ofHours(1)));

            ExecutionState ended = made.whenEnded(id).get(20, TimeUnit.SECONDS);
            assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        }
    }

    /** A runner may die right after what ran before was given up: whoever goes on does not stop before that any more. */
    @Test
    void thatTheLastStepIsBegunIsDurableBeforeTheTargetIsAskedForIt() throws Exception {
        List<Boolean> begun = new CopyOnWriteArrayList<>();
        target = watched(step -> {
            if (step instanceof ReleaseStep.Finish) {
                begun.add(isBegun());
            }
        });
        try (Engine made = engine(journal, "one", ReleaseSettings.of("blueGreen"))) {
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            assertThat(made.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(begun).isNotEmpty().containsOnly(true);
    }

    /** The shelf, with somebody who is told of each step before it is carried out. */
    @SuppressWarnings("unchecked") // a proxy of an interface with parameters
    private ReleaseTarget<FakeReleaseTarget.Shelf, FakeReleaseTarget.Book> watched(Consumer<ReleaseStep> watcher) {
        return (ReleaseTarget<FakeReleaseTarget.Shelf, FakeReleaseTarget.Book>) Proxy.newProxyInstance(
                ReleaseTarget.class.getClassLoader(),
                new Class<?>[] {ReleaseTarget.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("carryOut")) {
                        watcher.accept((ReleaseStep) arguments[3]);
                    }
                    return method.invoke(shelf, arguments);
                });
    }

    /** Whether the journal knows that the step at hand is begun. */
    private boolean isBegun() {
        ExecutionId id = journal.list(ExecutionQuery.newest(1)).getFirst().id();
        JsonNode state = switch (phase(reader.state(id).orElseThrow())) {
            case ActionPhase.Running running -> running.state();
            case ActionPhase.Waiting waiting -> waiting.state();
            case ActionPhase ended -> throw new AssertionError(ended);
        };
        return new StateCodec<>(new SecretMasker(), ReleaseState.class).read(state) instanceof ReleaseState.OnTheWay on
                && on.begun();
    }

    @Test
    void promotingEndsTheBakeThatItIsAtAndSaysByWhom() throws Exception {
        ExecutionState ended = told(
                ReleaseSettings.of("canary"), "bake for 5 min", new Instruction(Kind.PROMOTE, "bob", "seen enough"));

        // Four steps of half a minute and the ten minutes in which the old version is kept, without the first bake.
        assertThat(((ActionPhase.Succeeded) phase(ended)).result().variables())
                .containsEntry("TrafficMovedAt", "2026-03-02T12:02:00Z")
                .containsEntry("BakeOverAt", "2026-03-02T12:12:00Z");
        assertThat(log).contains("Promoted by bob: seen enough.");
    }

    @Test
    void promotingEndsAPauseAsWell() throws Exception {
        ExecutionState ended = told(
                ReleaseSettings.of("canary"),
                "bake for 5 min",
                new Instruction(Kind.PAUSE, "ann", ""),
                new Instruction(Kind.PROMOTE, "bob", ""));

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void promotingIsNoAnswerToAQuestion() throws Exception {
        ReleaseSettings settings = ReleaseSettingsBuilder.of("canary")
                .approvals(ApprovalPoint.TRAFFIC)
                .build();
        try (Engine made = engine(journal, "one", settings)) {
            ExecutionId id = made.start(PIPELINE, StartRequest.by("ann"));
            awaitState(reader, id, state -> asked(state, "May users").isPresent());
            send(journal, id, Kind.PROMOTE);
            awaitLine("Told to promote by ann. There is no bake time to skip now.");
            awaitState(reader, id, state -> asked(state, "May users").isPresent());
            assertThat(shelf.share()).isEqualTo(Share.NONE);
        }
    }

    @Test
    void somebodyTakesItBackWhateverTheSettingsSayOfFailures() throws Exception {
        ExecutionState ended = told(
                ReleaseSettingsBuilder.of("canary")
                        .whenItFails(WhenItFails.LEAVE)
                        .build(),
                "bake",
                new Instruction(Kind.ROLL_BACK, "bob", "wrong prices"));

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(ended).code()).isEqualTo("PEN-RELEASE-010");
        assertThat(failure(ended).message())
                .isEqualTo("Taken back by bob: wrong prices. What ran before was brought back.");
        assertThat(shelf.live()).contains("old");
        assertThat(shelf.share()).isEqualTo(Share.NONE);
    }

    @Test
    void whatWasNotBegunIsTakenBackByDoingNothing() throws Exception {
        ExecutionState ended =
                told(ReleaseSettings.of("canary"), "prepare", new Instruction(Kind.ROLL_BACK, "bob", ""));

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelf.effects()).isSubsetOf("prepare");
    }

    static IntStream appends() {
        return IntStream.rangeClosed(2, 38);
    }

    /**
     * One process drives, a second tells it what to do, a third goes on when the first dies: paused and continued before it is
     * started, approved, promoted over a verdict that cannot be told, approved again.
     */
    @ParameterizedTest(name = "dies around append {0}")
    @MethodSource("appends")
    void aReleaseIsLedThroughByPeopleWhereverARunnerDies(int append) throws Exception {
        verdict = new Decision.Inconclusive(Decision.Reason.TIME_OVER, InconclusivePolicy.Action.ASK);
        ReleaseSettings settings = ReleaseSettingsBuilder.of("canary")
                .approvals(ApprovalPoint.START, ApprovalPoint.TRAFFIC, ApprovalPoint.ALL_TRAFFIC)
                .judged()
                .build();
        List<Moment> moments = List.of(
                new Moment(state -> asked(state, "be started").isPresent(), Kind.PAUSE),
                new Moment(ReleaseInstructionsTest::isPaused, Kind.CONTINUE),
                new Moment("be started"),
                new Moment("May users"),
                new Moment(state -> asked(state, "could not be told").isPresent(), Kind.PROMOTE),
                new Moment("May all users"));

        ExecutionState ended = led(settings, moments, append);

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(shelf.effects())
                .containsExactly("prepare", "scale up", "10 % of requests", "100 % of requests", "finish");
    }

    @ParameterizedTest(name = "dies around append {0}")
    @MethodSource("appends")
    void aReleaseIsTakenBackWhereverARunnerDies(int append) throws Exception {
        ReleaseSettings settings = ReleaseSettingsBuilder.of("canary")
                .approvals(ApprovalPoint.ALL_TRAFFIC)
                .build();

        ExecutionState ended = led(
                settings,
                List.of(new Moment(state -> asked(state, "May all users").isPresent(), Kind.ROLL_BACK)),
                append);

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(ended).code()).isEqualTo("PEN-RELEASE-010");
        assertThat(shelf.effects()).containsExactly("prepare", "scale up", "10 % of requests", "roll back");
        assertThat(shelf.live()).contains("old");
    }

    /** What somebody says when they see something. */
    private record Moment(Predicate<ExecutionState> seen, Optional<Kind> told, String question) {

        Moment(Predicate<ExecutionState> seen, Kind told) {
            this(seen, Optional.of(told), "");
        }

        /** Approves. */
        Moment(String question) {
            this(state -> asked(state, question).isPresent(), Optional.empty(), question);
        }

        Signal signal(ExecutionState state) {
            return told.<Signal>map(kind -> instruct(state, kind))
                    .orElseGet(() -> new Signal.Answer(
                            Optional.empty(),
                            asked(state, question).map(Asking.Approval::token),
                            new ApprovalAnswer(true, "", "ann")));
        }
    }

    private ExecutionState led(ReleaseSettings settings, List<Moment> moments, int append) throws Exception {
        var mortal = new FaultyJournal(journal);
        if (append % 2 == 0) {
            mortal.dieBefore(append / 2 + 1);
        } else {
            mortal.dieAfter(append / 2 + 1);
        }
        Optional<Engine> other = Optional.empty();
        try (Engine one = engine(mortal, "one", settings)) {
            try {
                one.start(PIPELINE, StartRequest.by("ann"));
            } catch (JournalException e) {
                assertThat(mortal.isDead()).isTrue();
            }
            ExecutionId id = journal.list(ExecutionQuery.newest(1)).getFirst().id();
            int next = 0;
            ExecutionState state = reader.state(id).orElseThrow();
            while (state.outcome().isEmpty()) {
                if (other.isEmpty() && mortal.isDead()) {
                    other = Optional.of(engine(journal, "two", settings));
                    other.get().resume(id);
                }
                if (next < moments.size()
                        && journal.signals(id).isEmpty()
                        && moments.get(next).seen().test(state)) {
                    reader.send(id, moments.get(next).signal(state), NOON);
                    next++;
                }
                Thread.onSpinWait();
                state = reader.state(id).orElseThrow();
            }
            return state;
        } finally {
            other.ifPresent(Engine::close);
        }
    }

    private void send(Journal to, ExecutionId id, Kind kind) {
        var sender = new ExecutionReader(to);
        sender.send(id, instruct(sender.state(id).orElseThrow(), kind), NOON);
    }

    private static Signal instruct(ExecutionState state, Kind kind) {
        return new Signal.Instruct(
                ExecutionReader.taking(state, Optional.empty(), kind), new Instruction(kind, "ann", ""));
    }

    private static void awaitState(ExecutionReader from, ExecutionId id, Predicate<ExecutionState> condition) {
        while (from.state(id).filter(condition).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private void awaitLine(String line) {
        while (!log.contains(line)) {
            Thread.onSpinWait();
        }
    }

    private static ActionPhase phase(ExecutionState state) {
        return state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) phase(state)).failure();
    }

    private static boolean isPaused(ExecutionState state) {
        return asked(state).filter(Asking.Continuation.class::isInstance).isPresent();
    }

    private static Optional<Asking.Approval> asked(ExecutionState state, String words) {
        return asked(state)
                .filter(Asking.Approval.class::isInstance)
                .map(Asking.Approval.class::cast)
                .filter(question -> question.question().contains(words));
    }

    private static Optional<Asking> asked(ExecutionState state) {
        return phase(state) instanceof ActionPhase.Waiting waiting && !waiting.wasTold()
                ? waiting.until().asked()
                : Optional.empty();
    }
}
