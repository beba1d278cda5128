package dev.penstock.link;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.Objects;

/**
 * What somebody may say by a link.
 *
 * @param subject what it is about
 * @param execution the execution
 * @param attempt the action's attempt that is meant, and no later one
 * @param holder whom it was made for, as answers will name them; at most 128 characters
 * @param expires from when on it says nothing any more
 */
public record ActionLink(
        Subject subject, ExecutionId execution, ActionAttempt attempt, String holder, Instant expires) {

    private static final int LONGEST_HOLDER = 128;

    public ActionLink {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(attempt, "attempt");
        Objects.requireNonNull(expires, "expires");
        if (holder.isBlank() || holder.length() > LONGEST_HOLDER) {
            throw new IllegalArgumentException(
                    "a link is for somebody, named in at most 128 characters, got '" + holder + "'");
        }
    }

    /** What a link is about. */
    public sealed interface Subject {

        /**
         * The answer to one question.
         *
         * @param question the token of the question; a later question of the same action has another
         */
        record Approval(String question) implements Subject {}

        /**
         * One instruction to a release.
         *
         * @param serial tells links apart, so that each is used once
         */
        record Release(String serial) implements Subject {}
    }
}
