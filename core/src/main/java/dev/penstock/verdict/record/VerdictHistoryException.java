package dev.penstock.verdict.record;

/** The lines of a verdict's history cannot be gone on from. The message says why, in full sentences. */
public final class VerdictHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VerdictHistoryException(String message) {
        super(message);
    }

    VerdictHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
