package dev.penstock.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is and what happens when a time comes. Everything in Penstock that waits, waits here, so that a run
 * against the simulated AWS can share one virtual clock with it.
 *
 * <p>On a virtual clock time stands still while anybody is {@linkplain #busy() busy} and jumps to the next due alarm when
 * nobody is. Whoever is about to wait for an alarm must set it before it stops being busy.
 */
public interface EngineClock extends InstantSource {

    /**
     * Runs a task once a time has come; at once if it has passed. Tasks are short: they hand work on and never block.
     *
     * @return the alarm, to cancel it
     */
    Alarm at(Instant due, Runnable task);

    /**
     * Like {@link #at}, but for what people usually end before its time, such as an approval: a virtual clock does not
     * jump for its sake.
     */
    Alarm atTheLatest(Instant due, Runnable task);

    /** Says that the caller works, until the token is closed. Real clocks take no notice. Closing twice does nothing. */
    Busy busy();

    /** An alarm that was set. */
    @FunctionalInterface
    interface Alarm {

        /** Takes the alarm back. An alarm that has rung is left as it is. */
        void cancel();
    }

    /** While open, virtual time stands still. */
    @FunctionalInterface
    interface Busy extends AutoCloseable {

        @Override
        void close();
    }
}
