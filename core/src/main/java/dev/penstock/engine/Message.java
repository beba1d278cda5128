package dev.penstock.engine;

import dev.penstock.observe.ResourceId;
import dev.penstock.observe.Sighting;

/** What the driver of an execution is told. */
sealed interface Message {

    /** The first facts are durable: do what they ask for. */
    record Begun() implements Message {}

    /** Go on from where the execution is. */
    record GoOn() implements Message {}

    /** There may be signals in the journal. */
    record LookForSignals() implements Message {}

    /**
     * A step has come to something.
     *
     * @param round which step of the action it was
     */
    record StepEnded(ActionAttempt action, int round, Stepped stepped) implements Message {}

    /** Nothing has happened, but it may be time to give the execution back. */
    record LetGo() implements Message {}

    /** The time that an action waits for has come. */
    record Due(ActionAttempt action) implements Message {}

    /** Something new was seen of what an action waits for. */
    record Sighted(ActionAttempt action, ResourceId resource, Sighting sighting) implements Message {}

    /** An action has taken longer than it may. */
    record DeadlinePassed(ActionAttempt action) implements Message {}
}
