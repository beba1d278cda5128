package dev.penstock.simulator.time;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The events of a clock in the order in which they run: by their instants, at one instant in order of insertion. Guarded by
 * the clock's lock.
 */
final class DueEvents {

    /** What an event means for the movement of time. */
    enum Kind {
        /** Virtual time always moves on to it. */
        OUTSIDE,
        /** Virtual time moves on to it within the horizon. */
        LIFE,
        /** Virtual time does not move for its sake. */
        PASSING
    }

    record Event(Instant due, long order, Kind kind, Runnable action) {}

    private static final Comparator<Event> BY_TIME =
            Comparator.comparing(Event::due).thenComparingLong(Event::order);

    private final TreeSet<Event> all = new TreeSet<>(BY_TIME);
    private final TreeSet<Event> outside = new TreeSet<>(BY_TIME);
    private final TreeSet<Event> lives = new TreeSet<>(BY_TIME);
    private long order;

    Event add(Instant due, Kind kind, Runnable action) {
        Event event = new Event(due, order++, kind, action);
        all.add(event);
        switch (kind) {
            case OUTSIDE -> outside.add(event);
            case LIFE -> lives.add(event);
            case PASSING -> {}
        }
        return event;
    }

    /** Whether it was still there. */
    boolean take(Event event) {
        outside.remove(event);
        lives.remove(event);
        return all.remove(event);
    }

    Optional<Event> first() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.first());
    }

    /**
     * Whether something is due that time moves for; whatever else is due before it then runs on the way.
     *
     * @param now what was due until then runs in any case
     * @param horizon until when time moves for lives
     */
    boolean drawTime(Instant now, Instant horizon) {
        return !outside.isEmpty()
                || (!all.isEmpty() && !all.first().due().isAfter(now))
                || (!lives.isEmpty() && !lives.first().due().isAfter(horizon));
    }
}
