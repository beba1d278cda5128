package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether a revision may take the place of another: whether what it stands on, such as the schema of a database, is as it needs it.
 * Asked again and again; holds no state between calls.
 */
public interface RevisionGate {

    /** Every revision may. */
    RevisionGate OPEN = new RevisionGate() {
        @Override
        public Optional<ActionFailure> refusal(ActionContext context, WayBackBy by) {
            return Optional.empty();
        }

        @Override
        public Optional<String> wayBackClosed(ActionContext context) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> record(ActionContext context) {
            return Map.of();
        }
    };

    /** Who brings back what ran before. */
    enum WayBackBy {
        /** The release, which asks before. */
        RELEASE,
        /** The platform, which asks nobody. */
        PLATFORM
    }

    /**
     * Why the action's revision must not be deployed; absent if it may. Asked before anything is changed.
     *
     * @param by who would bring back what runs now
     */
    Optional<ActionFailure> refusal(ActionContext context, WayBackBy by) throws IOException, InterruptedException;

    /**
     * Why what ran before the action must not be brought back, as a full sentence that says what would do instead; absent if it may.
     * Asked right before.
     */
    Optional<String> wayBackClosed(ActionContext context) throws InterruptedException;

    /** What a deployment that has succeeded puts out besides, as output variables: what those after it are judged by. */
    Map<String, String> record(ActionContext context) throws IOException, InterruptedException;
}
