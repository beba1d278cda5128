package dev.penstock.problem;

import java.util.Optional;

/** Knows the lines of the files that problems are in, so that they can be shown. */
@FunctionalInterface
public interface SourceLines {

    /** No lines are known. */
    SourceLines NONE = (file, line) -> Optional.empty();

    /**
     * A line of a file, without its line end.
     *
     * @param file as in {@link SourceSpan#file()}
     * @param line counted from 1
     * @return empty when the file or the line is not known
     */
    Optional<String> line(String file, int line);
}
