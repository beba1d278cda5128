package dev.penstock.stack;

/** Whether a change set can be executed ({@code ExecutionStatus}). */
public enum ExecutionStatus {
    UNAVAILABLE,
    AVAILABLE,
    EXECUTE_IN_PROGRESS,
    EXECUTE_COMPLETE,
    EXECUTE_FAILED,
    /** The stack was changed after the change set was made. */
    OBSOLETE,
    /** A status that is newer than this version of Penstock; nothing is concluded from it. */
    UNKNOWN
}
