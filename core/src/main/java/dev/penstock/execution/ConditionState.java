package dev.penstock.execution;

import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RuleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition of a stage that the execution is in, or was: what became of it when it was last checked.
 *
 * @param kind when it is checked
 * @param stageAttempt in which try of the stage it was checked
 * @param result what is applied, as declared: {@code FAIL}, {@code SKIP} or {@code ROLLBACK}
 * @param status where it is
 * @param since when it came to that
 * @param reason why it does not hold, or who passed over it; may be empty
 * @param rules the newest attempts of its rules, named as {@link RuleName} has it, in the order they were first started
 */
public record ConditionState(
        ConditionKind kind,
        int stageAttempt,
        String result,
        Status status,
        Instant since,
        String reason,
        List<ActionState> rules) {

    public ConditionState {
        rules = List.copyOf(rules);
    }

    /** Where a condition is ({@code ConditionExecutionStatus}). */
    public enum Status {
        /** Its rules are being checked. */
        IN_PROGRESS,
        /** All its rules hold. */
        SUCCEEDED,
        /** A rule does not hold. */
        FAILED,
        /** It could not be found out whether a rule holds. */
        ERRORED,
        /** Somebody stopped the execution while it was checked. */
        CANCELLED,
        /** Somebody abandoned what the execution had going on while it was checked. */
        ABANDONED,
        /** Somebody passed over it. */
        OVERRIDDEN
    }

    /** Whether nothing more becomes of it. */
    public boolean hasEnded() {
        return status != Status.IN_PROGRESS;
    }

    /** Whether the stage may go on as if all its rules held. */
    public boolean isMet() {
        return status == Status.SUCCEEDED || status == Status.OVERRIDDEN;
    }

    /** The rules that are checked at the moment, by their names. */
    List<String> activeRules() {
        return rules.stream()
                .filter(rule -> !rule.phase().hasEnded())
                .map(ActionState::name)
                .toList();
    }

    /** The rules as they are in this check: those of an earlier one are none of it. */
    public List<ActionState> checked() {
        return rules.stream()
                .filter(rule -> rule.stageAttempt() == stageAttempt)
                .toList();
    }

    ConditionState in(Status next, String why, Instant at) {
        return new ConditionState(kind, stageAttempt, result, next, at, why, rules);
    }

    ConditionState with(ActionState changed) {
        List<ActionState> next = new ArrayList<>(rules.size() + 1);
        boolean replaced = false;
        for (ActionState rule : rules) {
            boolean same = rule.name().equals(changed.name());
            next.add(same ? changed : rule);
            replaced |= same;
        }
        if (!replaced) {
            next.add(changed);
        }
        return new ConditionState(kind, stageAttempt, result, status, since, reason, next);
    }
}
