package dev.penstock.stack.set;

/** Where a stack set action or a stack instances action is. */
sealed interface StackSetState {

    /** About to look what is there. */
    record Begun() implements StackSetState {}

    /** About to make the instances that are missing. */
    record Adding() implements StackSetState {}

    /** About to bring the stack set, or the instances that were there before, to what is wanted. */
    record Updating() implements StackSetState {}

    /**
     * Follows an operation.
     *
     * @param operation its id
     * @param isLast whether the action ends with it; otherwise instances were added, and the update follows
     * @param progress how far it is, in words
     */
    record Following(String operation, boolean isLast, String progress) implements StackSetState {}
}
