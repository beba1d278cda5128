package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.List;

/** Where a step of work stands. */
sealed interface StepOutcome {

    /** It is done: the next one begins. */
    record Done() implements StepOutcome {}

    /**
     * It is looked at again then, or earlier when something happens.
     *
     * @param until when
     */
    record Waiting(Instant until) implements StepOutcome {}

    /**
     * It failed, and the work with it.
     *
     * @param errors what is told, in order
     */
    record Failed(List<String> errors) implements StepOutcome {
        public Failed {
            errors = List.copyOf(errors);
        }
    }

    /** The work is over. */
    record Over() implements StepOutcome {}
}
