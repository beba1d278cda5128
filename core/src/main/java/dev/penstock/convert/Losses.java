package dev.penstock.convert;

import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;

/** Collects what cannot be carried over. */
final class Losses {

    private final Problems problems = new Problems();

    /**
     * Notes a loss.
     *
     * @param message what is lost, and what stands in its place if anything does: full sentences
     */
    void add(SourceSpan span, String message) {
        problems.report(ProblemType.CONVERT_LOSS, span, "", message);
    }

    /** Notes a loss that somebody can do something about. */
    void add(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.CONVERT_LOSS, span, "", message, hint);
    }

    List<Problem> list() {
        return problems.list();
    }
}
