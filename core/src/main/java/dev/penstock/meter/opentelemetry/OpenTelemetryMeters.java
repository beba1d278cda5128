package dev.penstock.meter.opentelemetry;

import dev.penstock.meter.Meters;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Meters of OpenTelemetry, in the instrumentation scope {@code dev.penstock}: counters, gauges, and histograms of seconds for
 * timers. A gauge that has no value at the moment ({@link Double#NaN}) reports none. Safe for use by many threads.
 *
 * <p>What is counted is the SDK's and stays there. A gauge asks what it was given for its value, and so is taken away when
 * this is closed.
 */
public final class OpenTelemetryMeters implements Meters, AutoCloseable {

    private static final double NANOS_IN_A_SECOND = 1e9;

    private final Meter meter;
    private final Attributes common;
    private final Map<String, ObservableDoubleGauge> gauges = new ConcurrentHashMap<>();

    /**
     * Meters without attributes of their own.
     *
     * @param telemetry the program's; the global one is never asked for
     */
    public OpenTelemetryMeters(OpenTelemetry telemetry) {
        this(telemetry, Map.of());
    }

    /**
     * Meters that are told apart from those of others.
     *
     * @param telemetry the program's; the global one is never asked for
     * @param common the attributes of all meters, such as {@code worker}
     */
    public OpenTelemetryMeters(OpenTelemetry telemetry, Map<String, String> common) {
        this.meter = telemetry.getMeter("dev.penstock");
        this.common = with(Attributes.empty(), common);
    }

    private static Attributes with(Attributes attributes, Map<String, String> pairs) {
        AttributesBuilder builder = attributes.toBuilder();
        pairs.forEach(builder::put);
        return builder.build();
    }

    @Override
    public Counter counter(String name, String description, Map<String, String> tags) {
        LongCounter counter =
                meter.counterBuilder(name).setDescription(description).build();
        Attributes attributes = with(common, tags);
        return () -> counter.add(1, attributes);
    }

    @Override
    public Timer timer(String name, String description) {
        DoubleHistogram times = meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit("s")
                .build();
        return time -> times.record(time.toNanos() / NANOS_IN_A_SECOND, common);
    }

    @Override
    public synchronized void gauge(String name, String description, DoubleSupplier value) {
        // Of two that report under one name, one would be dropped, and a closed one may be the first.
        ObservableDoubleGauge before = gauges.remove(name);
        if (before != null) {
            before.close();
        }
        gauges.put(name, meter.gaugeBuilder(name).setDescription(description).buildWithCallback(measured -> {
            double now = value.getAsDouble();
            if (!Double.isNaN(now)) {
                measured.record(now, common);
            }
        }));
    }

    /** Takes its gauges away. */
    @Override
    public synchronized void close() {
        gauges.values().forEach(ObservableDoubleGauge::close);
        gauges.clear();
    }
}
