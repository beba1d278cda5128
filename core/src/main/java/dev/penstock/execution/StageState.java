package dev.penstock.execution;

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
 */
public record StageState(
        String name, Phase phase, int attempt, Instant since, Optional<Instant> enteredAt, List<ActionState> actions) {

    public StageState {
        actions = List.copyOf(actions);
    }

    /** Where a stage is. */
    public enum Phase {
        /** Waits in front of the stage. */
        QUEUED,
        /** In the stage. */
        RUNNING,
        SUCCEEDED,
        FAILED,
        STOPPED
    }

    /** The newest attempt of an action, if one was started. */
    public Optional<ActionState> action(String actionName) {
        for (ActionState action : actions) {
            if (action.name().equals(actionName)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** Whether an action of it has begun and not ended. */
    public boolean hasActiveActions() {
        for (ActionState action : actions) {
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
        return new StageState(name, next, attempt, at, enteredAt, actions);
    }

    StageState with(ActionState changed) {
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
        return new StageState(name, phase, attempt, since, enteredAt, next);
    }
}
