package dev.penstock.time;

import java.time.Instant;

/** Has a runner called that is not there while nothing is due. */
@FunctionalInterface
public interface WakeUps {

    /**
     * Has the runner called at a time or soon after, once, however often that is asked for the same second. A time that has
     * passed means as soon as possible.
     *
     * @throws dev.penstock.action.RemoteCallException if it cannot be arranged
     */
    void at(Instant due);
}
