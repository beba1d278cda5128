package dev.penstock.aws.ecs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the latest values of things that never change. Safe for use by many threads. */
final class Kept<V> {

    private static final int MOST = 2000;

    private final Map<String, V> values = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized void put(String key, V value) {
        values.put(key, value);
    }
}
