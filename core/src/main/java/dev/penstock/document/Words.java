package dev.penstock.document;

import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;

/** Wording that the readers share. */
final class Words {

    private static final int SHORT = 60;

    private Words() {}

    /** Text short enough for a message. */
    static String shorten(String text) {
        int end = Math.min(text.length(), SHORT);
        String start = Character.isHighSurrogate(text.isEmpty() ? ' ' : text.charAt(end - 1))
                ? text.substring(0, end - 1)
                : text.substring(0, end);
        return text.length() > SHORT ? start + "…" : start;
    }

    static String bracket(char close) {
        return close == '}' ? "brace" : "bracket";
    }

    /** CloudFormation takes templates in which a key is given twice, and of its values the last. */
    static Problem ofTemplate(Problem problem) {
        ProblemType type = ProblemType.TEMPLATE_DUPLICATE_KEY;
        return problem.id().equals(ProblemType.YAML_DUPLICATE_KEY.id())
                        || problem.id().equals(ProblemType.JSON_DUPLICATE_KEY.id())
                ? new Problem(
                        type.id(),
                        type.severity(),
                        problem.span(),
                        problem.field(),
                        problem.message() + " CloudFormation takes this one.",
                        problem.hint())
                : problem;
    }

    static void duplicateKey(Problems problems, ProblemType type, SourceNode.Scalar key, SourceSpan earlier) {
        problems.report(
                type,
                key.span(),
                "",
                "The key '" + shorten(key.text()) + "' is given twice; it was given first at line " + earlier.line()
                        + ", column " + earlier.column() + ".",
                "Keep one of them.");
    }
}
