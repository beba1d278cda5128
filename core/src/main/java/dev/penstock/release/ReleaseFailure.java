package dev.penstock.release;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import java.util.List;

/** Ends a step: the action has failed. Never leaves this package. */
final class ReleaseFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    ReleaseFailure(String code, String message) {
        this(code, message, List.of());
    }

    ReleaseFailure(String code, String message, List<String> details) {
        this(new ActionFailure(Kind.FAILED, code, message, details));
    }

    ReleaseFailure(ActionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    ActionFailure failure() {
        return failure;
    }
}
