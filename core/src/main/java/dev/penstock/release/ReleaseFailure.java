package dev.penstock.release;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import java.util.List;

/** Ends a step of a deploy action: the action has failed. Never leaves the action. */
public final class ReleaseFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ActionFailure failure;

    /** A plain failure. */
    public ReleaseFailure(String code, String message) {
        this(code, message, List.of());
    }

    /** A plain failure with further lines. */
    public ReleaseFailure(String code, String message, List<String> details) {
        this(new ActionFailure(Kind.FAILED, code, message, details));
    }

    /** A failure of any kind. */
    public ReleaseFailure(ActionFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** What the action ends with. */
    public ActionFailure failure() {
        return failure;
    }
}
