package dev.penstock.cli.display;

/** For whom output is. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON object on each line, as {@code docs/output.md} describes. */
    JSON
}
