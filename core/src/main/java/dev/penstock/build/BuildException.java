package dev.penstock.build;

import java.io.IOException;

/** A build could not be run at all. The message is a full sentence that says what to do. */
public final class BuildException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * A build that could not be run.
     *
     * @param code stable, such as {@code PEN-BUILD-003}
     */
    public BuildException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}
