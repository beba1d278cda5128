package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.util.Objects;

/** Settings of a verdict that cannot be. The message says what would be right. */
public final class VerdictSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final String field;

    VerdictSettingsException(ProblemType type, String field, String message) {
        super(message);
        this.type = type;
        this.field = field;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The kind of problem, with its stable id. */
    public ProblemType type() {
        return type;
    }

    /** The setting that it is about, by the name that it has in a file, such as {@code falseRollback}. */
    public String field() {
        return field;
    }

    /** Refuses a number that is not between two others. */
    static void range(String field, double value, double above, double atMost, String what) {
        if (!(value > above && value <= atMost)) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_VALUE, field, "'" + field + "' is " + value + ". It is " + what + ".");
        }
    }
}
