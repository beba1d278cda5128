package dev.penstock.execution;

import java.time.Instant;

/** Where an execution is as a whole. */
public sealed interface Progress {

    /** It goes on. */
    record Running() implements Progress {}

    /**
     * Somebody stops it; actions that run are waited for or abandoned.
     *
     * @param abandon whether actions that run are abandoned
     * @param reason why; may be empty
     * @param by who
     */
    record Stopping(boolean abandon, String reason, String by) implements Progress {}

    /**
     * It is over.
     *
     * @param outcome how
     * @param reason why, in a sentence; may be empty
     * @param at when
     */
    record Ended(Outcome outcome, String reason, Instant at) implements Progress {}
}
