package dev.penstock.testing;

import dev.penstock.time.EngineClock;
import java.time.Instant;

/**
 * The clock of a thread that is about to begin: busy from before it runs until what runs on it is busy itself.
 *
 * @param clock the clock
 * @param begun what keeps it busy until then; closed by whoever made it as well
 */
public record HandedOver(EngineClock clock, Busy begun) implements EngineClock {

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        return clock.at(due, task);
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        return clock.atTheLatest(due, task);
    }

    @Override
    public Busy busy() {
        Busy own = clock.busy();
        begun.close();
        return own;
    }
}
