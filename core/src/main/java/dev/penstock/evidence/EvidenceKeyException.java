package dev.penstock.evidence;

/** A key that cannot be used. The message is a full sentence, without the key. */
public final class EvidenceKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A key that cannot be used. */
    public EvidenceKeyException(String message) {
        super(message);
    }

    /** A key that cannot be used, and what came of trying. */
    public EvidenceKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
