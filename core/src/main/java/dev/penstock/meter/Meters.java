package dev.penstock.meter;

import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Where counts go. Safe for use by many threads; asked twice for a meter of one name and the same tags, the same comes, or
 * another that counts into the same.
 */
public interface Meters {

    /** Counts nothing. */
    Meters NONE = new Meters() {
        @Override
        public Counter counter(String name, String description, Map<String, String> tags) {
            return () -> {};
        }

        @Override
        public Timer timer(String name, String description) {
            return time -> {};
        }

        @Override
        public void gauge(String name, String description, DoubleSupplier value) {}
    };

    /**
     * A counter.
     *
     * @param name in Micrometer's form, such as {@code penstock.executions.ended}
     * @param description one sentence for people
     * @param tags what it is told apart by, of few values each; may be empty
     */
    Counter counter(String name, String description, Map<String, String> tags);

    /** A counter without tags. */
    default Counter counter(String name, String description) {
        return counter(name, description, Map.of());
    }

    /** A timer: how often something happened, and how long it took. */
    Timer timer(String name, String description);

    /**
     * A value that goes up and down, asked for when somebody reads it.
     *
     * @param value quick to ask for; a time is in seconds; {@link Double#NaN} where there is none
     */
    void gauge(String name, String description, DoubleSupplier value);

    /** Counts how often something happened. */
    @FunctionalInterface
    interface Counter {

        /** Once more. */
        void increment();
    }

    /** Adds up how long something took. */
    @FunctionalInterface
    interface Timer {

        /** Once more, and so long. */
        void record(Duration time);
    }
}
