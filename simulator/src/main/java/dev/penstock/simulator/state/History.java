package dev.penstock.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What was changed of late, newest last, so that a reading can be shown how it was before. Guarded by the store's lock. */
final class History {

    private record Past(Instant at, List<Store.Change> changes) {}

    private final Deque<Past> pasts = new ArrayDeque<>();
    private final List<Store.Change> rewound = new ArrayList<>();
    private volatile Duration length = Duration.ZERO;

    Duration length() {
        return length;
    }

    void length(Duration duration) {
        length = duration;
        if (duration.isZero()) {
            pasts.clear();
        }
    }

    void add(Instant now, List<Store.Change> changes) {
        if (length.isZero() || changes.isEmpty()) {
            return;
        }
        pasts.addLast(new Past(now, List.copyOf(changes)));
        Instant oldest = now.minus(length);
        while (!pasts.isEmpty() && pasts.getFirst().at().isBefore(oldest)) {
            pasts.removeFirst();
        }
    }

    /** Takes back what was changed after an instant. */
    void rewind(Instant instant) {
        for (Iterator<Past> newestFirst = pasts.descendingIterator(); newestFirst.hasNext(); ) {
            Past past = newestFirst.next();
            if (!past.at().isAfter(instant)) {
                return;
            }
            for (Store.Change change : past.changes().reversed()) {
                Store.restore(change.table(), change.key(), change.before());
                rewound.add(change);
            }
        }
    }

    /** Does again what was taken back. */
    void replay() {
        for (Store.Change change : rewound.reversed()) {
            Store.restore(change.table(), change.key(), change.after());
        }
        rewound.clear();
    }
}
