package dev.penstock.execution;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where an attempt of an action is. */
public sealed interface ActionPhase {

    /** What it was told and no step has seen yet, in order. */
    default List<Instruction> instructions() {
        return switch (this) {
            case Running running -> running.instructions();
            case Waiting waiting -> waiting.instructions();
            case Succeeded ignored -> List.of();
            case Failed ignored -> List.of();
            case Abandoned ignored -> List.of();
        };
    }

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
     * @param instructions what it was told since the step before, in order
     */
    record Running(JsonNode state, String summary, List<Instruction> instructions) implements ActionPhase {

        public Running {
            instructions = List.copyOf(instructions);
        }
    }

    /**
     * The next step is due when the wait is over.
     *
     * @param state what it is asked with
     * @param until what is waited for
     * @param summary where the action is, in words; may be empty
     * @param answer to the approval that is waited for, once somebody has answered
     * @param instructions what it was told since it waits, in order
     */
    record Waiting(
            JsonNode state, Wait until, String summary, Optional<ApprovalAnswer> answer, List<Instruction> instructions)
            implements ActionPhase {

        public Waiting {
            instructions = List.copyOf(instructions);
        }

        /** Whether people have said something that the next step is to see at once. */
        public boolean wasTold() {
            return answer.isPresent() || !instructions.isEmpty();
        }
    }

    /** It succeeded. */
    record Succeeded(ActionResult result, Instant at) implements ActionPhase {}

    /** It failed. */
    record Failed(ActionFailure failure, Instant at) implements ActionPhase {}

    /** It was abandoned. */
    record Abandoned(Instant at) implements ActionPhase {}
}
