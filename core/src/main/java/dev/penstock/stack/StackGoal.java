package dev.penstock.stack;

/** What is wanted of a stack. */
public enum StackGoal {
    /** That it be as a template says, whether it exists or not ({@code CREATE_UPDATE}). */
    DEPLOY,
    /** The same, and that a stack that failed be deleted first ({@code REPLACE_ON_FAILURE}). */
    REPLACE,
    /** A change set, not executed yet ({@code CHANGE_SET_REPLACE}). */
    PROPOSE,
    /** That a change set be executed which is there ({@code CHANGE_SET_EXECUTE}). */
    EXECUTE,
    /** That it be gone ({@code DELETE_ONLY}). */
    DELETE
}
