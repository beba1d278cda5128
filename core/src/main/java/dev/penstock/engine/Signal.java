package dev.penstock.engine;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.execution.ExecutionId;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RetryMode;
import java.util.Optional;

/** A message to an execution from outside its runner. */
public sealed interface Signal {

    /**
     * Answers a manual approval.
     *
     * @param action the action's name; absent for the only one that waits
     * @param token of the question that is answered, so that the answer counts for no later one of the same action; absent
     *     for whichever is open
     * @param answer what is answered
     */
    record Answer(Optional<String> action, Optional<String> token, ApprovalAnswer answer) implements Signal {

        /** Answers whichever question is open. */
        public Answer(Optional<String> action, ApprovalAnswer answer) {
            this(action, Optional.empty(), answer);
        }
    }

    /**
     * Tells an attempt of an action something while it goes on. Told again, it is the same; when it has ended, it is
     * forgotten. {@link Engine#instruct} finds the attempt, and refuses in words what nothing takes.
     *
     * @param action the attempt that is meant; no later one takes it
     * @param instruction what it is told
     */
    record Instruct(ActionAttempt action, Instruction instruction) implements Signal {}

    /**
     * Stops the execution.
     *
     * @param abandon whether actions that run are abandoned, or waited for
     * @param reason why; may be empty
     * @param by who
     */
    record Stop(boolean abandon, String reason, String by) implements Signal {}

    /**
     * Runs a failed stage again.
     *
     * @param stage the stage's name; absent for the one that failed
     * @param mode which of its actions
     * @param by who
     */
    record Retry(Optional<String> stage, RetryMode mode, String by) implements Signal {}

    /**
     * Passes over a condition that keeps a stage from going on ({@code OverrideStageCondition}). {@link
     * ExecutionReader#whyNotOverridable} says beforehand why it cannot.
     *
     * @param stage the stage's name
     * @param kind which of its conditions
     * @param by who
     */
    record Override(String stage, ConditionKind kind, String by) implements Signal {}

    /** A newer execution took the place in front of a stage. */
    record Displaced(ExecutionId by) implements Signal {}
}
