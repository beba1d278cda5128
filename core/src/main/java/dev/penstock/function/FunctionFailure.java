package dev.penstock.function;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import java.util.List;

/** Ends a step: the release has failed. Never leaves this package. */
final class FunctionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    FunctionFailure(String code, String message) {
        this(Kind.FAILED, code, message, List.of());
    }

    FunctionFailure(Kind kind, String code, String message, List<String> details) {
        super(message);
        this.failure = new ActionFailure(kind, code, message, details);
    }

    ActionFailure failure() {
        return failure;
    }
}
