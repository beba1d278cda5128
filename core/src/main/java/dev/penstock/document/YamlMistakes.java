package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Words the YAML parser's complaints as people need them: what is wrong at which place, and what usually mends it. */
final class YamlMistakes {

    private YamlMistakes() {}

    static void report(YamlEngineException e, SourceText source, Problems problems) {
        switch (e) {
            case ReaderException reader ->
                problems.report(
                        ProblemType.YAML_CHARACTER,
                        source.spanAt(offsetOf(source.content(), reader.getPosition())),
                        "",
                        String.format("YAML does not allow the character U+%04X.", reader.getCodePoint()),
                        "Remove it, or write it as an escape in double quotes.");
            case MarkedYamlEngineException marked -> syntax(marked, source, problems);
            default ->
                problems.report(
                        ProblemType.YAML_SYNTAX, SourceSpan.ofFile(source.file()), "", "The YAML cannot be parsed.");
        }
    }

    private static int offsetOf(String content, int codePoint) {
        int within = Math.min(Math.max(codePoint, 0), content.codePointCount(0, content.length()));
        return content.offsetByCodePoints(0, within);
    }

    private static void syntax(MarkedYamlEngineException e, SourceText source, Problems problems) {
        SourceSpan span = e.getProblemMark()
                .or(e::getContextMark)
                .map(mark -> span(source, mark))
                .orElseGet(() -> SourceSpan.ofFile(source.file()));
        String complaint = e.getProblem() == null ? "it cannot be parsed" : e.getProblem();
        String context = e.getContext() == null || e.getContext().isEmpty()
                ? ""
                : " (" + e.getContext() + contextPlace(e, source) + ")";
        String message = message(complaint) + context + ".";
        String hint = hint(complaint);
        if (hint.isEmpty()) {
            problems.report(ProblemType.YAML_SYNTAX, span, "", message);
        } else {
            problems.report(ProblemType.YAML_SYNTAX, span, "", message, hint);
        }
    }

    private static String contextPlace(MarkedYamlEngineException e, SourceText source) {
        return e.getContextMark()
                .map(mark -> span(source, mark))
                .map(span -> " at line " + span.line() + ", column " + span.column())
                .orElse("");
    }

    private static SourceSpan span(SourceText source, Mark mark) {
        return new SourceSpan(source.file(), mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String message(String complaint) {
        if (complaint.contains("TAB")) {
            return "A tab stands where YAML takes spaces only";
        }
        if (complaint.startsWith("mapping values are not allowed")) {
            return "A colon makes this a key, and no key is allowed here";
        }
        if (complaint.startsWith("could not find expected ':'")) {
            return "A key without its colon ends here";
        }
        String plain = complaint.replace("<block end>", "the end of the block").replace('\n', ' ');
        return Character.toUpperCase(plain.charAt(0)) + Words.shorten(plain).substring(1);
    }

    private static String hint(String complaint) {
        if (complaint.contains("TAB")) {
            return "Indent with spaces.";
        }
        if (complaint.startsWith("mapping values are not allowed")) {
            return "Put text that holds a colon and a space in quotes, or mend the indentation of this line.";
        }
        if (complaint.startsWith("could not find expected ':'")) {
            return "Write key: value; a text of several lines needs | or quotes, and indentation.";
        }
        if (complaint.contains("expected <block end>")) {
            return "Bring this line to the indentation of the entries that it belongs to.";
        }
        if (complaint.contains("cannot start any token")) {
            return "Put text that starts with a special character in quotes.";
        }
        if (complaint.contains("unexpected end of stream")) {
            return "Close the quote.";
        }
        return "";
    }
}
