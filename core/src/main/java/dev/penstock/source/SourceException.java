package dev.penstock.source;

import dev.penstock.action.TransientFault;
import java.io.IOException;

/** A source cannot be had; the message says which, why, and what would help. */
public final class SourceException extends IOException implements TransientFault {

    private static final long serialVersionUID = 1L;

    private final boolean transientFault;

    /** A source that cannot be had. */
    public SourceException(String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.transientFault = transientFault;
    }

    /** A source that cannot be had, however often one asks. */
    public SourceException(String message) {
        super(message);
        this.transientFault = false;
    }

    @Override
    public boolean isTransient() {
        return transientFault;
    }
}
