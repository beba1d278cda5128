package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.rollout.ReleaseProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is seen of an action.
 *
 * @param name of the action
 * @param type of the action, such as {@code Deploy/AWS/ECS/1}
 * @param attempt which try, from 1; 0 when not begun
 * @param status how far it is
 * @param startedAt when its newest attempt began
 * @param endedAt when that attempt ended
 * @param expected how long it took when it last succeeded, if that is known
 * @param summary where it is or what it did, in a few words; may be empty
 * @param approval what is asked, while an answer is waited for
 * @param pause who paused it, while it is paused
 * @param release where it is as a release, while it goes on as one
 * @param failure why it failed
 * @param result what it put out, once it has succeeded
 */
public record ActionView(
        String name,
        String type,
        int attempt,
        ViewStatus status,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Duration> expected,
        String summary,
        Optional<ApprovalRequest> approval,
        Optional<Pause> pause,
        Optional<ReleaseProgress> release,
        Optional<ActionFailure> failure,
        Optional<ActionResult> result) {

    /**
     * A question to people.
     *
     * @param token of the question, which stands in the answer
     * @param question may be empty
     * @param link where they find what they need to answer; may be empty
     */
    public record ApprovalRequest(String token, String question, String link) {}

    /**
     * Somebody paused it.
     *
     * @param by who
     * @param reason why; may be empty
     */
    public record Pause(String by, String reason) {

        /** In a sentence. */
        public String words() {
            return "Paused by " + by + (reason.isEmpty() ? "." : ": " + reason);
        }
    }

    /** The same, somewhere else in its work. */
    public ActionView withSummary(String other) {
        return new ActionView(
                name, type, attempt, status, startedAt, endedAt, expected, other, approval, pause, release, failure,
                result);
    }

    /** How long the newest attempt took, or has taken so far. */
    public Optional<Duration> elapsed(Instant now) {
        return startedAt.map(start -> Duration.between(start, endedAt.orElse(now)));
    }
}
