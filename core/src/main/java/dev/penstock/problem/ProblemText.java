package dev.penstock.problem;

import dev.penstock.problem.ProblemStyle.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders problems for people: place, severity, sentence and id on one line, in the form that editors and terminals link,
 * then the line of the file with a mark under what is meant, then what would be right.
 *
 * <p>Whatever comes from a file is made harmless: control characters, with which a file could drive a terminal, are shown
 * as U+FFFD. A line that holds a secret is not shown.
 */
public final class ProblemText {

    private static final int LONGEST_LINE = 4096;

    /** Of problems whose line holds a secret. */
    private static final Set<String> SECRETS = Set.of(
            ProblemType.SETTINGS_SECRET.id(),
            ProblemType.RUN_SECRET.id(),
            ProblemType.LINT_SECRET.id(),
            ProblemType.IMPORT_SECRET.id());

    private final SourceLines lines;
    private final ProblemStyle style;
    private final int width;

    /**
     * A renderer.
     *
     * @param lines where lines of files are had from
     * @param style colours
     * @param width columns of the terminal, at least 40; only lines of files are cut to it
     */
    public ProblemText(SourceLines lines, ProblemStyle style, int width) {
        this.lines = lines;
        this.style = style;
        this.width = Math.max(40, width);
    }

    /** All problems, an empty line between each, ending in a line end; empty when there are none. */
    public String render(List<Problem> problems) {
        Set<SourceSpan> secret = secretLines(problems);
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems) {
            out.append(out.isEmpty() ? "" : "\n").append(render(problem, secret));
        }
        return out.toString();
    }

    /** Lines that hold a secret, as one of the problems says: they are shown with none of them. */
    private static Set<SourceSpan> secretLines(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> SECRETS.contains(problem.id()))
                .map(problem -> lineOf(problem.span()))
                .collect(Collectors.toSet());
    }

    private static SourceSpan lineOf(SourceSpan span) {
        return new SourceSpan(span.file(), span.line(), 0);
    }

    /** One problem, ending in a line end. */
    public String render(Problem problem) {
        return render(problem, secretLines(List.of(problem)));
    }

    private String render(Problem problem, Set<SourceSpan> secret) {
        Part severity = severity(problem);
        StringBuilder out = new StringBuilder()
                .append(style.apply(Part.PLACE, harmless(problem.span().toString())))
                .append(": ")
                .append(style.apply(severity, word(problem.severity())))
                .append(": ")
                .append(style.apply(Part.MESSAGE, harmless(problem.message())))
                .append(' ')
                .append(style.apply(Part.ID, "[" + problem.id() + "]"))
                .append('\n');
        int line = problem.span().line();
        String gutter = " ".repeat(Math.max(3, String.valueOf(line).length()));
        Optional<String> source = line == 0 || secret.contains(lineOf(problem.span()))
                ? Optional.empty()
                : lines.line(problem.span().file(), line);
        source.map(text -> excerpt(text, problem.span().column(), width - gutter.length() - 5))
                .ifPresent(excerpt -> excerpt(out, excerpt, gutter, line, severity));
        problem.hint()
                .ifPresent(hint -> out.append(style.apply(Part.GUTTER, "  " + gutter + "= "))
                        .append(style.apply(Part.HINT, harmless(hint)))
                        .append('\n'));
        return out.toString();
    }

    /** Of a line that is as long as a whole file, only what is near the place is looked at. */
    private static Excerpt excerpt(String line, int column, int columns) {
        int from = line.length() <= LONGEST_LINE ? 0 : Math.clamp(column - LONGEST_LINE / 2, 0, line.length());
        String near = line.substring(from, Math.min(line.length(), from + LONGEST_LINE));
        return Excerpt.of(harmless(near), column == 0 ? 0 : column - from, columns);
    }

    private void excerpt(StringBuilder out, Excerpt excerpt, String gutter, int line, Part severity) {
        String number = String.valueOf(line);
        String padded = " ".repeat(gutter.length() - number.length()) + number;
        out.append(style.apply(Part.GUTTER, " " + padded + " | "))
                .append(style.apply(Part.SOURCE, excerpt.text()))
                .append('\n');
        if (excerpt.markLength() > 0) {
            out.append(style.apply(Part.GUTTER, " " + gutter + " | "))
                    .append(" ".repeat(excerpt.markStart()))
                    .append(style.apply(severity, "^".repeat(excerpt.markLength())))
                    .append('\n');
        }
    }

    /** {@code 2 errors, 1 warning}: how many there are of each severity; empty when there are none. */
    public static String summary(List<Problem> problems) {
        StringBuilder out = new StringBuilder();
        for (Severity severity : Severity.values()) {
            long count = problems.stream()
                    .filter(problem -> problem.severity() == severity)
                    .count();
            if (count > 0) {
                out.append(out.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(word(severity))
                        .append(count == 1 ? "" : "s");
            }
        }
        return out.toString();
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    private static Part severity(Problem problem) {
        return switch (problem.severity()) {
            case ERROR -> Part.ERROR;
            case WARNING -> Part.WARNING;
            case NOTE -> Part.NOTE;
        };
    }

    /** The text with tabs as spaces and without anything that a terminal would act on or that would hide text. */
    private static String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean directed = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            if (c == '\t') {
                out.append(' ');
            } else if (Character.isISOControl(c) || directed) {
                out.append('\uFFFD');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
