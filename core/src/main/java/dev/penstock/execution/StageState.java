package dev.penstock.execution;

import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RuleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage that the execution has come to.
 *
 * @param name the stage's name
 * @param phase where it is
 * @param attempt which try, from 1
 * @param since when it came into this phase
 * @param enteredAt when this try was entered; absent while queued
 * @param actions the newest attempts of its actions, in the order they were first started
 * @param conditions those of its conditions that were begun, in the order they first were
 * @param rollback how it goes back; absent unless it does
 * @param restartedAt when it was run again because its declaration says so, which happens once
 * @param graph where its release graph is; absent if its actions are released each by itself
 */
public record StageState(
        String name,
        Phase phase,
        int attempt,
        Instant since,
        Optional<Instant> enteredAt,
        List<ActionState> actions,
        List<ConditionState> conditions,
        Optional<StageRollback> rollback,
        Optional<Instant> restartedAt,
        Optional<GraphState> graph) {

    public StageState {
        actions = List.copyOf(actions);
        conditions = List.copyOf(conditions);
    }

    /** A stage of which no condition was begun, and whose actions are released each by itself. */
    public StageState(
            String name,
            Phase phase,
            int attempt,
            Instant since,
            Optional<Instant> enteredAt,
            List<ActionState> actions) {
        this(
                name,
                phase,
                attempt,
                since,
                enteredAt,
                actions,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What an action may do as a member of the stage's release graph; absent if it is none. */
    public Optional<GraphStanding> standing(String action) {
        return graph.flatMap(known -> known.standing(this, action));
    }

    /** Where a stage is. */
    public enum Phase {
        /** Waits in front of the stage. */
        QUEUED,
        /** In the stage. */
        RUNNING,
        SUCCEEDED,
        FAILED,
        STOPPED,
        /** Passed over, because its entry condition says so: none of its actions ran. */
        SKIPPED,
        /** It has gone back to what succeeded last in it. */
        ROLLED_BACK;

        /** Whether the execution goes on behind the stage. */
        public boolean isPassed() {
            return this == SUCCEEDED || this == SKIPPED;
        }
    }

    /** The newest attempt of an action, or of a rule that {@link RuleName} names so, if one was started. */
    public Optional<ActionState> action(String actionName) {
        for (ActionState action : actions) {
            if (action.name().equals(actionName)) {
                return Optional.of(action);
            }
        }
        return conditions.isEmpty() || RuleName.of(actionName).isEmpty()
                ? Optional.empty()
                : conditions.stream()
                        .flatMap(condition -> condition.rules().stream())
                        .filter(rule -> rule.name().equals(actionName))
                        .findFirst();
    }

    /** The newest attempts of its actions and of the rules of its conditions. */
    public List<ActionState> work() {
        if (conditions.isEmpty()) {
            return actions;
        }
        List<ActionState> work = new ArrayList<>(actions);
        conditions.forEach(condition -> work.addAll(condition.rules()));
        return work;
    }

    /** What became of a condition in this try of the stage; absent until it is begun. */
    public Optional<ConditionState> condition(ConditionKind kind) {
        return conditions.stream()
                .filter(condition -> condition.kind() == kind && condition.stageAttempt() == attempt)
                .findFirst();
    }

    /** The condition that is being checked; absent if none is. */
    public Optional<ConditionState> openCondition() {
        return conditions.stream().filter(condition -> !condition.hasEnded()).findFirst();
    }

    /** Whether an action or a rule of it has begun and not ended. */
    public boolean hasActiveActions() {
        for (ActionState action : work()) {
            if (!action.phase().hasEnded()) {
                return true;
            }
        }
        return false;
    }

    /** Whether an action of it goes on that others wait for. */
    public boolean isHeld() {
        return actions.stream().anyMatch(ActionState::isHolding);
    }

    /** An action that has failed although it had let others begin; absent if there is none. */
    public Optional<ActionState> failedTail() {
        return actions.stream()
                .filter(action -> action.passed().isPresent()
                        && (action.phase() instanceof ActionPhase.Failed
                                || action.phase() instanceof ActionPhase.Abandoned))
                .findFirst();
    }

    StageState in(Phase next, Instant at) {
        return in(next, attempt, at, enteredAt, actions);
    }

    StageState in(Phase next, int nextAttempt, Instant at, Optional<Instant> entered, List<ActionState> kept) {
        // Another try of the stage is another try of its release graph.
        Optional<GraphState> now = nextAttempt == attempt ? graph : graph.map(GraphState::anew);
        return new StageState(name, next, nextAttempt, at, entered, kept, conditions, rollback, restartedAt, now);
    }

    StageState with(ActionState changed) {
        Optional<RuleName> rule = RuleName.of(changed.name());
        if (rule.isPresent()) {
            return withConditions(conditions.stream()
                    .map(condition -> condition.kind() == rule.get().kind() ? condition.with(changed) : condition)
                    .toList());
        }
        List<ActionState> next = new ArrayList<>(actions.size() + 1);
        boolean replaced = false;
        for (ActionState action : actions) {
            boolean same = action.name().equals(changed.name());
            next.add(same ? changed : action);
            replaced |= same;
        }
        if (!replaced) {
            next.add(changed);
        }
        return in(phase, attempt, since, enteredAt, next);
    }

    /** With a condition in the place of the one of its kind. */
    StageState with(ConditionState changed) {
        List<ConditionState> next = new ArrayList<>(conditions);
        next.removeIf(condition -> condition.kind() == changed.kind());
        next.add(changed);
        return withConditions(next);
    }

    private StageState withConditions(List<ConditionState> next) {
        return new StageState(name, phase, attempt, since, enteredAt, actions, next, rollback, restartedAt, graph);
    }

    StageState with(Optional<StageRollback> back) {
        return new StageState(name, phase, attempt, since, enteredAt, actions, conditions, back, restartedAt, graph);
    }

    StageState restarted(Instant at) {
        return new StageState(
                name, phase, attempt, since, enteredAt, actions, conditions, rollback, Optional.of(at), graph);
    }

    StageState grouped(Optional<GraphState> now) {
        return new StageState(name, phase, attempt, since, enteredAt, actions, conditions, rollback, restartedAt, now);
    }

    StageState turnedBack(GraphState.TurnedBack why) {
        return grouped(graph.map(known -> known.turnedBack(why)));
    }
}
