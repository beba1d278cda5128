package dev.penstock.engine;

import java.util.Objects;

/**
 * Nothing of an execution takes an instruction. The message says why, in full sentences; {@link #id} is stable and listed
 * in {@code docs/failures.md}.
 */
public final class InstructionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String id;

    InstructionRefusedException(String id, String message) {
        super(message);
        this.id = Objects.requireNonNull(id, "id");
    }

    /** Which of the reasons it is, such as {@code PEN-INSTRUCT-001}. */
    public String id() {
        return id;
    }
}
