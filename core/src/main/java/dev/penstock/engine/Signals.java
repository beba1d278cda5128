package dev.penstock.engine;

import dev.penstock.action.Instruction;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.GraphState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a signal means for an execution. A signal that means nothing any more, such as the second answer to an approval, is
 * no fact: it is taken in and forgotten.
 */
final class Signals {

    private Signals() {}

    static List<ExecutionEvent> events(ExecutionState state, Signal signal) {
        boolean ended = state.progress() instanceof Progress.Ended;
        return switch (signal) {
            case Signal.Answer answer -> ended ? List.of() : answer(state, answer);
            case Signal.Instruct instruct -> instruct(state, instruct);
            case Signal.Stop(boolean abandon, String reason, String by) ->
                ended || isStoppingAlready(state, abandon)
                        ? List.of()
                        : List.of(new ExecutionEvent.StopRequested(abandon, reason, by));
            case Signal.Retry(Optional<String> stage, var mode, String by) ->
                retryable(state, stage)
                        .<List<ExecutionEvent>>map(found -> List.of(new ExecutionEvent.StageRetried(found, mode, by)))
                        .orElse(List.of());
            case Signal.Override(String stage, var kind, String by) ->
                state.whyNotOverridable(stage, kind).isPresent()
                        ? List.of()
                        : List.of(new ExecutionEvent.ConditionOverridden(stage, kind, by));
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
        if (state.brokenStage().isPresent()) {
            // What the stages after it rest on is not there any more.
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

    private static List<ExecutionEvent> answer(ExecutionState state, Signal.Answer answer) {
        return state.stages().stream()
                .flatMap(stage -> asking(stage, answer)
                        .map(action -> new ExecutionEvent.ApprovalAnswered(
                                stage.name(), action.name(), action.attempt(), answer.answer()))
                        .stream())
                .limit(1)
                .<ExecutionEvent>map(answered -> answered)
                .toList();
    }

    /** The action whose open question is answered. */
    private static Optional<ActionState> asking(StageState stage, Signal.Answer answer) {
        return meant(stage, answer.action())
                .filter(action -> action.phase() instanceof ActionPhase.Waiting waiting
                        && waiting.answer().isEmpty()
                        && waiting.until()
                                .openQuestion()
                                .filter(question -> answer.token().isEmpty()
                                        || answer.token().get().equals(question.token()))
                                .isPresent())
                .findFirst();
    }

    private static Stream<ActionState> meant(StageState stage, Optional<String> asked) {
        return stage.actions().stream()
                .filter(action -> asked.isEmpty() || asked.get().equals(action.name()));
    }

    private static List<ExecutionEvent> instruct(ExecutionState state, Signal.Instruct instruct) {
        ActionAttempt attempt = instruct.action();
        Optional<GraphState> graph =
                Instructions.graph(state, attempt, instruct.instruction().kind());
        if (graph.isPresent()) {
            return graph.get().back().isPresent()
                            || Instructions.taking(state, attempt, Instruction.Kind.ROLL_BACK)
                                    .isEmpty()
                    ? List.of()
                    : List.of(new ExecutionEvent.GraphTurnedBack(
                            attempt.stage(),
                            new GraphState.TurnedBack(
                                    Optional.empty(),
                                    instruct.instruction().by(),
                                    instruct.instruction().reason())));
        }
        return Instructions.taking(state, attempt, instruct.instruction().kind())
                .filter(action -> !Instructions.isRepeated(action, instruct.instruction()))
                .<List<ExecutionEvent>>map(action -> List.of(new ExecutionEvent.ActionInstructed(
                        attempt.stage(), attempt.action(), attempt.attempt(), instruct.instruction())))
                .orElse(List.of());
    }

    private static boolean mayAskAgain(ActionState action) {
        return action.phase() instanceof ActionPhase.Running
                || (action.phase() instanceof ActionPhase.Waiting waiting
                        && waiting.until()
                                .asked()
                                .filter(Asking.Continuation.class::isInstance)
                                .isPresent());
    }

    /**
     * Whether a signal is to be taken in later: when the step that is under way has ended, so that no step's outcome passes
     * over what it has not seen; and an answer, when the action asks again, which it does not between two waits and while it
     * is paused.
     *
     * @param isStepping whether a step of an action is under way
     */
    static boolean isForLater(ExecutionState state, Signal signal, Predicate<ActionState> isStepping) {
        if (state.progress() instanceof Progress.Ended) {
            return false;
        }
        return switch (signal) {
            case Signal.Answer answer -> {
                Optional<ActionState> asking = state.stages().stream()
                        .flatMap(stage -> asking(stage, answer).stream())
                        .findFirst();
                yield asking.isPresent()
                        ? isStepping.test(asking.get())
                        : state.stages().stream()
                                .flatMap(stage -> meant(stage, answer.action()))
                                .anyMatch(Signals::mayAskAgain);
            }
            case Signal.Instruct(ActionAttempt attempt, Instruction instruction) ->
                Instructions.taking(state, attempt, instruction.kind())
                        .filter(isStepping)
                        .isPresent();
            case Signal.Stop ignored -> false;
            case Signal.Retry ignored -> false;
            case Signal.Override ignored -> false;
            case Signal.Displaced ignored -> false;
        };
    }
}
