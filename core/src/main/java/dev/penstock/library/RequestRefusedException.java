package dev.penstock.library;

import java.util.Objects;

/**
 * What was asked of an execution does not fit where it stands. Nothing has changed. The message says why, in full sentences;
 * {@link #id} is stable and listed in {@code docs/failures.md}.
 */
public final class RequestRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String id;

    RequestRefusedException(String id, String message) {
        super(message);
        this.id = Objects.requireNonNull(id, "id");
    }

    /** Which of the reasons it is, such as {@code PEN-REQUEST-001}. */
    public String id() {
        return id;
    }
}
