package dev.penstock.stack;

/** What a change set is for ({@code ChangeSetType}). */
public enum ChangeSetType {
    /** A stack that does not exist; it is shown as {@code REVIEW_IN_PROGRESS} until the change set is executed. */
    CREATE,
    /** A stack that exists. */
    UPDATE
}
