package dev.penstock.library;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which question of an execution an answer is for, or why there is none. Pure. */
final class Questions {

    private record Open(String action, String token) {}

    private Questions() {}

    /**
     * The answer as the execution takes it: to the question that is open now, and to no later one.
     *
     * @param action the action's name; absent for the only one that waits
     * @throws RequestRefusedException if none waits, or several do
     */
    static Signal.Answer answer(ExecutionState state, Optional<String> action, ApprovalAnswer answer) {
        List<Open> open = state.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(each -> open(each).stream())
                .toList();
        String names = open.stream().map(Open::action).collect(Collectors.joining(", "));
        if (open.isEmpty()) {
            throw new RequestRefusedException(
                    "PEN-REQUEST-001", "Execution " + state.id() + " does not wait for an approval.");
        }
        if (action.isEmpty() && open.size() > 1) {
            throw new RequestRefusedException(
                    "PEN-REQUEST-002",
                    "Execution " + state.id() + " waits for several approvals: " + names
                            + ". Name the one that is meant.");
        }
        Open meant = open.stream()
                .filter(each -> action.isEmpty() || action.get().equals(each.action()))
                .findFirst()
                .orElseThrow(() -> new RequestRefusedException(
                        "PEN-REQUEST-003",
                        "Execution " + state.id() + " does not wait for an approval '" + action.orElse("")
                                + "'. It waits for " + names + "."));
        return new Signal.Answer(Optional.of(meant.action()), Optional.of(meant.token()), answer);
    }

    private static Optional<Open> open(ActionState action) {
        return action.phase() instanceof ActionPhase.Waiting waiting
                        && waiting.answer().isEmpty()
                ? waiting.until()
                        .openQuestion()
                        .map(Asking.Approval::token)
                        .map(token -> new Open(action.name(), token))
                : Optional.empty();
    }
}
