package dev.penstock.execution;

import static dev.penstock.execution.Transitions.require;

import dev.penstock.execution.ExecutionEvent.ConditionBegun;
import dev.penstock.execution.ExecutionEvent.ConditionEnded;
import dev.penstock.execution.ExecutionEvent.ConditionOverridden;
import dev.penstock.execution.ExecutionEvent.OfCondition;
import dev.penstock.execution.ExecutionEvent.StageRestarted;
import dev.penstock.execution.ExecutionEvent.StageRollbackBegun;
import dev.penstock.execution.ExecutionEvent.StageRollbackRefused;
import dev.penstock.execution.ExecutionEvent.StageRolledBack;
import dev.penstock.execution.ExecutionEvent.StageSkipped;
import dev.penstock.execution.StageState.Phase;
import dev.penstock.execution.Transitions.Impossible;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The transitions of a stage's conditions, and of what is applied by them. Pure. */
final class ConditionTransitions {

    private ConditionTransitions() {}

    static ExecutionState apply(ExecutionState state, OfCondition event, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, event.stage());
        return switch (event) {
            case ConditionBegun begun -> begin(state, stage, begun, at);
            case ConditionEnded ended -> end(state, stage, ended, at);
            case ConditionOverridden overridden -> override(state, stage, overridden, at);
        };
    }

    private static ExecutionState begin(ExecutionState state, StageState stage, ConditionBegun begun, Instant at)
            throws Impossible {
        requireIn(state, stage);
        require(stage.openCondition().isEmpty(), "another condition of stage " + stage.name() + " is being checked");
        require(stage.condition(begun.kind()).isEmpty(), "it was checked in this try already");
        // The attempts of its rules are kept, so that those of this check get the next numbers.
        List<ActionState> before = stage.conditions().stream()
                .filter(known -> known.kind() == begun.kind())
                .flatMap(known -> known.rules().stream())
                .toList();
        var condition = new ConditionState(
                begun.kind(), stage.attempt(), begun.result(), ConditionState.Status.IN_PROGRESS, at, "", before);
        return Transitions.with(state, stage.with(condition), at);
    }

    private static ExecutionState end(ExecutionState state, StageState stage, ConditionEnded ended, Instant at)
            throws Impossible {
        Transitions.requireNotEnded(state);
        ConditionState condition = open(stage, ended.kind());
        require(condition.activeRules().isEmpty(), "a rule of it has not ended");
        require(
                ended.status() != ConditionState.Status.IN_PROGRESS
                        && ended.status() != ConditionState.Status.OVERRIDDEN,
                ended.status() + " is no end");
        return Transitions.with(state, stage.with(condition.in(ended.status(), ended.reason(), at)), at);
    }

    private static ExecutionState override(
            ExecutionState state, StageState stage, ConditionOverridden overridden, Instant at) throws Impossible {
        Optional<String> obstacle = whyNotOverridable(state, stage, overridden.kind());
        require(obstacle.isEmpty(), obstacle.orElse(""));
        ConditionState condition = stage.condition(overridden.kind()).orElseThrow();
        StageState passedOver =
                stage.with(condition.in(ConditionState.Status.OVERRIDDEN, "passed over by " + overridden.by(), at));
        if (!condition.hasEnded()) {
            return Transitions.with(state, passedOver, at);
        }
        StageState again = passedOver.in(Phase.QUEUED, stage.attempt(), at, Optional.empty(), stage.actions());
        return Transitions.copy(state, new Progress.Running(), Transitions.replaced(state.stages(), again), at);
    }

    /** Why nobody can pass over a condition of a stage; absent if somebody can. */
    static Optional<String> whyNotOverridable(ExecutionState state, StageState stage, ConditionKind kind) {
        Optional<ConditionState> known = stage.condition(kind);
        if (known.isEmpty()) {
            return Optional.of("Condition " + kind.field() + " of stage " + stage.name() + " was not checked.");
        }
        ConditionState condition = known.get();
        String name = "Condition " + kind.field() + " of stage " + stage.name();
        if (kind == ConditionKind.ON_FAILURE) {
            return Optional.of(name + " cannot be overridden: there is nothing behind it that could go on.");
        }
        if (condition.result().equals("SKIP")) {
            return Optional.of(name + " cannot be overridden, because its result is SKIP.");
        }
        if (!condition.hasEnded()) {
            return state.progress() instanceof Progress.Running
                    ? Optional.empty()
                    : Optional.of("The execution is being stopped.");
        }
        if (condition.isMet()) {
            return Optional.of(name + " keeps nothing from going on: it is " + condition.status() + ".");
        }
        boolean isLast = state.latestStage()
                .filter(latest -> latest.name().equals(stage.name()))
                .isPresent();
        if (!(state.progress() instanceof Progress.Ended)) {
            return Optional.of(name + " was not met, and the execution has not ended yet.");
        }
        if (!isLast || stage.phase() != Phase.FAILED || stage.rollback().isPresent()) {
            return Optional.of(name + " was not met, and its result " + condition.result() + " was applied: stage "
                    + stage.name() + " is " + stage.phase() + ".");
        }
        return Optional.empty();
    }

    static ExecutionState skip(ExecutionState state, StageSkipped skipped, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, skipped.stage());
        requireIn(state, stage);
        require(!stage.hasActiveActions() && stage.openCondition().isEmpty(), "it is still being checked");
        return Transitions.with(state, stage.in(Phase.SKIPPED, at), at);
    }

    static ExecutionState restart(ExecutionState state, StageRestarted restarted, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, restarted.stage());
        requireQuiet(state, stage);
        require(stage.restartedAt().isEmpty(), "stage " + stage.name() + " was run again by itself already");
        return Transitions.with(state, again(stage, restarted.mode(), at).restarted(at), at);
    }

    static ExecutionState goBack(ExecutionState state, StageRollbackBegun back, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, back.stage());
        requireQuiet(state, stage);
        require(stage.rollback().isEmpty(), "stage " + stage.name() + " goes back already");
        StageState again = again(stage, RetryMode.ALL_ACTIONS, at);
        return Transitions.with(state, again.with(Optional.of(back.to())), at);
    }

    static ExecutionState stay(ExecutionState state, StageRollbackRefused refused, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, refused.stage());
        requireQuiet(state, stage);
        require(stage.rollback().isEmpty(), "stage " + stage.name() + " goes back already");
        return Transitions.with(state, stage.with(Optional.of(refused.why())), at);
    }

    static ExecutionState wentBack(ExecutionState state, StageRolledBack back, Instant at) throws Impossible {
        StageState stage = Transitions.stage(state, back.stage());
        requireQuiet(state, stage);
        require(
                stage.rollback().filter(StageRollback.To.class::isInstance).isPresent(),
                "stage " + stage.name() + " does not go back");
        return Transitions.with(state, stage.in(Phase.ROLLED_BACK, at), at);
    }

    /** Rules are begun while their condition is being checked, and at no other time. */
    static void requireOpen(StageState stage, String work) throws Impossible {
        Optional<RuleName> rule = RuleName.of(work);
        if (rule.isPresent()) {
            open(stage, rule.get().kind());
        }
    }

    private static ConditionState open(StageState stage, ConditionKind kind) throws Impossible {
        return stage.openCondition()
                .filter(condition -> condition.kind() == kind)
                .orElseThrow(() -> new Impossible(
                        "condition " + kind.field() + " of stage " + stage.name() + " is not being checked"));
    }

    private static StageState again(StageState stage, RetryMode mode, Instant at) {
        return stage.in(Phase.RUNNING, stage.attempt() + 1, at, stage.enteredAt(), Transitions.kept(stage, mode, at));
    }

    private static void requireIn(ExecutionState state, StageState stage) throws Impossible {
        Transitions.requireNotEnded(state);
        require(stage.phase() == Phase.RUNNING, "stage " + stage.name() + " is " + stage.phase());
    }

    private static void requireQuiet(ExecutionState state, StageState stage) throws Impossible {
        requireIn(state, stage);
        require(!stage.hasActiveActions(), "an action of stage " + stage.name() + " has not ended");
        require(stage.openCondition().isEmpty(), "a condition of stage " + stage.name() + " has not ended");
    }
}
