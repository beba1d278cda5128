package dev.penstock.aws.journal;

import java.util.List;

/** Nobody could tell whether a write was made. */
final class Unsettled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Long> writes;

    Unsettled(RuntimeException cause, List<Long> writes) {
        super(cause.getMessage(), cause);
        this.writes = writes;
    }

    /** The numbers of the writes; one of them may be in the head. */
    List<Long> writes() {
        return writes;
    }
}
