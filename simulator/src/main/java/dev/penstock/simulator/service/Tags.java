package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Map;
import java.util.TreeMap;

/** The tags of all resources by ARN. */
public final class Tags {

    private record Row(Map<String, String> tags) {}

    private final Table<Row> table;

    public Tags(Store store) {
        table = store.table("tags", Row.class);
    }

    /** A resource's tags, in the order of their keys. */
    public Map<String, String> of(String arn) {
        return new TreeMap<>(table.get(arn).map(Row::tags).orElse(Map.of()));
    }

    /** Adds tags to those that a resource has. */
    public void add(String arn, Map<String, String> tags) {
        Map<String, String> all = of(arn);
        all.putAll(tags);
        if (!all.isEmpty()) {
            table.put(arn, new Row(Map.copyOf(all)));
        }
    }

    /** Takes tags off a resource. */
    public void remove(String arn, Iterable<String> keys) {
        Map<String, String> all = of(arn);
        keys.forEach(all::remove);
        table.put(arn, new Row(Map.copyOf(all)));
    }

    /** Forgets a resource. */
    public void forget(String arn) {
        table.remove(arn);
    }
}
