package dev.penstock.stack;

import dev.penstock.action.AwsScope;

/** Decides whether a change set that Penstock made may be executed without a person's word. Asked before every execution. */
@FunctionalInterface
public interface ChangeSetGate {

    /** Lets every change set through. */
    ChangeSetGate OPEN = (scope, action, changes) -> new Verdict.Pass("");

    /**
     * Judges a change set.
     *
     * @param action the name of the action that would execute it
     * @param changes complete and executable
     */
    Verdict judge(AwsScope scope, String action, ChangeSet changes);

    /** What the gate says. */
    sealed interface Verdict {

        /**
         * It may be executed.
         *
         * @param summary what will happen, in words for people, told before it does; may be empty
         */
        record Pass(String summary) implements Verdict {}

        /**
         * A person has to say so. The approval is bound to this change set's {@linkplain ChangeSet#digest digest}.
         *
         * @param question what is asked: what would be lost or interrupted, and why
         */
        record Ask(String question) implements Verdict {}

        /**
         * It may not be executed, whoever says so.
         *
         * @param reason a full sentence
         */
        record Refuse(String reason) implements Verdict {}
    }
}
