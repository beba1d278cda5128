package dev.penstock.meter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Meters in memory, read in Prometheus' text format 0.0.4. Names become what Micrometer's Prometheus registry makes of them:
 * {@code _} for {@code .}, counters end in {@code _total}, timers in {@code _seconds} with {@code _count}, {@code _sum} and
 * {@code _max}.
 */
public final class PrometheusMeters implements Meters {

    /** The media type of {@link #text()}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    private interface Family {
        void write(String name, StringBuilder text);
    }

    private record Counters(String description, Map<String, LongAdder> byTags) implements Family {
        @Override
        public void write(String name, StringBuilder text) {
            header(text, name, description, "counter");
            byTags.forEach((tags, count) -> sample(text, name + tags, (double) count.sum()));
        }
    }

    private record Gauge(String description, DoubleSupplier value) implements Family {
        @Override
        public void write(String name, StringBuilder text) {
            header(text, name, description, "gauge");
            sample(text, name, value.getAsDouble());
        }
    }

    private record Times(String description, LongAdder count, LongAdder nanos, AtomicLong longest)
            implements Family, Timer {
        @Override
        public void record(Duration time) {
            count.increment();
            nanos.add(time.toNanos());
            longest.accumulateAndGet(time.toNanos(), Math::max);
        }

        @Override
        public void write(String name, StringBuilder text) {
            header(text, name, description, "summary");
            sample(text, name + "_count", (double) count.sum());
            sample(text, name + "_sum", nanos.sum() / 1e9);
            header(text, name + "_max", description, "gauge");
            sample(text, name + "_max", longest.get() / 1e9);
        }
    }

    @Override
    public Counter counter(String name, String description, Map<String, String> tags) {
        Family family = families.computeIfAbsent(
                named(name) + "_total", ignored -> new Counters(description, new ConcurrentSkipListMap<>()));
        if (!(family instanceof Counters(String ignored, Map<String, LongAdder> byTags))) {
            throw another(name);
        }
        LongAdder count = byTags.computeIfAbsent(tags(tags), key -> new LongAdder());
        return count::increment;
    }

    @Override
    public Timer timer(String name, String description) {
        Family family = families.computeIfAbsent(
                named(name) + "_seconds",
                ignored -> new Times(description, new LongAdder(), new LongAdder(), new AtomicLong()));
        if (!(family instanceof Times times)) {
            throw another(name);
        }
        return times;
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {
        families.put(named(name), new Gauge(description, value));
    }

    private static IllegalArgumentException another(String name) {
        return new IllegalArgumentException("there is a meter " + name + " of another kind");
    }

    /** All of them as they are now. */
    public String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> family.write(name, text));
        return text.toString();
    }

    private static String named(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    private static String tags(Map<String, String> tags) {
        if (tags.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(tags).forEach((key, value) -> pairs.add(named(key) + "=\"" + escaped(value) + '"'));
        return "{" + String.join(",", pairs) + "}";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void header(StringBuilder text, String name, String description, String type) {
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(description.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder text, String name, double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        text.append(name)
                .append(' ')
                .append(whole ? Long.toString((long) value) : Double.toString(value))
                .append('\n');
    }
}
