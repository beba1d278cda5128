package dev.penstock.schema;

/** Whether a revision works with a schema. */
public sealed interface Fit {

    /** It does. */
    record Works() implements Fit {}

    /**
     * It needs a migration that was not applied.
     *
     * @param migration that it was written for
     */
    record Lacks(String migration) implements Fit {}

    /**
     * What it needs was taken away.
     *
     * @param contract the migration that did so
     * @param from the oldest migration that a revision must have been written for to work after it
     */
    record Broken(String contract, String from) implements Fit {}
}
