package dev.penstock.simulator.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind by key, in the byte order of the keys' UTF-8 form (the order in which S3 lists).
 *
 * <p>Rows are immutable records; to change one is to put another under its key. Reading and changing happen inside
 * {@link Store#transact}.
 *
 * @param <T> the row
 */
public final class Table<T extends Record> {

    private final String name;
    private final Store store;
    private final RowCodec<T> codec;
    private final TreeMap<String, T> rows = new TreeMap<>(Table::inUtf8Order);
    private final List<Index<T>> indexes = new ArrayList<>();
    private final List<Watcher<T>> watchers = new ArrayList<>();

    /**
     * Somebody who is told of changes.
     *
     * @param <T> the row
     */
    @FunctionalInterface
    public interface Watcher<T> {

        /** Called within the transaction of the change, just after it; a transaction that fails later is not told of. */
        void changed(String key, Optional<T> before, Optional<T> after);
    }

    Table(String name, Class<T> type, Store store) {
        this.name = name;
        this.store = store;
        this.codec = new RowCodec<>(type);
    }

    /** The row under a key. */
    public Optional<T> get(String key) {
        store.requireTransaction();
        return Optional.ofNullable(rows.get(key));
    }

    /** Whether there is a row under a key. */
    public boolean has(String key) {
        store.requireTransaction();
        return rows.containsKey(key);
    }

    /** Puts a row under a key, in place of what was there. */
    public void put(String key, T row) {
        change(key, row);
    }

    private void change(String key, @Nullable T row) {
        Optional<T> before = watchers.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.get(key));
        store.change(this, key, row);
        for (Watcher<T> watcher : watchers) {
            watcher.changed(key, before, Optional.ofNullable(row));
        }
    }

    /** Tells somebody of every change from now on. */
    public void watch(Watcher<T> watcher) {
        watchers.add(watcher);
    }

    /** Removes the row under a key, if there is one. */
    public void remove(String key) {
        if (rows.containsKey(key)) {
            change(key, null);
        }
    }

    /** All rows, in the order of their keys. The view is live: copy it before changing the table. */
    public Collection<T> all() {
        store.requireTransaction();
        return rows.values();
    }

    /** The rows whose keys start with {@code prefix}, in order. The view is live. */
    public NavigableMap<String, T> under(String prefix) {
        store.requireTransaction();
        return rows.subMap(prefix, true, prefix + Character.toString(Character.MAX_CODE_POINT), true);
    }

    /**
     * Keeps the rows by something else than their key as well.
     *
     * @param terms under what a row is found; none when it is not to be found
     */
    public Index<T> index(Function<T, ? extends Collection<String>> terms) {
        Index<T> index = new Index<>(store, terms);
        rows.forEach((key, row) -> index.follow(key, null, row));
        indexes.add(index);
        return index;
    }

    /** The rows whose keys are at or after {@code key}, in order. The view is live. */
    public NavigableMap<String, T> from(String key) {
        store.requireTransaction();
        return rows.tailMap(key, true);
    }

    /** Compares keys in the table's order. */
    public int compare(String a, String b) {
        return inUtf8Order(a, b);
    }

    String name() {
        return name;
    }

    RowCodec<T> codec() {
        return codec;
    }

    Map<String, T> rows() {
        return rows;
    }

    void load(String key, String json) {
        rows.put(key, codec.read(json));
    }

    @Nullable
    T set(String key, @Nullable T row) {
        T before = row == null ? rows.remove(key) : rows.put(key, row);
        for (Index<T> index : indexes) {
            index.follow(key, before, row);
        }
        return before;
    }

    private static int inUtf8Order(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
