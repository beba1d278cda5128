package dev.penstock.execution;

import dev.penstock.action.Instruction;
import java.time.Instant;
import java.util.Set;

/**
 * The newest attempt of an action.
 *
 * @param name the action's name
 * @param attempt which try, from 1
 * @param stageAttempt in which try of its stage it was started
 * @param startedAt when it began
 * @param deadline when it has failed if it has not ended by then
 * @param takes which instructions it takes
 * @param phase where it is
 */
public record ActionState(
        String name,
        int attempt,
        int stageAttempt,
        Instant startedAt,
        Instant deadline,
        Set<Instruction.Kind> takes,
        ActionPhase phase) {

    public ActionState {
        takes = Set.copyOf(takes);
    }

    ActionState in(ActionPhase next) {
        return new ActionState(name, attempt, stageAttempt, startedAt, deadline, takes, next);
    }
}
