package dev.penstock.action;

import java.util.Objects;

/**
 * What somebody tells an action that goes on. Which kinds an action takes is said by {@link ActionProvider#instructions}.
 *
 * @param kind what it is told
 * @param by who tells it
 * @param reason why; may be empty
 */
public record Instruction(Kind kind, String by, String reason) {

    public Instruction {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }

    /** Who gave it and why, in words: {@code ann: checkout is being looked at}. */
    public String source() {
        return reason.isEmpty() ? by : by + ": " + reason;
    }

    /** What an action can be told. An action that is there already stays as it is. */
    public enum Kind {
        /** Stay where it is until it is told to go on. What watches over it goes on. */
        PAUSE("pause"),
        /** Go on from where it was paused. */
        CONTINUE("continue"),
        /** Skip what is left of the wait or the judgement that it is at, and go on. */
        PROMOTE("promote"),
        /** Take back what it has done. */
        ROLL_BACK("rollback");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word that people give it by. */
        public String word() {
            return word;
        }
    }
}
