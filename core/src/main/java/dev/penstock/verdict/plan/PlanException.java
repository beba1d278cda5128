package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;
import java.util.Objects;

/** A question that no plan answers. The message says what would be right. */
public final class PlanException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    PlanException(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The kind of problem, with its stable id. */
    public ProblemType type() {
        return type;
    }
}
