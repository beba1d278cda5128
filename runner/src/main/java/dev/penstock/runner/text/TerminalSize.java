package dev.penstock.runner.text;

/**
 * How large a terminal is.
 *
 * @param columns at least {@link #NARROWEST}; where the terminal is narrower, its own wrapping takes over
 * @param rows at least 4
 */
public record TerminalSize(int columns, int rows) {

    /** The narrowest width that anything is laid out for. */
    public static final int NARROWEST = 60;

    /** What is taken where nothing is known. */
    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    public TerminalSize {
        columns = Math.max(NARROWEST, columns);
        rows = Math.max(4, rows);
    }
}
