package dev.penstock.importing;

import dev.penstock.problem.SourceSpan;
import java.util.Objects;

/** A line of shell, and where it stands. */
record TravisCommand(String text, SourceSpan span) {

    TravisCommand {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(span, "span");
    }
}
