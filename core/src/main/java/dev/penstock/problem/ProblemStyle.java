package dev.penstock.problem;

/** Puts colour, or whatever else a terminal has, on the parts of a rendered problem. */
@FunctionalInterface
public interface ProblemStyle {

    /** Leaves all parts as they are. */
    ProblemStyle PLAIN = (part, text) -> text;

    /** A part of a rendered problem. */
    enum Part {
        /** File, line and column. */
        PLACE,
        /** The word for an error, and the caret below it. */
        ERROR,
        /** The word for a warning, and the caret below it. */
        WARNING,
        /** The word for a note, and the caret below it. */
        NOTE,
        /** The sentence that says what is wrong. */
        MESSAGE,
        /** The problem's id. */
        ID,
        /** Line numbers and the bar beside the source. */
        GUTTER,
        /** The line of the file. */
        SOURCE,
        /** The sentence that says what would be right. */
        HINT
    }

    /** The text with its style; the text must look as wide as it did. */
    String apply(Part part, String text);
}
