package dev.penstock.simulator.state;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a {@link Table} by something else than their key, like the tasks of a service. It follows the table by itself,
 * also when a transaction is undone, and is not kept: it is made anew from the rows.
 *
 * @param <T> the row
 */
public final class Index<T extends Record> {

    private final Store store;
    private final Function<T, ? extends Collection<String>> terms;
    private final Map<String, TreeMap<String, T>> rows = new HashMap<>();

    Index(Store store, Function<T, ? extends Collection<String>> terms) {
        this.store = store;
        this.terms = terms;
    }

    /** The rows under a term, in the order of their keys. The view is live: copy it before changing the table. */
    public Collection<T> of(String term) {
        store.requireTransaction();
        TreeMap<String, T> found = rows.get(term);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }

    void follow(String key, @Nullable T before, @Nullable T after) {
        Collection<String> next = after == null ? List.of() : terms.apply(after);
        if (before != null) {
            for (String term : terms.apply(before)) {
                if (!next.contains(term)) {
                    drop(term, key);
                }
            }
        }
        if (after != null) {
            for (String term : next) {
                rows.computeIfAbsent(term, t -> new TreeMap<>()).put(key, after);
            }
        }
    }

    private void drop(String term, String key) {
        TreeMap<String, T> found = rows.get(term);
        if (found != null) {
            found.remove(key);
            if (found.isEmpty()) {
                rows.remove(term);
            }
        }
    }
}
