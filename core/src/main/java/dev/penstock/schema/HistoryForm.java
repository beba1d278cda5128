package dev.penstock.schema;

/** What a program prints that tells the history of a schema. */
public enum HistoryForm {
    /** The JSON of {@code flyway info -outputType=json}. */
    FLYWAY,
    /** The tables of {@code liquibase history}. */
    LIQUIBASE,
    /** A migration's id on each line, in the order in which they were applied. */
    LINES
}
