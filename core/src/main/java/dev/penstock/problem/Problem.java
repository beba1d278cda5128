package dev.penstock.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong with something a user wrote.
 *
 * @param id stable over releases, such as {@code PEN-PIPELINE-012}; each id has a section in {@code docs/problems.md}
 * @param severity how much it matters
 * @param span where it stands
 * @param field the path of the field in the document, such as {@code /stages/0/actions/1/runOrder}; empty for the whole
 * @param message what is wrong: one full sentence
 * @param hint what would be right: one full sentence, absent when the message already says it
 */
public record Problem(
        String id, Severity severity, SourceSpan span, String field, String message, Optional<String> hint) {

    public Problem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(hint, "hint");
    }

    /** Written out: a record's own is made when it is first called, which costs milliseconds of a start. */
    @Override
    public int hashCode() {
        return 31 * (31 * id.hashCode() + message.hashCode()) + span.line();
    }

    /** An error with a hint. */
    public static Problem error(String id, SourceSpan span, String field, String message, String hint) {
        return new Problem(id, Severity.ERROR, span, field, message, Optional.of(hint));
    }
}
