package dev.penstock.execution;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RetryMode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A fact: something that happened to an execution. What is not among these cannot happen. */
public sealed interface ExecutionEvent {

    /** Facts about one attempt of one action. */
    sealed interface OfAction extends ExecutionEvent {

        /** The stage that the action is in. */
        String stage();

        /** The action's name. */
        String action();

        /** Which try, from 1. */
        int attempt();
    }

    /**
     * The execution began.
     *
     * @param pipeline the pipeline's name
     * @param definition the digest of its definition, which holds for the whole execution
     * @param trigger what started it
     * @param variables values of the pipeline-level variables
     * @param labels what the runner needs to go on with it elsewhere; the engine does not look inside
     */
    record ExecutionStarted(
            String pipeline,
            String definition,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, String> labels)
            implements ExecutionEvent {

        public ExecutionStarted {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /** The stage is occupied by another execution, and this one waits in front of it. */
    record StageQueued(String stage) implements ExecutionEvent {}

    /**
     * The execution is in the stage, and no other is.
     *
     * @param graph the actions of it that are released together; absent if each is released by itself
     */
    record StageEntered(String stage, Optional<ReleaseGraph> graph) implements ExecutionEvent {

        /** A stage whose actions are released each by itself. */
        public StageEntered(String stage) {
            this(stage, Optional.empty());
        }
    }

    /**
     * The release graph of the stage goes back: its members are taken back in reverse order.
     *
     * @param why a member or a check has failed, or somebody wants it
     */
    record GraphTurnedBack(String stage, GraphState.TurnedBack why) implements ExecutionEvent {}

    /** All actions of the stage have succeeded. */
    record StageSucceeded(String stage) implements ExecutionEvent {}

    /** An action of the stage has failed, and none runs any more. */
    record StageFailed(String stage) implements ExecutionEvent {}

    /** The execution was stopped in the stage, and no action of it runs any more. */
    record StageStopped(String stage) implements ExecutionEvent {}

    /** The stage was passed over, because its entry condition does not hold and says so. */
    record StageSkipped(String stage) implements ExecutionEvent {}

    /**
     * An action of the stage has failed, and it runs again at once, because its declaration says so.
     *
     * @param mode which of its actions
     */
    record StageRestarted(String stage, RetryMode mode) implements ExecutionEvent {}

    /**
     * The stage is to go back to what succeeded last in it: its actions run again with what went into them there.
     *
     * @param to what goes into them
     */
    record StageRollbackBegun(String stage, StageRollback.To to) implements ExecutionEvent {}

    /** The stage was to go back, and there is nothing that it could go back to. */
    record StageRollbackRefused(String stage, StageRollback.Impossible why) implements ExecutionEvent {}

    /** The stage has gone back. */
    record StageRolledBack(String stage) implements ExecutionEvent {}

    /** Facts about one condition of one stage. */
    sealed interface OfCondition extends ExecutionEvent {

        /** The stage that the condition is one of. */
        String stage();

        /** Which of its conditions. */
        ConditionKind kind();
    }

    /**
     * The rules of a condition are to be checked.
     *
     * @param result what is applied, as declared
     */
    record ConditionBegun(String stage, ConditionKind kind, String result) implements OfCondition {}

    /**
     * What a condition came to.
     *
     * @param status any but {@code IN_PROGRESS} and {@code OVERRIDDEN}
     * @param reason why it does not hold; empty if it does
     */
    record ConditionEnded(String stage, ConditionKind kind, ConditionState.Status status, String reason)
            implements OfCondition {}

    /**
     * Somebody passes over a condition.
     *
     * @param by who
     */
    record ConditionOverridden(String stage, ConditionKind kind, String by) implements OfCondition {}

    /**
     * Somebody runs a failed stage again.
     *
     * @param mode which of its actions
     * @param by who
     */
    record StageRetried(String stage, RetryMode mode, String by) implements ExecutionEvent {}

    /**
     * An attempt of an action began.
     *
     * @param state what its first step is asked with
     * @param deadline when it has failed if it has not ended by then
     * @param takes which instructions it takes
     */
    record ActionStarted(
            String stage, String action, int attempt, JsonNode state, Instant deadline, Set<Instruction.Kind> takes)
            implements OfAction {

        public ActionStarted {
            takes = Set.copyOf(takes);
        }

        /** An attempt that takes no instructions. */
        public ActionStarted(String stage, String action, int attempt, JsonNode state, Instant deadline) {
            this(stage, action, attempt, state, deadline, Set.of());
        }
    }

    /**
     * A step was done; the next is asked at once.
     *
     * @param state what the next step is asked with
     * @param summary where the action is, in words; may be empty
     */
    record ActionAdvanced(String stage, String action, int attempt, JsonNode state, String summary)
            implements OfAction {}

    /**
     * A step was done; the next is asked when a wait is over.
     *
     * @param state what the next step is asked with
     * @param until what is waited for
     * @param summary where the action is, in words; may be empty
     */
    record ActionWaiting(String stage, String action, int attempt, JsonNode state, Wait until, String summary)
            implements OfAction {}

    /**
     * A step was done, and what comes after the action may begin; the action goes on, and its next step is asked at once.
     *
     * @param state what the next step is asked with
     * @param result what it puts out for those that come after it
     * @param summary where the action is, in words; may be empty
     * @param point how far it has come in its release graph; absent if it is of none
     */
    record ActionPassed(
            String stage,
            String action,
            int attempt,
            JsonNode state,
            ActionResult result,
            String summary,
            Optional<GraphPoint> point)
            implements OfAction {

        /** An action that is of no release graph. */
        public ActionPassed(
                String stage, String action, int attempt, JsonNode state, ActionResult result, String summary) {
            this(stage, action, attempt, state, result, summary, Optional.empty());
        }
    }

    /** Somebody answered the approval that the action waits for. */
    record ApprovalAnswered(String stage, String action, int attempt, ApprovalAnswer answer) implements OfAction {}

    /** Somebody told the action something; its next step sees it. */
    record ActionInstructed(String stage, String action, int attempt, Instruction instruction) implements OfAction {}

    /** The attempt succeeded. */
    record ActionSucceeded(String stage, String action, int attempt, ActionResult result) implements OfAction {}

    /** The attempt failed. */
    record ActionFailed(String stage, String action, int attempt, ActionFailure failure) implements OfAction {}

    /** The attempt was abandoned because somebody stopped the execution. */
    record ActionAbandoned(String stage, String action, int attempt) implements OfAction {}

    /**
     * Somebody stops the execution.
     *
     * @param abandon whether actions that run are abandoned, or waited for
     * @param reason why; may be empty
     * @param by who
     */
    record StopRequested(boolean abandon, String reason, String by) implements ExecutionEvent {}

    /**
     * The execution is over, unless somebody retries a failed stage.
     *
     * @param outcome how
     * @param reason why, in a sentence; may be empty
     */
    record ExecutionEnded(Outcome outcome, String reason) implements ExecutionEvent {}
}
