package dev.penstock.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.execution.ExecutionEvent.ActionFailed;
import dev.penstock.execution.ExecutionEvent.ActionStarted;
import dev.penstock.execution.ExecutionEvent.ActionSucceeded;
import dev.penstock.execution.ExecutionEvent.ActionWaiting;
import dev.penstock.execution.ExecutionEvent.ApprovalAnswered;
import dev.penstock.execution.ExecutionEvent.ExecutionEnded;
import dev.penstock.execution.ExecutionEvent.ExecutionStarted;
import dev.penstock.execution.ExecutionEvent.StageEntered;
import dev.penstock.execution.ExecutionEvent.StageFailed;
import dev.penstock.execution.ExecutionEvent.StageRetried;
import dev.penstock.execution.ExecutionEvent.StageSucceeded;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

class ExecutionTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final ExecutionId ID = ExecutionId.of("7c9a8c1e-6a57-4e7c-9b39-3f3a0c6c1f11");
    private static final JsonNode STATE = NullNode.getInstance();

    private final Execution begun = Execution.begin(
            ID, new ExecutionStarted("shop", "sha256:1", Trigger.startedBy("ann"), Map.of(), Map.of()), NOON);

    @Test
    void aFactThatCannotHaveHappenedIsRefusedWithTheHistoryThatShowsWhy() {
        Execution execution = begun.apply(new StageEntered("Source"), NOON)
                .apply(new ActionStarted("Source", "Checkout", 1, STATE, NOON), NOON)
                .apply(new ActionSucceeded("Source", "Checkout", 1, ActionResult.NOTHING), NOON);

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> execution.apply(
                        new ActionFailed("Source", "Checkout", 1, ActionFailure.failed("X", "x")), NOON))
                .withMessage("execution " + ID + " of pipeline shop: ActionFailed(Source/Checkout #1) cannot happen,"
                        + " because action Checkout has ended. Before it: ExecutionStarted -> StageEntered(Source) ->"
                        + " ActionStarted(Source/Checkout #1) -> ActionSucceeded(Source/Checkout #1)");
    }

    @Test
    void anEndedExecutionTakesNothingButARetryOfItsFailedStage() {
        Execution failed = begun.apply(new StageEntered("Source"), NOON)
                .apply(new ActionStarted("Source", "Checkout", 1, STATE, NOON), NOON)
                .apply(new ActionFailed("Source", "Checkout", 1, ActionFailure.failed("X", "x")), NOON)
                .apply(new StageFailed("Source"), NOON)
                .apply(new ExecutionEnded(Outcome.FAILED, ""), NOON);

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> failed.apply(new StageEntered("Build"), NOON))
                .withMessageContaining("because it has ended");
        Execution again = failed.apply(new StageRetried("Source", RetryMode.FAILED_ACTIONS, "ann"), NOON);
        assertThat(again.state().outcome()).isEmpty();
        assertThat(again.state().stage("Source").orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void successNeedsTheLastStageToHaveSucceeded() {
        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> begun.apply(new ExecutionEnded(Outcome.SUCCEEDED, ""), NOON));
        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> begun.apply(new StageEntered("Source"), NOON)
                        .apply(new ActionStarted("Source", "Checkout", 1, STATE, NOON), NOON)
                        .apply(new StageSucceeded("Source"), NOON))
                .withMessageContaining("an action of stage Source has not ended");
    }

    @Test
    void onlyAQuestionThatWasAskedCanBeAnsweredAndOnlyOnce() {
        Execution running = begun.apply(new StageEntered("Ask"), NOON)
                .apply(new ActionStarted("Ask", "Ship", 1, STATE, NOON), NOON);
        var answer = new ApprovalAnswered("Ask", "Ship", 1, new ApprovalAnswer(true, "", "bob"));
        assertThatExceptionOfType(IllegalTransitionException.class).isThrownBy(() -> running.apply(answer, NOON));

        Execution answered = running.apply(
                        new ActionWaiting("Ask", "Ship", 1, STATE, new Wait.ForApproval("t", "", ""), ""), NOON)
                .apply(answer, NOON);
        assertThatExceptionOfType(IllegalTransitionException.class).isThrownBy(() -> answered.apply(answer, NOON));
    }

    /** Random pipelines whose actions end at random: every decision is a legal transition, and every run comes to an end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void whatIsDecidedCanAlwaysHappenAndComesToAnEnd(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            Pipeline pipeline = pipeline(random);
            Execution execution = begun;
            int facts = 0;
            while (execution.state().outcome().isEmpty()) {
                execution = next(pipeline, execution, random);
                assertThat(++facts).as("facts of one run").isLessThan(2_000);
            }
            Decision after = Decider.decide(pipeline, execution.state());
            assertThat(after).isEqualTo(new Decision.Wait());
            checkOrder(pipeline, execution.state());
        }
    }

    private static Execution next(Pipeline pipeline, Execution execution, Random random) {
        return switch (Decider.decide(pipeline, execution.state())) {
            case Decision.Record(ExecutionEvent event) -> execution.apply(event, NOON);
            case Decision.ComeTo(String stage) ->
                execution.apply(
                        execution.state().stage(stage).isEmpty() && random.nextInt(4) == 0
                                ? new ExecutionEvent.StageQueued(stage)
                                : new StageEntered(stage),
                        NOON);
            case Decision.Start(String stage, List<String> actions) -> {
                Execution started = execution;
                for (String action : actions) {
                    int attempt = started.state()
                                    .stage(stage)
                                    .flatMap(known -> known.action(action))
                                    .map(ActionState::attempt)
                                    .orElse(0)
                            + 1;
                    started = started.apply(new ActionStarted(stage, action, attempt, STATE, NOON), NOON);
                }
                yield started;
            }
            case Decision.Abandon(String stage, List<String> actions) ->
                execution.apply(
                        new ExecutionEvent.ActionAbandoned(
                                stage,
                                actions.getFirst(),
                                execution
                                        .state()
                                        .stage(stage)
                                        .orElseThrow()
                                        .action(actions.getFirst())
                                        .orElseThrow()
                                        .attempt()),
                        NOON);
            case Decision.RollBack(String stage, String cause) ->
                execution.apply(
                        random.nextBoolean()
                                ? new ExecutionEvent.StageRollbackBegun(
                                        stage, new StageRollback.To(cause, ID, Map.of(), Map.of(), Map.of()))
                                : new ExecutionEvent.StageRollbackRefused(
                                        stage, new StageRollback.Impossible(cause, "there is nothing")),
                        NOON);
            case Decision.Wait() -> somethingHappens(execution, random);
        };
    }

    private static Execution somethingHappens(Execution execution, Random random) {
        if (random.nextInt(30) == 0) {
            return execution.apply(new ExecutionEvent.StopRequested(random.nextBoolean(), "", "ann"), NOON);
        }
        StageState stage = execution.state().latestStage().orElseThrow();
        if (random.nextInt(20) == 0) {
            for (ConditionKind kind : ConditionKind.values()) {
                if (execution.state().whyNotOverridable(stage.name(), kind).isEmpty()) {
                    return execution.apply(new ExecutionEvent.ConditionOverridden(stage.name(), kind, "ann"), NOON);
                }
            }
        }
        List<ActionState> active = stage.work().stream()
                .filter(action -> !action.phase().hasEnded())
                .toList();
        ActionState action = active.get(random.nextInt(active.size()));
        return execution.apply(
                random.nextInt(10) == 0
                        ? new ActionFailed(
                                stage.name(),
                                action.name(),
                                action.attempt(),
                                new ActionFailure(
                                        random.nextBoolean() ? ActionFailure.Kind.UNMET : ActionFailure.Kind.REMOTE,
                                        "X",
                                        "x",
                                        List.of()))
                        : new ActionSucceeded(stage.name(), action.name(), action.attempt(), ActionResult.NOTHING),
                NOON);
    }

    /** Whatever happened: no stage began before the one before it had succeeded, nor an action before lower run orders. */
    private static void checkOrder(Pipeline pipeline, ExecutionState state) {
        for (int i = 1; i < state.stages().size(); i++) {
            assertThat(state.stages().get(i - 1).phase()).matches(StageState.Phase::isPassed);
        }
        for (StageState stage : state.stages()) {
            for (ActionDeclaration declared :
                    pipeline.stage(stage.name()).orElseThrow().actions()) {
                // What is left of an earlier try says nothing: a way back begins all of them anew.
                if (stage.action(declared.name())
                        .filter(action -> action.stageAttempt() == stage.attempt())
                        .isPresent()) {
                    pipeline.stage(stage.name()).orElseThrow().actions().stream()
                            .filter(other -> other.runOrder() < declared.runOrder())
                            .forEach(other -> assertThat(stage.action(other.name())
                                            .orElseThrow()
                                            .phase())
                                    .isInstanceOf(ActionPhase.Succeeded.class));
                }
            }
        }
    }

    private static Pipeline pipeline(Random random) {
        List<StageDeclaration> stages = new ArrayList<>();
        for (int s = 0; s < 2 + random.nextInt(4); s++) {
            List<ActionDeclaration> actions = new ArrayList<>();
            for (int a = 0; a < 1 + random.nextInt(5); a++) {
                actions.add(action("a" + a, 1 + random.nextInt(3)));
            }
            stages.add(new StageDeclaration(
                    "s" + s,
                    actions,
                    condition(random, "FAIL", "SKIP"),
                    condition(random, "FAIL", "ROLLBACK"),
                    switch (random.nextInt(4)) {
                        case 0 ->
                            Optional.of(new FailureHandling(
                                    Optional.of("RETRY"), Optional.of(RetryMode.ALL_ACTIONS), Optional.empty()));
                        case 1 ->
                            Optional.of(new FailureHandling(
                                    Optional.empty(), Optional.empty(), condition(random, "ROLLBACK", "ROLLBACK")));
                        case 2 ->
                            Optional.of(
                                    new FailureHandling(Optional.of("ROLLBACK"), Optional.empty(), Optional.empty()));
                        default -> Optional.empty();
                    }));
        }
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                stages,
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static Optional<ConditionDeclaration> condition(Random random, String one, String other) {
        if (random.nextBoolean()) {
            return Optional.empty();
        }
        List<RuleDeclaration> rules = new ArrayList<>();
        for (int r = 0; r < 1 + random.nextInt(3); r++) {
            rules.add(new RuleDeclaration(
                    "r" + r,
                    "VariableCheck",
                    Map.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty()));
        }
        return Optional.of(new ConditionDeclaration(random.nextBoolean() ? one : other, rules));
    }

    private static ActionDeclaration action(String name, int runOrder) {
        return new ActionDeclaration(
                name,
                new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Work", "1"),
                runOrder,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }
}
