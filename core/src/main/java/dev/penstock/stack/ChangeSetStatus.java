package dev.penstock.stack;

/** How far the making of a change set is ({@code ChangeSetStatus}). */
public enum ChangeSetStatus {
    CREATE_PENDING,
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    /** It cannot be executed: its making failed, or there is nothing to change. */
    FAILED,
    DELETE_PENDING,
    DELETE_IN_PROGRESS,
    /** It is not there any more, or never was. */
    DELETE_COMPLETE,
    DELETE_FAILED,
    /** A status that is newer than this version of Penstock; nothing is concluded from it. */
    UNKNOWN;

    /** Whether it is being made. */
    public boolean isUnderWay() {
        return switch (this) {
            case CREATE_PENDING, CREATE_IN_PROGRESS, UNKNOWN -> true;
            case CREATE_COMPLETE, FAILED, DELETE_PENDING, DELETE_IN_PROGRESS, DELETE_COMPLETE, DELETE_FAILED -> false;
        };
    }
}
