package dev.penstock.meter.micrometer;

import dev.penstock.meter.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Meters of a registry of Micrometer, under the names as they are; how they are called in a backend is the registry's
 * convention. Meters that the registry has already by name and tags are counted on. Safe for use by many threads.
 *
 * <p>Counters and timers are the registry's and stay there. A gauge asks what it was given for its value, and so is taken
 * away when this is closed.
 */
public final class MicrometerMeters implements Meters, AutoCloseable {

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    /** Meters without tags of their own. */
    public MicrometerMeters(MeterRegistry registry) {
        this(registry, Map.of());
    }

    /**
     * Meters that are told apart from those of others in the same registry.
     *
     * @param common the tags of all meters, such as {@code worker}; without any, two of one registry share their counters, and
     *     the latest gauge of a name is the one that is asked
     */
    public MicrometerMeters(MeterRegistry registry, Map<String, String> common) {
        this.registry = registry;
        this.common = tags(common);
    }

    private static Tags tags(Map<String, String> pairs) {
        List<Tag> tags = pairs.entrySet().stream()
                .map(pair -> Tag.of(pair.getKey(), pair.getValue()))
                .toList();
        return Tags.of(tags);
    }

    @Override
    public Counter counter(String name, String description, Map<String, String> tags) {
        return io.micrometer.core.instrument.Counter.builder(name)
                .description(description)
                .tags(common.and(tags(tags)))
                .register(registry)::increment;
    }

    @Override
    public Timer timer(String name, String description) {
        return io.micrometer.core.instrument.Timer.builder(name)
                .description(description)
                .tags(common)
                .register(registry)::record;
    }

    @Override
    public synchronized void gauge(String name, String description, DoubleSupplier value) {
        // A registry keeps the first gauge of a name, which may be of something that was closed.
        registry.find(name).tags(common).gauges().stream()
                .filter(known -> Tags.of(known.getId().getTags()).equals(common))
                .forEach(registry::remove);
        gauges.put(
                name,
                Gauge.builder(name, value::getAsDouble)
                        .description(description)
                        .tags(common)
                        .strongReference(true)
                        .register(registry));
    }

    /** Takes its gauges out of the registry. */
    @Override
    public synchronized void close() {
        gauges.values().forEach(registry::remove);
        gauges.clear();
    }
}
