package dev.penstock.importing;

import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;

/** Collects what an import has to say. */
final class Notes {

    private final Problems problems = new Problems();

    Problems problems() {
        return problems;
    }

    boolean refused() {
        return problems.hasErrors();
    }

    List<Problem> list() {
        return problems.list();
    }

    /** Something is not carried over, and somebody may miss it. */
    void loss(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.IMPORT_LOSS, span, "", message, hint);
    }

    /** Something is done in another way, or has no meaning any more. */
    void note(SourceSpan span, String message) {
        problems.report(ProblemType.IMPORT_NOTE, span, "", message);
    }

    /** A secret has to be put somewhere else. The message never has its value. */
    void secret(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.IMPORT_SECRET, span, "", message, hint);
    }

    /** The file is of another kind. */
    void notRecognised(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.IMPORT_NOT_RECOGNISED, span, "", message, hint);
    }

    /** A value that nothing can be done without is missing or impossible. */
    void value(SourceSpan span, String field, String message, String hint) {
        problems.report(ProblemType.IMPORT_VALUE, span, field, message, hint);
    }

    /** It has to be said by the caller where to deploy to. */
    void destination(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.IMPORT_DESTINATION, span, "", message, hint);
    }
}
