package dev.penstock.verdict.argo;

/** A condition that cannot be read, or not be evaluated on what was measured. The message says why. */
public final class ConditionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConditionException(String message) {
        super(message);
    }
}
