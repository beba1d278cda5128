package dev.penstock.simulator.iam;

import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A table whose changes count for access only a while after they were made. A row that is changed again meanwhile keeps
 * counting as it was before the first of the changes, until the last one's time has come.
 *
 * @param <T> a row
 * @param <P> a row as it was, while changes to it are on their way
 */
final class Propagating<T extends Record, P extends Record> {

    private final Table<T> table;
    private final Table<P> pending;
    private final Function<Optional<T>, P> wrap;
    private final Function<P, Optional<T>> unwrap;
    private final Calendar calendar;
    private final Supplier<Instant> clock;
    private final Duration delay;
    private final String kind;

    Propagating(
            Store store,
            Calendar calendar,
            Supplier<Instant> clock,
            Duration delay,
            String name,
            Class<T> row,
            Class<P> before,
            Function<Optional<T>, P> wrap,
            Function<P, Optional<T>> unwrap) {
        this.table = store.table(name, row);
        this.pending = store.table(name + ".pending", before);
        this.calendar = calendar;
        this.clock = clock;
        this.delay = delay;
        this.wrap = wrap;
        this.unwrap = unwrap;
        this.kind = name + ".effective";
        calendar.on(kind, pending::remove);
    }

    /** The latest rows. */
    Table<T> latest() {
        return table;
    }

    void put(String key, T row) {
        propagate(key);
        table.put(key, row);
    }

    void remove(String key) {
        propagate(key);
        table.remove(key);
    }

    /** The row as far as access is concerned. */
    Optional<T> effective(String key) {
        return pending.get(key).map(unwrap).orElseGet(() -> table.get(key));
    }

    private void propagate(String key) {
        if (delay.isZero()) {
            return;
        }
        if (!pending.has(key)) {
            pending.put(key, wrap.apply(table.get(key)));
        }
        calendar.enter(kind, key, clock.get().plus(delay));
    }
}
