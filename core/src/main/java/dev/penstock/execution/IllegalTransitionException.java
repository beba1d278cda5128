package dev.penstock.execution;

/**
 * A fact that cannot have happened to an execution in its state: a defect in Penstock, or a journal that was tampered
 * with. The message tells how the execution came to where it is.
 */
public final class IllegalTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IllegalTransitionException(String message) {
        super(message);
    }
}
