package dev.penstock.simulator.state;

import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is due in the lives of resources, kept like everything else: a reopened simulator goes on where it was.
 *
 * <p>An entry names the kind of step and the resource. At its instant the entry is removed and the kind's step runs,
 * both in one transaction. A resource has one entry of a kind at most; another takes its place.
 */
public final class Calendar {

    private record Due(String kind, String resource, Instant at, long order, boolean passing) {}

    private record Kind(boolean passing, Consumer<String> step) {}

    private final Store store;
    private final SimulatedTime time;
    private final Table<Due> table;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, SimulatedTime.Scheduled> scheduled = new HashMap<>();
    private long order;
    private boolean stopped;

    public Calendar(Store store, SimulatedTime time) {
        this.store = store;
        this.time = time;
        this.table = store.table("calendar", Due.class);
    }

    /** Says what happens to a resource when an entry of this kind is due: a step that virtual time moves on to. */
    public void on(String kind, Consumer<String> step) {
        kinds.put(kind, new Kind(false, step));
    }

    /** The same for what happens in passing, like forgetting: time does not move for its sake. */
    public void inPassing(String kind, Consumer<String> step) {
        kinds.put(kind, new Kind(true, step));
    }

    /** Enters a step. Part of the current transaction. */
    public void enter(String kind, String resource, Instant at) {
        Kind known = Optional.ofNullable(kinds.get(kind)).orElseThrow(() -> new IllegalArgumentException(kind));
        table.put(key(kind, resource), new Due(kind, resource, at, order++, known.passing()));
        arrange(key(kind, resource));
    }

    /** Takes a step out, if it is in. Part of the current transaction. */
    public void strike(String kind, String resource) {
        if (table.has(key(kind, resource))) {
            table.remove(key(kind, resource));
            arrange(key(kind, resource));
        }
    }

    /** The simulated time in whole milliseconds. */
    public Instant now() {
        return time.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** When a step is due. */
    public Optional<Instant> due(String kind, String resource) {
        return table.get(key(kind, resource)).map(Due::at);
    }

    /** Lets nothing that is entered happen any more. */
    public void stop() {
        store.transact(() -> {
            stopped = true;
            scheduled.values().forEach(SimulatedTime.Scheduled::cancel);
            scheduled.clear();
            return stopped;
        });
    }

    /** Arranges what was kept, in its old order. Called once, when all kinds are known. */
    public void resume() {
        store.transact(() -> {
            for (Due due : table.all().stream()
                    .sorted(Comparator.comparingLong(Due::order))
                    .toList()) {
                order = Math.max(order, due.order() + 1);
                if (kinds.containsKey(due.kind())) {
                    arrange(key(due.kind(), due.resource()));
                }
            }
            return order;
        });
    }

    /** Brings the clock in line with the table, once the transaction is kept. */
    private void arrange(String key) {
        store.afterCommit(() -> {
            SimulatedTime.Scheduled before = scheduled.remove(key);
            if (before != null) {
                before.cancel();
            }
            if (!stopped) {
                table.get(key).ifPresent(due -> scheduled.put(key, schedule(key, due)));
            }
        });
    }

    private SimulatedTime.Scheduled schedule(String key, Due due) {
        Runnable run = () -> run(key, due);
        return due.passing() ? time.passing(due.at(), run) : time.life(due.at(), run);
    }

    private void run(String key, Due due) {
        store.transact(() -> {
            boolean stillDue = !stopped && table.get(key).filter(due::equals).isPresent();
            if (stillDue) {
                table.remove(key);
                arrange(key);
                Optional.ofNullable(kinds.get(due.kind()))
                        .ifPresent(kind -> kind.step().accept(due.resource()));
            }
            return stillDue;
        });
    }

    private static String key(String kind, String resource) {
        return kind + " " + resource;
    }
}
