package dev.penstock.problem;

import java.util.Objects;

/**
 * A place in a file that a person wrote.
 *
 * @param file the file as the user named it, or a label such as {@code <stdin>}; never empty
 * @param line the line, counted from 1; 0 when the whole file is meant
 * @param column the column in characters, counted from 1; 0 when the whole line or file is meant
 */
public record SourceSpan(String file, int line, int column) {

    public SourceSpan {
        Objects.requireNonNull(file, "file");
        if (file.isEmpty()) {
            throw new IllegalArgumentException("a source span needs the name of its file");
        }
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("line and column are counted from 1, got " + line + ":" + column);
        }
    }

    /** The whole of a file. */
    public static SourceSpan ofFile(String file) {
        return new SourceSpan(file, 0, 0);
    }

    /** {@code file:line:column}, without the parts that are not known: the form that editors and terminals link. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
