package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import java.util.Optional;

/**
 * Is told how what an action does to each of its stacks begins and ends. The context is in the stack's account and Region. What it
 * is told may be told again, after a call that failed or a death of the runner.
 */
public interface StackListener {

    /** Is told nothing. */
    StackListener NONE = new StackListener() {
        @Override
        public void begins(ActionContext context, String target, String stack) {}

        @Override
        public void ended(ActionContext context, String target, String stack, Optional<ActionFailure> failure) {}
    };

    /**
     * Nothing was done yet.
     *
     * @param target the name of the target of a deployment in waves; empty for the one stack that an action names
     * @param stack the stack's name
     */
    void begins(ActionContext context, String target, String stack);

    /**
     * It has ended.
     *
     * @param failure absent if it went well
     */
    void ended(ActionContext context, String target, String stack, Optional<ActionFailure> failure);
}
