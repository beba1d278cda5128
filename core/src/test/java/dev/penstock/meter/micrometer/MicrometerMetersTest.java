package dev.penstock.meter.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.meter.Meters;
import dev.penstock.meter.MetersContract;
import dev.penstock.meter.PrometheusMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MicrometerMetersTest extends MetersContract {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMeters meters = new MicrometerMeters(registry);

    @Override
    protected Meters meters() {
        return meters;
    }

    @Override
    protected OptionalDouble counted(String name, Map<String, String> tags) {
        var found = registry.find(name);
        tags.forEach(found::tag);
        return value(found.counter(), Counter::count);
    }

    @Override
    protected OptionalDouble seconds(String name) {
        return value(registry.find(name).timer(), timer -> timer.totalTime(TimeUnit.SECONDS));
    }

    @Override
    protected OptionalDouble times(String name) {
        return value(registry.find(name).timer(), Timer::count);
    }

    @Override
    protected OptionalDouble shown(String name) {
        return value(registry.find(name).gauge(), Gauge::value);
    }

    private static <M extends Meter> OptionalDouble value(@Nullable M meter, ToDoubleFunction<M> value) {
        return Optional.ofNullable(meter).stream()
                .mapToDouble(value)
                .filter(each -> !Double.isNaN(each))
                .findFirst();
    }

    @Test
    void twoOfOneRegistryAreToldApartByTagsAndTakeOnlyTheirOwnGaugesAway() {
        var one = new MicrometerMeters(registry, Map.of("worker", "one"));
        try (var two = new MicrometerMeters(registry, Map.of("worker", "two"))) {
            one.gauge("penstock.held", "Held.", () -> 1);
            two.gauge("penstock.held", "Held.", () -> 2);
            meters.gauge("penstock.held", "Held.", () -> 3);
            two.counter("penstock.steps", "Steps.").increment();

            assertThat(registry.find("penstock.held").gauges()).hasSize(3);
            assertThat(registry.get("penstock.held")
                            .tag("worker", "two")
                            .gauge()
                            .value())
                    .isEqualTo(2);
        }
        assertThat(registry.find("penstock.held").gauges())
                .extracting(gauge -> gauge.getId().getTags())
                .containsExactlyInAnyOrder(
                        Tags.of("worker", "one").stream().toList(),
                        Tags.empty().stream().toList());
        assertThat(registry.get("penstock.steps").tag("worker", "two").counter().count())
                .isEqualTo(1);
    }

    /** The page of a worker and a program's own registry show the same to whoever reads both. */
    @Test
    void prometheusMetersAreNamedAsMicrometersRegistryNamesThem() {
        var theirs = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var ours = new PrometheusMeters();
        use(new MicrometerMeters(theirs));
        use(ours);

        assertThat(names(ours.text())).isEqualTo(names(theirs.scrape())).hasSizeGreaterThan(5);
    }

    private static void use(Meters meters) {
        meters.counter("penstock.executions.ended", "Ended.", Map.of("outcome", "failed"))
                .increment();
        meters.counter("penstock.executions.taken.over", "Taken over.").increment();
        meters.timer("penstock.journal.append", "Appends.").record(Duration.ofMillis(12));
        meters.gauge("penstock.executions.held", "Held.", () -> 1);
        meters.gauge("penstock.lease.age.seconds", "Age.", () -> 0.5);
    }

    private static Set<String> names(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
