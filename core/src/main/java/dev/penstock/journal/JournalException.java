package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.Optional;

/** Why the journal did not do what was asked. In every case nothing was changed. */
public abstract sealed class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private JournalException(String message) {
        super(message);
    }

    private JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The execution is at another version than expected: somebody else has appended. */
    public static final class VersionConflict extends JournalException {
        private static final long serialVersionUID = 1L;

        public VersionConflict(ExecutionId execution, long expected, long found) {
            super("execution " + execution + " is at version " + found + ", not at " + expected);
        }
    }

    /** The execution is no longer held with this fence: another runner has taken it, or it was given back. */
    public static final class FencedOff extends JournalException {
        private static final long serialVersionUID = 1L;

        public FencedOff(ExecutionId execution, Fence fence, Optional<RunnerId> holder) {
            super("runner " + fence.runner() + " may no longer write to execution " + execution + ": "
                    + holder.map(runner -> "it was taken over by runner " + runner)
                            .orElse("it was given back and is nobody's"));
        }
    }

    /** Another runner that is alive holds the execution. */
    public static final class Held extends JournalException {
        private static final long serialVersionUID = 1L;

        private final RunnerId holder;

        public Held(ExecutionId execution, RunnerId holder) {
            super("execution " + execution + " is being run by " + holder);
            this.holder = holder;
        }

        /** Who holds it. */
        public RunnerId holder() {
            return holder;
        }
    }

    /** A claim is held, or waited for, by another execution. */
    public static final class ClaimRefused extends JournalException {
        private static final long serialVersionUID = 1L;

        public ClaimRefused(String claim, ExecutionId by) {
            super("'" + claim + "' is held by execution " + by);
        }
    }

    /** There is no such execution. */
    public static final class Unknown extends JournalException {
        private static final long serialVersionUID = 1L;

        public Unknown(ExecutionId execution) {
            super("there is no execution " + execution + " in this journal");
        }
    }

    /** The execution goes on in another journal. */
    public static final class Moved extends JournalException {
        private static final long serialVersionUID = 1L;

        public Moved(ExecutionId execution, String to) {
            super("execution " + execution + " has moved to " + to);
        }
    }

    /** There is an execution of that id which is not the one that was to be restored. */
    public static final class Differs extends JournalException {
        private static final long serialVersionUID = 1L;

        public Differs(ExecutionId execution) {
            super("execution " + execution + " is in this journal already, and is not the same");
        }
    }

    /** The store takes nothing at the moment: disk full, locked for too long, not reachable. */
    public static final class Unavailable extends JournalException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store is damaged, or was written by a newer version; the message says what and where. */
    public static final class Damaged extends JournalException {
        private static final long serialVersionUID = 1L;

        public Damaged(String message) {
            super(message);
        }

        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The journal was closed. */
    public static final class Closed extends JournalException {
        private static final long serialVersionUID = 1L;

        public Closed() {
            super("the journal is closed");
        }
    }
}
