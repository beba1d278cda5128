package dev.penstock.beanstalk;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import java.util.List;

/** Ends a step: the action has failed. Never leaves this package. */
final class BeanstalkFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    BeanstalkFailure(String code, String message) {
        this(code, message, List.of());
    }

    BeanstalkFailure(String code, String message, List<String> details) {
        this(new ActionFailure(Kind.FAILED, code, message, details));
    }

    BeanstalkFailure(ActionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    ActionFailure failure() {
        return failure;
    }
}
