package dev.penstock.stack;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import java.util.List;

/** Ends a step: the action has failed. Never leaves this package. */
final class StackFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    StackFailure(String code, String message) {
        this(code, message, List.of());
    }

    StackFailure(String code, String message, List<String> details) {
        this(new ActionFailure(Kind.FAILED, code, message, details));
    }

    StackFailure(ActionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    ActionFailure failure() {
        return failure;
    }
}
