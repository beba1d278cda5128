package dev.penstock.action;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.GraphPoint;
import dev.penstock.execution.Wait;
import java.util.Optional;

/**
 * What comes after a step.
 *
 * @param <S> the states of the action
 */
public sealed interface StepResult<S> {

    /**
     * The state is made durable, and the next step is asked with it at once.
     *
     * @param state the new state
     * @param summary where the action is, in a few words for people; may be empty
     */
    record Next<S>(S state, String summary) implements StepResult<S> {}

    /**
     * The state is made durable, and the next step is asked when the wait is over. A state that is equal to the one
     * before costs no write.
     *
     * @param state the new state
     * @param until what it waits for
     * @param summary where the action is, in a few words for people; may be empty
     */
    record Await<S>(S state, Wait until, String summary) implements StepResult<S> {}

    /**
     * What comes after the action in the pipeline may begin, and the action goes on: the state is made durable, and the next step is
     * asked with it at once. At most once for an attempt, but for each point of its release graph once. Until it ends, its stage is not free for another execution and the execution
     * is not over; if it fails after all, nothing more is begun, and the execution ends as it failed.
     *
     * @param state the new state
     * @param result what it puts out for those that come after it
     * @param summary where the action is, in a few words for people; may be empty
     * @param point how far it has come in its release graph; absent if it is of none
     */
    record Pass<S>(S state, ActionResult result, String summary, Optional<GraphPoint> point) implements StepResult<S> {

        /** Of an action that is of no release graph. */
        public Pass(S state, ActionResult result, String summary) {
            this(state, result, summary, Optional.empty());
        }
    }

    /**
     * The action has succeeded.
     *
     * @param result what it puts out
     */
    record Succeed<S>(ActionResult result) implements StepResult<S> {}

    /**
     * The action has failed.
     *
     * @param failure why
     */
    record Fail<S>(ActionFailure failure) implements StepResult<S> {}
}
