package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ConditionState;
import dev.penstock.execution.ConditionState.Status;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Trigger;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each result of a condition in each place where it may stand, what people do about it, and what is left of it. */
@Timeout(60)
class ConditionsTest {

    static final StageDeclaration SOURCE = stage("Source", work("checkout", Map.of("echo", "#{variables.env}")));

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
    void aStageWhoseRulesHoldIsEnteredAndLeft() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                SOURCE,
                new StageDeclaration(
                        "Deploy",
                        List.of(work("deploy", Map.of())),
                        condition("FAIL", rule("one", "succeed"), rule("two", "succeed")),
                        condition("ROLLBACK", rule("three", "succeed")),
                        Optional.empty())));

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(condition(state, ConditionKind.BEFORE_ENTRY).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(condition(state, ConditionKind.ON_SUCCESS).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(started())
                .containsExactly("checkout", "beforeEntry/one", "beforeEntry/two", "deploy", "onSuccess/three");
    }

    @Test
    void anEntryConditionThatIsNotMetFailsTheStageBeforeAnyActionAndNamesTheRule() throws Exception {
        ExecutionState state = fixture.run(entering("FAIL", rule("good", "succeed"), rule("bad", "unmet")));

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(reason(state))
                .isEqualTo("condition beforeEntry of stage Deploy is not met: rule bad: It does not hold.");
        assertThat(condition(state, ConditionKind.BEFORE_ENTRY).status()).isEqualTo(Status.FAILED);
        assertThat(started()).doesNotContain("deploy");
    }

    @Test
    void anEntryConditionPassesOverItsStageAndTheNextOneBegins() throws Exception {
        ExecutionState state = fixture.run(pipeline(
                SOURCE, entry("Deploy", "SKIP", rule("bad", "unmet")), stage("After", work("after", Map.of()))));

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(deploy(state).phase()).isEqualTo(StageState.Phase.SKIPPED);
        assertThat(started()).containsExactly("checkout", "beforeEntry/bad", "after");
    }

    @Test
    void nothingIsLeftOutBecauseARuleCouldNotBeChecked() throws Exception {
        ExecutionState state = fixture.run(entering("SKIP", rule("bad", "denied")));

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(condition(state, ConditionKind.BEFORE_ENTRY).status()).isEqualTo(Status.ERRORED);
        assertThat(reason(state))
                .isEqualTo("condition beforeEntry of stage Deploy could not be checked: rule bad: Not allowed.");
    }

    @Test
    void aRuleThatDoesNotHoldEndsThoseThatAreStillChecked() throws Exception {
        ExecutionState state = fixture.run(entering("FAIL", rule("slow", "block"), rule("bad", "unmet")));

        assertThat(state.outcome()).contains(Outcome.FAILED);
        ConditionState condition = condition(state, ConditionKind.BEFORE_ENTRY);
        assertThat(condition.checked().getFirst().phase()).isInstanceOf(ActionPhase.Abandoned.class);
        assertThat(fixture.rule.abandoned).hasValue(1);
    }

    @Test
    void aSuccessConditionThatIsNotMetFailsAStageWhoseActionsHaveSucceeded() throws Exception {
        ExecutionState state = fixture.run(leaving("FAIL", rule("bad", "unmet")));

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(deploy(state).phase()).isEqualTo(StageState.Phase.FAILED);
        assertThat(deploy(state).action("deploy").orElseThrow().phase()).isInstanceOf(ActionPhase.Succeeded.class);
    }

    @Test
    void aSuccessConditionTakesTheStageBackToWhatSucceededLastInIt() throws Exception {
        Pipeline pipeline = leaving("ROLLBACK", rule("check", "#{variables.env}"));
        ExecutionState good = run(pipeline, "succeed");
        ExecutionState bad = run(pipeline, "unmet");

        assertThat(good.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(bad.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(deploy(bad).phase()).isEqualTo(StageState.Phase.ROLLED_BACK);
        assertThat(reason(bad))
                .isEqualTo("condition onSuccess of stage Deploy is not met: rule check: It does not hold; stage Deploy"
                        + " has gone back to what execution " + good.id() + " brought");
        var deployed = (ActionPhase.Succeeded)
                deploy(bad).action("deploy").orElseThrow().phase();
        assertThat(deployed.result().variables())
                .as("what went into the stage in the good execution, and its variables")
                .containsEntry("Echo", "succeed-succeed");
        assertThat(deploy(bad).action("deploy").orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void aStageThatHasNothingToGoBackToFailsAndSaysWhy() throws Exception {
        ExecutionState state = run(leaving("ROLLBACK", rule("check", "#{variables.env}")), "unmet");

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(reason(state))
                .endsWith(
                        "; there is nothing to go back to, as no execution has succeeded in stage" + " Deploy before");
    }

    @Test
    void whatSucceededUnderAnotherDefinitionIsNothingToGoBackTo() throws Exception {
        run(leaving("ROLLBACK", rule("checked", "#{variables.env}")), "succeed");
        ExecutionState state = run(leaving("ROLLBACK", rule("check", "#{variables.env}")), "unmet");

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(reason(state)).endsWith("since the definition was changed");
    }

    @Test
    void whatWasTakenBackIsNothingToGoBackTo() throws Exception {
        Pipeline pipeline = leaving("ROLLBACK", rule("check", "#{variables.env}"));
        ExecutionState good = run(pipeline, "succeed");
        run(pipeline, "unmet");
        ExecutionState again = run(pipeline, "unmet");

        assertThat(reason(again)).contains(good.id().toString());
    }

    @Test
    void aFailedStageGoesBackAtOnceIfThatIsDeclared() throws Exception {
        Pipeline pipeline = failing(Optional.of("ROLLBACK"), Optional.empty());
        ExecutionState good = run(pipeline, "succeed");
        ExecutionState bad = run(pipeline, "fail");

        assertThat(good.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(bad.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(reason(bad)).startsWith("action deploy of stage Deploy: It was told to fail; stage Deploy has gone");
    }

    @Test
    void aFailedStageGoesBackIfTheRulesOfItsFailureConditionHold() throws Exception {
        Pipeline pipeline = failing(Optional.empty(), condition("ROLLBACK", rule("alarm", "succeed")));
        run(pipeline, "succeed");

        assertThat(run(pipeline, "fail").outcome()).contains(Outcome.ROLLED_BACK);
    }

    @Test
    void aFailedStageStaysFailedIfTheyDoNot() throws Exception {
        Pipeline pipeline = failing(Optional.empty(), condition("ROLLBACK", rule("alarm", "unmet")));
        run(pipeline, "succeed");
        ExecutionState bad = run(pipeline, "fail");

        assertThat(bad.outcome()).contains(Outcome.FAILED);
        assertThat(reason(bad)).isEqualTo("action deploy of stage Deploy: It was told to fail.");
        assertThat(condition(bad, ConditionKind.ON_FAILURE).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aFailedStageRunsAgainOnce() throws Exception {
        ExecutionState state = run(
                pipeline(
                        SOURCE,
                        new StageDeclaration(
                                "Deploy",
                                List.of(work("good", Map.of()), work("deploy", Map.of("end", "#{variables.env}"))),
                                condition("FAIL", rule("entry", "succeed")),
                                Optional.empty(),
                                Optional.of(new FailureHandling(
                                        Optional.of("RETRY"),
                                        Optional.of(RetryMode.FAILED_ACTIONS),
                                        Optional.empty())))),
                "fail");

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(deploy(state).attempt()).isEqualTo(2);
        assertThat(deploy(state).action("deploy").orElseThrow().attempt()).isEqualTo(2);
        assertThat(deploy(state).action("good").orElseThrow().attempt()).isEqualTo(1);
        assertThat(started())
                .as("each try asks its conditions")
                .containsSubsequence("beforeEntry/entry", "deploy", "beforeEntry/entry", "deploy");
    }

    @Test
    void somebodyPassesOverAConditionThatHasFailedAStage() throws Exception {
        ExecutionState failed = fixture.run(entering("FAIL", rule("bad", "unmet")));

        ExecutionState passed = override(failed, ConditionKind.BEFORE_ENTRY);

        assertThat(passed.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(condition(passed, ConditionKind.BEFORE_ENTRY).status()).isEqualTo(Status.OVERRIDDEN);
        assertThat(condition(passed, ConditionKind.BEFORE_ENTRY).reason()).isEqualTo("passed over by ann");
    }

    @Test
    void somebodyPassesOverASuccessConditionAndNoActionRunsAgain() throws Exception {
        ExecutionState failed = fixture.run(leaving("FAIL", rule("bad", "unmet")));

        ExecutionState passed = override(failed, ConditionKind.ON_SUCCESS);

        assertThat(passed.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(started()).containsExactly("checkout", "deploy", "onSuccess/bad");
    }

    @Test
    void somebodyPassesOverAConditionWhileItIsCheckedAndItsRulesAreEnded() throws Exception {
        ExecutionId id = fixture.engine.start(entering("FAIL", rule("slow", "block")), StartRequest.by("ann"));
        fixture.rule.blocked.await();

        fixture.engine.send(id, new Signal.Override("Deploy", ConditionKind.BEFORE_ENTRY, "ann"));

        assertThat(fixture.await(id).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.rule.abandoned).hasValue(1);
    }

    @Test
    void whatCannotBePassedOverIsRefusedInWords() throws Exception {
        ExecutionState skipping = fixture.run(entering("SKIP", rule("bad", "denied")));
        Pipeline back = leaving("ROLLBACK", rule("check", "#{variables.env}"));
        run(back, "succeed");
        ExecutionState rolledBack = run(back, "unmet");
        ExecutionState failed = run(failing(Optional.empty(), condition("ROLLBACK", rule("alarm", "unmet"))), "fail");

        assertThat(skipping.whyNotOverridable("Deploy", ConditionKind.BEFORE_ENTRY))
                .contains("Condition beforeEntry of stage Deploy cannot be overridden, because its result is SKIP.");
        assertThat(skipping.whyNotOverridable("Deploy", ConditionKind.ON_SUCCESS))
                .contains("Condition onSuccess of stage Deploy was not checked.");
        assertThat(rolledBack.whyNotOverridable("Deploy", ConditionKind.ON_SUCCESS))
                .isPresent();
        assertThat(failed.whyNotOverridable("Deploy", ConditionKind.ON_FAILURE))
                .contains("Condition onFailure of stage Deploy cannot be overridden: there is nothing behind it that"
                        + " could go on.");
        fixture.engine.send(failed.id(), new Signal.Override("Deploy", ConditionKind.ON_FAILURE, "ann"));
        fixture.engine.resume(failed.id());
        assertThat(fixture.await(failed.id()).outcome()).contains(Outcome.FAILED);
        assertThat(fixture.events).noneMatch(ExecutionEvent.ConditionOverridden.class::isInstance);
    }

    @Test
    void aRetryOfAStageWhoseSuccessConditionFailedChecksItAgainAndRunsNoAction() throws Exception {
        ExecutionState failed = fixture.run(leaving("FAIL", rule("bad", "unmet")));

        fixture.engine.send(failed.id(), new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "bob"));
        fixture.engine.resume(failed.id());
        ExecutionState again = awaitState(
                failed.id(),
                state -> deploy(state).attempt() == 2 && state.outcome().isPresent());

        assertThat(again.outcome()).contains(Outcome.FAILED);
        assertThat(started()).containsExactly("checkout", "deploy", "onSuccess/bad", "onSuccess/bad");
        assertThat(condition(again, ConditionKind.ON_SUCCESS)
                        .checked()
                        .getFirst()
                        .attempt())
                .as("another attempt has other tokens")
                .isEqualTo(2);
    }

    @Test
    void whoeverStopsAnExecutionDoesNotWaitForItsRules() throws Exception {
        for (boolean abandon : List.of(false, true)) {
            ExecutionId id = fixture.engine.start(
                    pipeline(
                            "shop-" + abandon,
                            ExecutionMode.SUPERSEDED,
                            SOURCE,
                            entry("Deploy", "FAIL", rule("slow", "block"))),
                    StartRequest.by("ann"));
            awaitState(
                    id,
                    state -> state.stage("Deploy")
                            .filter(stage -> stage.action("beforeEntry/slow").isPresent())
                            .isPresent());

            fixture.engine.send(id, new Signal.Stop(abandon, "not now", "ann"));
            ExecutionState state = fixture.await(id);

            assertThat(state.outcome()).contains(Outcome.STOPPED);
            assertThat(condition(state, ConditionKind.BEFORE_ENTRY).status())
                    .isEqualTo(abandon ? Status.ABANDONED : Status.CANCELLED);
            assertThat(deploy(state).phase()).isEqualTo(StageState.Phase.STOPPED);
        }
    }

    @Test
    void theStageIsOccupiedWhileItsConditionIsChecked() throws Exception {
        Pipeline pipeline = entering("FAIL", rule("slow", "block"));
        ExecutionId first = fixture.engine.start(pipeline, StartRequest.by("ann"));
        fixture.rule.blocked.await();
        ExecutionId second = fixture.engine.start(pipeline, StartRequest.by("ann"));
        awaitState(
                second,
                state -> state.stage("Deploy")
                        .filter(stage -> stage.phase() == StageState.Phase.QUEUED)
                        .isPresent());

        fixture.rule.gate.countDown();

        assertThat(fixture.await(first).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.await(second).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void aRuleThatTakesTooLongDoesNotHold() throws Exception {
        ExecutionState state = fixture.run(entering("FAIL", rule("slow", Map.of("wait", "7200"))));

        assertThat(condition(state, ConditionKind.BEFORE_ENTRY).status()).isEqualTo(Status.FAILED);
        assertThat(reason(state)).contains("The action did not end within 1 hour");
    }

    private ExecutionState override(ExecutionState failed, ConditionKind kind) {
        assertThat(new ExecutionReader(journal).whyNotOverridable(failed, "Deploy", kind))
                .isEmpty();
        fixture.engine.send(failed.id(), new Signal.Override("Deploy", kind, "ann"));
        fixture.engine.resume(failed.id());
        return awaitState(
                failed.id(),
                state -> state.outcome()
                        .filter(outcome -> outcome != Outcome.FAILED)
                        .isPresent());
    }

    private ExecutionState run(Pipeline pipeline, String env) throws Exception {
        return fixture.await(fixture.engine.start(
                pipeline, new StartRequest(Trigger.startedBy("ann"), Map.of("env", env), Map.of())));
    }

    private List<String> started() {
        return fixture.events.stream()
                .filter(ExecutionEvent.ActionStarted.class::isInstance)
                .map(event -> ((ExecutionEvent.ActionStarted) event).action())
                .toList();
    }

    private ExecutionState awaitState(ExecutionId id, Predicate<ExecutionState> condition) {
        while (true) {
            Optional<ExecutionState> state = fixture.engine.state(id).filter(condition);
            if (state.isPresent()) {
                return state.get();
            }
            Thread.onSpinWait();
        }
    }

    private static StageState deploy(ExecutionState state) {
        return state.stage("Deploy").orElseThrow();
    }

    private static ConditionState condition(ExecutionState state, ConditionKind kind) {
        return deploy(state).condition(kind).orElseThrow();
    }

    private static String reason(ExecutionState state) {
        return ((Progress.Ended) state.progress()).reason();
    }

    static Pipeline entering(String result, RuleDeclaration... rules) {
        return pipeline(SOURCE, entry("Deploy", result, rules));
    }

    private static StageDeclaration entry(String name, String result, RuleDeclaration... rules) {
        return new StageDeclaration(
                name, List.of(deploying()), condition(result, rules), Optional.empty(), Optional.empty());
    }

    static Pipeline leaving(String result, RuleDeclaration... rules) {
        return pipeline(
                SOURCE,
                new StageDeclaration(
                        "Deploy", List.of(deploying()), Optional.empty(), condition(result, rules), Optional.empty()));
    }

    private static ActionDeclaration deploying() {
        return work("deploy", Map.of("echo", "#{checkoutOut.Echo}-#{variables.env}"));
    }

    private static Pipeline failing(Optional<String> result, Optional<ConditionDeclaration> condition) {
        return pipeline(
                SOURCE,
                new StageDeclaration(
                        "Deploy",
                        List.of(work("deploy", Map.of("end", "#{variables.env}"))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new FailureHandling(result, Optional.empty(), condition))));
    }

    static Optional<ConditionDeclaration> condition(String result, RuleDeclaration... rules) {
        return Optional.of(new ConditionDeclaration(result, Arrays.asList(rules)));
    }

    static RuleDeclaration rule(String name, String end) {
        return rule(name, Map.of("end", end));
    }

    static RuleDeclaration rule(String name, Map<String, String> configuration) {
        return new RuleDeclaration(
                name,
                "Check",
                configuration,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }
}
