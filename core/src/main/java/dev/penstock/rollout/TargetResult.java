package dev.penstock.rollout;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;

/**
 * What came of asking a target to go on with a step.
 *
 * @param <T> its states
 */
public sealed interface TargetResult<T> {

    /**
     * The state is made durable, and the same step is gone on with at once.
     *
     * @param summary where it is, in a few words; may be empty
     */
    record Next<T>(T state, String summary) implements TargetResult<T> {}

    /**
     * The state is made durable, and the same step is gone on with when the wait is over.
     *
     * @param summary where it is, in a few words; may be empty
     */
    record Await<T>(T state, Wait until, String summary) implements TargetResult<T> {}

    /**
     * The step is done.
     *
     * @param summary what is so now, in a few words; may be empty
     */
    record Done<T>(T state, String summary) implements TargetResult<T> {}

    /**
     * The new version was found to run already, wholly: there is nothing to release. Only while preparing.
     *
     * @param summary in a few words
     */
    record Nothing<T>(T state, String summary) implements TargetResult<T> {}

    /**
     * The step has failed.
     *
     * @param failure why
     * @param aftermath what the target is like now
     */
    record Failed<T>(T state, ActionFailure failure, Aftermath aftermath) implements TargetResult<T> {}

    /** What a target is like after a step failed. */
    enum Aftermath {
        /** Nothing was changed. */
        UNTOUCHED,
        /** What ran before runs again, wholly; the platform saw to it. */
        RESTORED,
        /** It is to be brought back. */
        CHANGED,
        /** It is somebody else's now, or cannot be brought back: it is left alone. */
        OUT_OF_HAND
    }
}
