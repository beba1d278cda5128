package dev.penstock.execution;

import dev.penstock.action.ApprovalAnswer;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where an attempt of an action is. */
public sealed interface ActionPhase {

    /** Whether nothing more happens in this attempt. */
    default boolean hasEnded() {
        return switch (this) {
            case Running ignored -> false;
            case Waiting ignored -> false;
            case Succeeded ignored -> true;
            case Failed ignored -> true;
            case Abandoned ignored -> true;
        };
    }

    /**
     * A step is being done, or is to be done next.
     *
     * @param state what it is asked with
     * @param summary where the action is, in words; may be empty
     */
    record Running(JsonNode state, String summary) implements ActionPhase {}

    /**
     * The next step is due when the wait is over.
     *
     * @param state what it is asked with
     * @param until what is waited for
     * @param summary where the action is, in words; may be empty
     * @param answer to the approval that is waited for, once somebody has answered
     */
    record Waiting(JsonNode state, Wait until, String summary, Optional<ApprovalAnswer> answer)
            implements ActionPhase {}

    /** It succeeded. */
    record Succeeded(ActionResult result, Instant at) implements ActionPhase {}

    /** It failed. */
    record Failed(ActionFailure failure, Instant at) implements ActionPhase {}

    /** It was abandoned. */
    record Abandoned(Instant at) implements ActionPhase {}
}
