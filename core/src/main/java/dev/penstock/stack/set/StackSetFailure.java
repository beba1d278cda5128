package dev.penstock.stack.set;

import dev.penstock.execution.ActionFailure;

/** Ends a step: the action has failed. Never leaves this package. */
final class StackSetFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    StackSetFailure(ActionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    ActionFailure failure() {
        return failure;
    }
}
