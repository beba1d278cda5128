package dev.penstock.execution;

import dev.penstock.execution.ExecutionEvent.ConditionBegun;
import dev.penstock.execution.ExecutionEvent.ConditionEnded;
import dev.penstock.execution.ExecutionEvent.StageFailed;
import dev.penstock.execution.ExecutionEvent.StageRestarted;
import dev.penstock.execution.ExecutionEvent.StageRolledBack;
import dev.penstock.execution.ExecutionEvent.StageSkipped;
import dev.penstock.execution.ExecutionEvent.StageSucceeded;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleName;
import dev.penstock.pipeline.StageDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says what follows inside a stage: its conditions, its actions, and what it does when one of them failed. Pure. */
final class StageDecider {

    private final StageDeclaration declared;
    private final StageState stage;

    private StageDecider(StageDeclaration declared, StageState stage) {
        this.declared = declared;
        this.stage = stage;
    }

    /** What follows in a stage that the execution is in. */
    static Decision decide(StageDeclaration declared, StageState stage) {
        StageDecider decider = new StageDecider(declared, stage);
        Optional<Decision> passedOver = decider.afterOverride();
        if (passedOver.isPresent()) {
            return passedOver.get();
        }
        Optional<StageRollback> rollback = stage.rollback();
        if (rollback.isEmpty()) {
            return decider.forward();
        }
        return switch (rollback.get()) {
            case StageRollback.To ignored -> decider.back();
            case StageRollback.Impossible ignored -> new Decision.Record(new StageFailed(stage.name()));
        };
    }

    /** Rules of a condition that somebody passed over while they were checked: nobody waits for them any more. */
    private Optional<Decision> afterOverride() {
        return stage.conditions().stream()
                .filter(condition ->
                        condition.hasEnded() && !condition.activeRules().isEmpty())
                .findFirst()
                .map(condition -> new Decision.Abandon(stage.name(), condition.activeRules()));
    }

    private Decision forward() {
        Optional<Decision> entry = declared.beforeEntry()
                .flatMap(condition -> unlessMet(ConditionKind.BEFORE_ENTRY, condition, () -> {
                    boolean skips = condition.result().equals("SKIP")
                            // What nobody could find out is no reason to leave anything out.
                            && stage.condition(ConditionKind.BEFORE_ENTRY)
                                    .filter(known -> known.status() == ConditionState.Status.FAILED)
                                    .isPresent();
                    return skips ? new Decision.Record(new StageSkipped(stage.name())) : fail();
                }));
        if (entry.isPresent()) {
            return entry.get();
        }
        Optional<Decision> ofGraph = GraphCourse.next(stage);
        if (ofGraph.isPresent()) {
            return ofGraph.get();
        }
        if (hasFailed() || GraphCourse.isTurnedBack(stage)) {
            return afterFailure();
        }
        List<String> due = due();
        if (!due.isEmpty()) {
            return new Decision.Start(stage.name(), due);
        }
        if (GraphCourse.isOpen(stage)) {
            return new Decision.Wait();
        }
        return declared.onSuccess()
                .flatMap(condition -> unlessMet(
                        ConditionKind.ON_SUCCESS,
                        condition,
                        // What goes on behind the stage's end is waited for: it works on the same.
                        () -> stage.hasActiveActions() ? new Decision.Wait() : apply(condition.result(), unmet())))
                .orElseGet(() -> new Decision.Record(new StageSucceeded(stage.name())));
    }

    /** The actions again, with what went into them when they last succeeded; no condition stands in the way of that. */
    private Decision back() {
        Optional<Decision> ofGraph = GraphCourse.next(stage);
        if (ofGraph.isPresent()) {
            return ofGraph.get();
        }
        if (hasFailed() || GraphCourse.isTurnedBack(stage)) {
            return stage.hasActiveActions() ? new Decision.Wait() : fail();
        }
        List<String> due = due();
        if (!due.isEmpty()) {
            return new Decision.Start(stage.name(), due);
        }
        return stage.hasActiveActions() ? new Decision.Wait() : new Decision.Record(new StageRolledBack(stage.name()));
    }

    /** What follows from a condition that is not met: what there is to do to find out, or what was declared for it. */
    private Optional<Decision> unlessMet(
            ConditionKind kind, ConditionDeclaration condition, Supplier<Decision> otherwise) {
        Optional<ConditionState> known = stage.condition(kind);
        if (known.isEmpty()) {
            return Optional.of(new Decision.Record(new ConditionBegun(stage.name(), kind, condition.result())));
        }
        if (!known.get().hasEnded()) {
            return Optional.of(check(known.get(), condition));
        }
        return known.get().isMet() ? Optional.empty() : Optional.of(otherwise.get());
    }

    private Decision check(ConditionState condition, ConditionDeclaration rules) {
        List<ActionState> checked = condition.checked();
        boolean failed = checked.stream().anyMatch(rule -> rule.phase() instanceof ActionPhase.Failed);
        List<String> active = condition.activeRules();
        if (failed && !active.isEmpty()) {
            // One that does not hold decides: the others cannot change that any more.
            return new Decision.Abandon(stage.name(), active);
        }
        if (!failed) {
            List<String> due = rules.rules().stream()
                    .map(rule -> new RuleName(condition.kind(), rule.name()).toString())
                    .filter(name ->
                            checked.stream().noneMatch(rule -> rule.name().equals(name)))
                    .toList();
            if (!due.isEmpty()) {
                return new Decision.Start(stage.name(), due);
            }
            if (!active.isEmpty()) {
                return new Decision.Wait();
            }
        }
        return new Decision.Record(ended(condition, checked));
    }

    private ConditionEnded ended(ConditionState condition, List<ActionState> checked) {
        Optional<ActionState> unmet = failed(checked, true);
        Optional<ActionState> failed = unmet.or(() -> failed(checked, false));
        ConditionState.Status status = unmet.isPresent()
                ? ConditionState.Status.FAILED
                : failed.isPresent() ? ConditionState.Status.ERRORED : ConditionState.Status.SUCCEEDED;
        String reason = failed.map(rule -> rule.phase() instanceof ActionPhase.Failed phase
                        ? "rule " + RuleName.of(rule.name()).map(RuleName::rule).orElse(rule.name()) + ": "
                                + phase.failure().message()
                        : "")
                .orElse("");
        return new ConditionEnded(stage.name(), condition.kind(), status, reason);
    }

    /** The first rule that failed: one that does not hold, or one of which that could not be found out. */
    private static Optional<ActionState> failed(List<ActionState> checked, boolean unmet) {
        return checked.stream()
                .filter(rule -> rule.phase() instanceof ActionPhase.Failed failed && isUnmet(failed.failure()) == unmet)
                .findFirst();
    }

    private static boolean isUnmet(ActionFailure failure) {
        // What has not held within its time does not hold, as AWS has it for the time-outs of rules.
        return failure.kind() == ActionFailure.Kind.UNMET || failure.kind() == ActionFailure.Kind.TIMED_OUT;
    }

    private Decision afterFailure() {
        Optional<ConditionState> open =
                stage.openCondition().filter(condition -> condition.kind() != ConditionKind.ON_FAILURE);
        if (open.isPresent()) {
            return cancel(stage, open.get(), ConditionState.Status.CANCELLED);
        }
        Optional<FailureHandling> handling = declared.onFailure();
        if (handling.isEmpty() || isTakenOver()) {
            // Siblings of a failed action run to their end; later run orders do not start.
            return stage.hasActiveActions() ? new Decision.Wait() : fail();
        }
        Optional<ConditionDeclaration> condition = handling.get().condition();
        if (condition.isPresent()) {
            if (stage.openCondition().isEmpty() && stage.hasActiveActions()) {
                return new Decision.Wait();
            }
            String result = condition.get().result().isEmpty()
                    ? handling.get().result().orElse("")
                    : condition.get().result();
            // Here it is the other way round: what is declared is done if all rules hold.
            return unlessMet(ConditionKind.ON_FAILURE, condition.get(), this::fail)
                    .orElseGet(() -> apply(result, failure()));
        }
        if (stage.hasActiveActions()) {
            return new Decision.Wait();
        }
        boolean again = handling.get().result().orElse("").equals("RETRY");
        return again && stage.restartedAt().isEmpty()
                ? new Decision.Record(new StageRestarted(
                        stage.name(), handling.get().retryMode().orElse(RetryMode.FAILED_ACTIONS)))
                : apply(handling.get().result().orElse(""), failure());
    }

    /** Whether somebody else's deployment took the target over: to go back, or to try again, would take it from them. */
    private boolean isTakenOver() {
        return stage.actions().stream()
                .anyMatch(action -> action.phase() instanceof ActionPhase.Failed failed
                        && failed.failure().kind() == ActionFailure.Kind.SUPERSEDED);
    }

    /** Ends a condition that nobody waits for any more, after its rules. */
    static Decision cancel(StageState stage, ConditionState open, ConditionState.Status as) {
        return open.activeRules().isEmpty()
                ? new Decision.Record(new ConditionEnded(stage.name(), open.kind(), as, ""))
                : new Decision.Abandon(stage.name(), open.activeRules());
    }

    private Decision apply(String result, String cause) {
        return result.equals("ROLLBACK") ? new Decision.RollBack(stage.name(), cause) : fail();
    }

    private Decision fail() {
        return new Decision.Record(new StageFailed(stage.name()));
    }

    private String unmet() {
        return unmet(stage).orElse("");
    }

    private String failure() {
        return firstFailure(stage)
                .map(each -> "action " + each.name() + " of stage " + stage.name() + ": "
                        + (each.phase() instanceof ActionPhase.Failed failed
                                ? failed.failure().message()
                                : ""))
                .orElse("");
    }

    /** The condition that keeps a stage from going on, in a sentence. */
    static Optional<String> unmet(StageState stage) {
        return stage.conditions().stream()
                .filter(condition -> condition.stageAttempt() == stage.attempt()
                        && condition.kind() != ConditionKind.ON_FAILURE
                        && condition.hasEnded()
                        && !condition.isMet())
                .findFirst()
                .map(condition -> "condition " + condition.kind().field() + " of stage " + stage.name()
                        + (condition.status() == ConditionState.Status.ERRORED
                                ? " could not be checked"
                                : " is not met")
                        + (condition.reason().isEmpty() ? "" : ": " + condition.reason()));
    }

    /**
     * The action that speaks for a failed stage: the first in declared order; what was rolled back or superseded says more
     * than a plain failure beside it.
     */
    static Optional<ActionState> firstFailure(StageState stage) {
        Optional<ActionState> plain = Optional.empty();
        for (ActionState each : stage.actions()) {
            if (each.phase() instanceof ActionPhase.Failed failed) {
                if (failed.failure().kind().outcome() != Outcome.FAILED) {
                    return Optional.of(each);
                }
                plain = plain.or(() -> Optional.of(each));
            }
        }
        return plain;
    }

    private boolean hasFailed() {
        return stage.actions().stream().anyMatch(this::failedInThisAttempt);
    }

    /** The actions of the lowest run order that has not wholly succeeded, as far as they do not run. */
    private List<String> due() {
        int runOrder = Integer.MAX_VALUE;
        for (ActionDeclaration action : declared.actions()) {
            if (!hasSucceeded(action)) {
                runOrder = Math.min(runOrder, action.runOrder());
            }
        }
        List<String> due = new ArrayList<>();
        for (ActionDeclaration action : declared.actions()) {
            if (action.runOrder() == runOrder && mayStart(action) && mayBegin(action)) {
                due.add(action.name());
            }
        }
        return due;
    }

    private boolean hasSucceeded(ActionDeclaration action) {
        return stage.action(action.name())
                .map(known -> known.result().isPresent())
                .orElse(false);
    }

    private boolean mayBegin(ActionDeclaration action) {
        return stage.graph().map(graph -> graph.mayBegin(stage, action.name())).orElse(true);
    }

    private boolean mayStart(ActionDeclaration action) {
        return stage.action(action.name())
                .map(known -> known.phase().hasEnded()
                        && !(known.phase() instanceof ActionPhase.Succeeded)
                        && !failedInThisAttempt(known))
                .orElse(true);
    }

    /** Whether an action failed since the stage was last entered; one that failed before a retry is due again. */
    private boolean failedInThisAttempt(ActionState action) {
        return switch (action.phase()) {
            case ActionPhase.Failed ignored -> action.stageAttempt() == stage.attempt();
            case ActionPhase.Abandoned ignored -> action.stageAttempt() == stage.attempt();
            case ActionPhase.Running ignored -> false;
            case ActionPhase.Waiting ignored -> false;
            case ActionPhase.Succeeded ignored -> false;
        };
    }
}
