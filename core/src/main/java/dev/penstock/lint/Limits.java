package dev.penstock.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Limits of AWS, from {@code limits.tsv}, which names the source of each. */
final class Limits {

    private static final Limits READ = new Limits(Facts.rows("limits.tsv"));

    private final Map<String, Integer> values = new HashMap<>();

    private Limits(List<List<String>> rows) {
        rows.forEach(row -> values.put(row.getFirst(), Integer.parseInt(row.get(1))));
    }

    static Limits read() {
        return READ;
    }

    int of(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no limit " + name);
        }
        return value;
    }
}
