package dev.penstock.library;

import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks one after the other, each on a thread of its own: when asked to, and when the one before said. */
final class Looks {

    /** So that a look whose finding somebody else took is not taken again at once. */
    private static final Duration BREATH = Duration.ofMillis(50);

    /**
     * When the next look is taken if nobody asks for one before.
     *
     * @param at a time that is worth a jump of a virtual clock
     * @param interval after this time anyway; a virtual clock does not jump for its sake
     */
    record Next(Optional<Instant> at, Duration interval) {

        /** There is more. */
        static final Next AT_ONCE = new Next(Optional.empty(), Duration.ZERO);
    }

    private final EngineClock clock;
    private final Supplier<Next> look;
    private boolean looking;
    private boolean asked;
    private boolean ended;
    private EngineClock.@Nullable Alarm alarm;
    private EngineClock.@Nullable Alarm interval;

    Looks(EngineClock clock, Supplier<Next> look) {
        this.clock = clock;
        this.look = look;
    }

    /** Looks now, or once more when the look that is under way has ended. Never blocks. */
    synchronized void soon() {
        if (ended) {
            return;
        }
        if (looking) {
            asked = true;
            return;
        }
        looking = true;
        // Taken before the thread runs, so that virtual time does not slip in between.
        Busy busy = clock.busy();
        Thread.ofVirtual().name("penstock-worker").start(() -> {
            try (busy) {
                boolean again = true;
                while (again) {
                    again = isWanted(look.get());
                }
            }
        });
    }

    private synchronized boolean isWanted(Next next) {
        cancel();
        if (ended) {
            return false;
        }
        if (asked || next.equals(Next.AT_ONCE)) {
            asked = false;
            return true;
        }
        looking = false;
        Instant soonest = clock.instant().plus(BREATH);
        next.at().ifPresent(at -> alarm = clock.at(at.isBefore(soonest) ? soonest : at, this::soon));
        interval = clock.atTheLatest(clock.instant().plus(next.interval()), this::soon);
        return false;
    }

    private void cancel() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (interval != null) {
            interval.cancel();
            interval = null;
        }
    }

    /** Takes no look any more. */
    synchronized void end() {
        ended = true;
        cancel();
    }
}
