package dev.penstock.engine;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import java.util.List;
import java.util.Optional;

/**
 * What a signal means for an execution. A signal that means nothing any more, such as the second answer to an approval, is
 * no fact: it is taken in and forgotten.
 */
final class Signals {

    private Signals() {}

    static List<ExecutionEvent> events(ExecutionState state, Signal signal) {
        boolean ended = state.progress() instanceof Progress.Ended;
        return switch (signal) {
            case Signal.Answer(Optional<String> action, ApprovalAnswer answer) ->
                ended ? List.of() : answer(state, action, answer);
            case Signal.Stop(boolean abandon, String reason, String by) ->
                ended || isStoppingAlready(state, abandon)
                        ? List.of()
                        : List.of(new ExecutionEvent.StopRequested(abandon, reason, by));
            case Signal.Retry(Optional<String> stage, var mode, String by) ->
                retryable(state, stage)
                        .<List<ExecutionEvent>>map(found -> List.of(new ExecutionEvent.StageRetried(found, mode, by)))
                        .orElse(List.of());
            case Signal.Displaced(var by) ->
                isQueued(state)
                        ? List.of(new ExecutionEvent.ExecutionEnded(
                                Outcome.SUPERSEDED, "execution " + by + " took its place in front of the stage"))
                        : List.of();
        };
    }

    /** The stage that can be run again, if it is the one asked for. */
    static Optional<String> retryable(ExecutionState state, Optional<String> asked) {
        if (!(state.progress() instanceof Progress.Ended)) {
            return Optional.empty();
        }
        return state.latestStage()
                .filter(stage -> stage.phase() == StageState.Phase.FAILED || stage.phase() == StageState.Phase.STOPPED)
                .map(StageState::name)
                .filter(name -> asked.isEmpty() || asked.get().equals(name));
    }

    private static boolean isStoppingAlready(ExecutionState state, boolean abandon) {
        return state.progress() instanceof Progress.Stopping stopping && (stopping.abandon() || !abandon);
    }

    private static boolean isQueued(ExecutionState state) {
        return !(state.progress() instanceof Progress.Ended)
                && state.latestStage()
                        .map(stage -> stage.phase() == StageState.Phase.QUEUED)
                        .orElse(false);
    }

    private static List<ExecutionEvent> answer(ExecutionState state, Optional<String> asked, ApprovalAnswer answer) {
        Optional<StageState> stage = state.latestStage();
        if (stage.isEmpty()) {
            return List.of();
        }
        for (ActionState action : stage.get().actions()) {
            boolean meant = asked.isEmpty() || asked.get().equals(action.name());
            if (meant
                    && action.phase() instanceof ActionPhase.Waiting waiting
                    && waiting.until() instanceof Wait.ForApproval
                    && waiting.answer().isEmpty()) {
                return List.of(new ExecutionEvent.ApprovalAnswered(
                        stage.get().name(), action.name(), action.attempt(), answer));
            }
        }
        return List.of();
    }
}
