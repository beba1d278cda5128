package dev.penstock.stack;

/**
 * The status of a stack ({@code StackStatus} of the CloudFormation API).
 *
 * <p>A status in progress whose name has {@code CLEANUP} is the end of an operation all the same: what was asked for is in
 * place, and what it replaced is being removed.
 */
public enum StackStatus {
    CREATE_IN_PROGRESS(Phase.BUSY),
    CREATE_FAILED(Phase.BROKEN),
    CREATE_COMPLETE(Phase.READY),
    ROLLBACK_IN_PROGRESS(Phase.BUSY),
    ROLLBACK_FAILED(Phase.BROKEN),
    ROLLBACK_COMPLETE(Phase.BROKEN),
    DELETE_IN_PROGRESS(Phase.BUSY),
    DELETE_FAILED(Phase.BROKEN),
    DELETE_COMPLETE(Phase.ABSENT),
    UPDATE_IN_PROGRESS(Phase.BUSY),
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS(Phase.CLEANING_UP),
    UPDATE_COMPLETE(Phase.READY),
    UPDATE_FAILED(Phase.BROKEN),
    UPDATE_ROLLBACK_IN_PROGRESS(Phase.BUSY),
    UPDATE_ROLLBACK_FAILED(Phase.BROKEN),
    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS(Phase.CLEANING_UP),
    UPDATE_ROLLBACK_COMPLETE(Phase.READY),
    REVIEW_IN_PROGRESS(Phase.ABSENT),
    IMPORT_IN_PROGRESS(Phase.BUSY),
    IMPORT_COMPLETE(Phase.READY),
    IMPORT_ROLLBACK_IN_PROGRESS(Phase.BUSY),
    IMPORT_ROLLBACK_FAILED(Phase.BROKEN),
    IMPORT_ROLLBACK_COMPLETE(Phase.READY),
    /** A status that is newer than this version of Penstock; nothing is concluded from it. */
    UNKNOWN(Phase.BUSY);

    private final Phase phase;

    StackStatus(Phase phase) {
        this.phase = phase;
    }

    /** What a stack with this status can take. */
    public Phase phase() {
        return phase;
    }

    /** Whether an operation has come to its end: in {@code *_CLEANUP_IN_PROGRESS} it has. */
    public boolean endsAnOperation() {
        return phase != Phase.BUSY && this != REVIEW_IN_PROGRESS;
    }

    /** What a stack can take. */
    public enum Phase {
        /** It has no resources: it is gone, or was never executed. */
        ABSENT,
        /** It can be updated. */
        READY,
        /** An operation is under way. */
        BUSY,
        /** An operation has ended, and what it replaced is being removed; the next has to wait for that. */
        CLEANING_UP,
        /** An operation failed, and an update is refused until something else was done. */
        BROKEN
    }
}
