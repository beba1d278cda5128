package dev.penstock.stack;

import java.util.List;

/** What leads from a stack's status towards what is wanted of it. */
public sealed interface Road {

    /**
     * What is wanted can be asked for.
     *
     * @param type whether the stack is to be created or changed
     */
    record Go(ChangeSetType type) implements Road {}

    /** The stack can be deleted, as is wanted. */
    record Delete() implements Road {}

    /**
     * Nothing has to be done.
     *
     * @param why in words
     */
    record Done(String why) implements Road {}

    /**
     * Something is under way that has to end first.
     *
     * @param why in words
     */
    record Wait(String why) implements Road {}

    /**
     * Something else has to be done first, and may be.
     *
     * @param recovery what
     * @param skip for {@link Recovery#SKIP_IN_ROLLBACK}, what is left out
     * @param why in words
     */
    record Recover(Recovery recovery, List<String> skip, String why) implements Road {

        public Recover {
            skip = List.copyOf(skip);
        }
    }

    /**
     * A person has to decide.
     *
     * @param why how the stack is, and why that stands in the way: a full sentence
     * @param wayOut what would help, and what it costs: a full sentence
     * @param command the command that does it; empty if there is none
     */
    record Stop(String why, String wayOut, String command) implements Road {}

    /** What can be done about a stack that an operation left broken. */
    enum Recovery {
        /** Delete it: nothing of it is in use. */
        DELETE,
        /** Let the rollback go on that failed. */
        CONTINUE_ROLLBACK,
        /** Let it go on without the resources that it failed at. */
        SKIP_IN_ROLLBACK,
        /** Take back an operation that failed and was left as it was. */
        ROLL_BACK
    }
}
