package dev.penstock.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects problems, so that all of them are reported at once. Not thread-safe: one collector belongs to one reading of
 * one file.
 */
public final class Problems {

    /** Beyond this many, further problems are counted only: nobody reads them, and a hostile file could make millions. */
    public static final int LIMIT = 1000;

    /** Written out: comparators that are composed cost milliseconds of a start, as no class-data archive holds them. */
    private static final Comparator<Problem> BY_PLACE = (one, other) -> {
        int byFile = one.span().file().compareTo(other.span().file());
        int byLine = Integer.compare(one.span().line(), other.span().line());
        int byColumn = Integer.compare(one.span().column(), other.span().column());
        return byFile != 0 ? byFile : byLine != 0 ? byLine : byColumn;
    };

    private final List<Problem> collected = new ArrayList<>();
    private int errors;

    /** Adds a problem. */
    public void add(Problem problem) {
        if (problem.severity() == Severity.ERROR) {
            errors++;
        }
        if (collected.size() < LIMIT) {
            collected.add(problem);
        }
    }

    /** Adds all of them. */
    public void addAll(Iterable<Problem> problems) {
        problems.forEach(this::add);
    }

    /**
     * Adds a problem of that type whose message already says what would be right.
     *
     * @param field path of the field in the document; empty for the whole
     */
    public void report(ProblemType type, SourceSpan span, String field, String message) {
        add(new Problem(type.id(), type.severity(), span, field, message, Optional.empty()));
    }

    /**
     * Adds a problem of that type.
     *
     * @param field path of the field in the document; empty for the whole
     * @param hint what would be right
     */
    public void report(ProblemType type, SourceSpan span, String field, String message, String hint) {
        add(new Problem(type.id(), type.severity(), span, field, message, Optional.of(hint)));
    }

    /** Whether one of them is an error. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** How many errors were added, counting those beyond the limit. */
    public int errorCount() {
        return errors;
    }

    /** The problems in the order of their places; those of one place in the order found. At most {@link #LIMIT}. */
    public List<Problem> list() {
        return collected.stream().sorted(BY_PLACE).toList();
    }
}
