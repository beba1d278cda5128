package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An action lets others begin before it has ended: its tail goes on while the pipeline does. */
@Timeout(60)
final class PassedActionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final ActionTypeId MOVE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Move", "1");
    private static final ActionTypeId NOTE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Note", "1");

    @TempDir
    Path folder;

    private final VirtualClock clock = VirtualClock.steppedFrom(NOON);
    private final InMemoryJournal journal = new InMemoryJournal();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        clock.close();
    }

    private Engine engine(Journal over, String runner) {
        return Engine.builder(over)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve(runner))
                .providers(List.of(new Move(), new Note()))
                .clock(clock)
                .runner(new RunnerId(runner))
                .build();
    }

    private static ActionDeclaration action(String name, ActionTypeId type, Map<String, String> configuration) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                OptionalInt.empty());
    }

    private static Pipeline pipeline(String end) {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration("Deploy", List.of(action("move", MOVE, Map.of("End", end)))),
                        new StageDeclaration("Tell", List.of(action("note", NOTE, Map.of("Text", "#{move.to}"))))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static StageState.Phase phase(ExecutionState state, String stage) {
        return state.stage(stage).orElseThrow().phase();
    }

    @Test
    void theNextStageBeginsWhileTheTailGoesOn() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(pipeline("well"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(1));

            assertThat(done).containsExactly("new");
            ExecutionState state = engine.state(id).orElseThrow();
            assertThat(phase(state, "Deploy")).isEqualTo(StageState.Phase.SUCCEEDED);
            assertThat(phase(state, "Tell")).isEqualTo(StageState.Phase.SUCCEEDED);
            assertThat(state.outcome()).isEmpty();

            clock.advance(Duration.ofMinutes(10));
            assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void aTailThatFailsDecidesHowTheExecutionEnds() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(pipeline("ill"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(11));

            ExecutionState state = engine.state(id).orElseThrow();
            assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(Signals.retryable(state, Optional.empty())).isEmpty();
        }
    }

    @Test
    void nothingMoreBeginsOnceATailHasFailed() throws Exception {
        Pipeline pipeline = new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration("Deploy", List.of(action("move", MOVE, Map.of("End", "ill")))),
                        new StageDeclaration("Again", List.of(action("slow", MOVE, Map.of("End", "slow")))),
                        new StageDeclaration("Tell", List.of(action("note", NOTE, Map.of("Text", "x"))))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(pipeline, StartRequest.by("ann"));
            clock.advance(Duration.ofHours(2));

            ExecutionState state = engine.state(id).orElseThrow();
            assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(phase(state, "Again")).isEqualTo(StageState.Phase.STOPPED);
            assertThat(done).isEmpty();
        }
    }

    @Test
    void anotherExecutionDoesNotEnterTheStageBeforeTheTailHasEnded() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            engine.start(pipeline("well"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(1));
            ExecutionId second = engine.start(pipeline("well"), StartRequest.by("bob"));
            clock.advance(Duration.ofMinutes(1));
            assertThat(phase(engine.state(second).orElseThrow(), "Deploy")).isEqualTo(StageState.Phase.QUEUED);

            clock.advance(Duration.ofMinutes(30));
            assertThat(engine.state(second).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void whoStopsTheExecutionAbandonsTheTail() throws Exception {
        try (Engine engine = engine(journal, "one")) {
            ExecutionId id = engine.start(pipeline("well"), StartRequest.by("ann"));
            clock.advance(Duration.ofMinutes(1));
            engine.send(id, new Signal.Stop(true, "", "bob"));

            assertThat(engine.whenEnded(id).get(30, TimeUnit.SECONDS).outcome()).contains(Outcome.STOPPED);
            assertThat(done).containsExactly("new", "abandoned");
        }
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(1, 8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void aTailOutlivesItsRunner(RunnerDeath death) throws Exception {
        try (VirtualClock running = new VirtualClock(NOON)) {
            Optional<ExecutionState> end = death.survived(
                    pipeline("well"),
                    (over, runner) -> Engine.builder(over)
                            .artifacts(new InMemoryArtifactStore())
                            .workFolder(folder.resolve(runner))
                            .providers(List.of(new Move(), new Note()))
                            .clock(running)
                            .runner(new RunnerId(runner))
                            .build(),
                    () -> running.advance(Duration.ofMinutes(3)));

            end.ifPresent(state -> assertThat(state.outcome()).contains(Outcome.SUCCEEDED));
        }
    }

    /** Where a move is. */
    record At(int step, Optional<Instant> until) {}

    /** Lets others begin at once, and ends ten minutes later; one that is slow lets nobody begin. */
    private final class Move implements ActionProvider<String, At> {

        @Override
        public ActionTypeId type() {
            return MOVE;
        }

        @Override
        public ArtifactLimits artifacts() {
            return ArtifactLimits.exactly(0, 0);
        }

        @Override
        public String configure(ConfigurationReader configuration) {
            return configuration.required("End");
        }

        @Override
        public Class<At> stateType() {
            return At.class;
        }

        @Override
        public At begin(String end) {
            return new At(0, Optional.empty());
        }

        @Override
        public Duration timeout(String end) {
            return Duration.ofHours(3);
        }

        @Override
        public StepResult<At> step(ActionContext context, String end, At at) {
            ActionResult moved = new ActionResult(Map.of(), Map.of("to", "new"), "moved", Optional.empty(), List.of());
            return switch (at.step()) {
                case 0 -> {
                    Instant until = context.now().plus(Duration.ofMinutes(end.equals("slow") ? 60 : 10));
                    At next = new At(1, Optional.of(until));
                    yield end.equals("slow")
                            ? new StepResult.Next<>(next, "")
                            : new StepResult.Pass<>(next, moved, "moved");
                }
                default -> {
                    if (context.now().isBefore(at.until().orElseThrow())) {
                        yield new StepResult.Await<>(
                                at, new Wait.Until(at.until().orElseThrow()), "keeps");
                    }
                    yield end.equals("ill")
                            ? new StepResult.Fail<>(new ActionFailure(
                                    ActionFailure.Kind.ROLLED_BACK, "T-1", "It fell down.", List.of()))
                            : new StepResult.Succeed<>(moved);
                }
            };
        }

        @Override
        public void abandon(ActionContext context, String end, At at) {
            done.add("abandoned");
        }
    }

    /** Notes a text. */
    private final class Note implements ActionProvider<String, At> {

        @Override
        public ActionTypeId type() {
            return NOTE;
        }

        @Override
        public ArtifactLimits artifacts() {
            return ArtifactLimits.exactly(0, 0);
        }

        @Override
        public String configure(ConfigurationReader configuration) {
            return configuration.required("Text");
        }

        @Override
        public Class<At> stateType() {
            return At.class;
        }

        @Override
        public At begin(String text) {
            return new At(0, Optional.empty());
        }

        @Override
        public StepResult<At> step(ActionContext context, String text, At at) {
            done.add(text);
            return new StepResult.Succeed<>(ActionResult.NOTHING);
        }
    }
}
