package dev.penstock.execution;

import java.util.List;

/** What follows from the state of an execution. */
public sealed interface Decision {

    /** It comes to a stage: it is to be entered, or queued for while another execution is in it. */
    record ComeTo(String stage) implements Decision {}

    /** Actions of the stage that it is in, or rules of one of its conditions, are to be started, side by side. */
    record Start(String stage, List<String> actions) implements Decision {

        public Start {
            actions = List.copyOf(actions);
        }
    }

    /** A fact follows. */
    record Record(ExecutionEvent event) implements Decision {}

    /** Actions that run are to be abandoned. */
    record Abandon(String stage, List<String> actions) implements Decision {

        public Abandon {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The stage is to go back to what succeeded last in it.
     *
     * @param cause why, in a sentence
     */
    record RollBack(String stage, String cause) implements Decision {}

    /** Nothing, until an action ends or somebody says something. */
    record Wait() implements Decision {}
}
