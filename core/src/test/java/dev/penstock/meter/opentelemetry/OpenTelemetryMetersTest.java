package dev.penstock.meter.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.meter.Meters;
import dev.penstock.meter.MetersContract;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenTelemetryMetersTest extends MetersContract {

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
    private final OpenTelemetryMeters meters = new OpenTelemetryMeters(telemetry);

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Override
    protected Meters meters() {
        return meters;
    }

    @Override
    protected OptionalDouble counted(String name, Map<String, String> tags) {
        AttributesBuilder wanted = Attributes.builder();
        tags.forEach(wanted::put);
        Attributes attributes = wanted.build();
        return metrics(name)
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point -> point.getAttributes().equals(attributes))
                .mapToDouble(point -> point.getValue())
                .findFirst();
    }

    @Override
    protected OptionalDouble seconds(String name) {
        return histogram(name).mapToDouble(HistogramPointData::getSum).findFirst();
    }

    @Override
    protected OptionalDouble times(String name) {
        return histogram(name).mapToDouble(HistogramPointData::getCount).findFirst();
    }

    @Override
    protected OptionalDouble shown(String name) {
        return metrics(name)
                .flatMap(metric -> metric.getDoubleGaugeData().getPoints().stream())
                .mapToDouble(point -> point.getValue())
                .findFirst();
    }

    private Stream<HistogramPointData> histogram(String name) {
        return metrics(name).flatMap(metric -> metric.getHistogramData().getPoints().stream());
    }

    private Stream<MetricData> metrics(String name) {
        return reader.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals(name));
    }

    @Test
    void metersBelongToTheScopeOfPenstockAndTimesAreInSeconds() {
        meters.timer("penstock.journal.append", "Appends.").record(Duration.ofMillis(2));

        assertThat(metrics("penstock.journal.append")).singleElement().satisfies(metric -> {
            assertThat(metric.getInstrumentationScopeInfo().getName()).isEqualTo("dev.penstock");
            assertThat(metric.getUnit()).isEqualTo("s");
            assertThat(metric.getDescription()).isEqualTo("Appends.");
        });
    }

    @Test
    void attributesTellTwoApartAndAClosedOneReportsNoGauge() {
        meters.gauge("penstock.held", "Held.", () -> 1);
        try (var other = new OpenTelemetryMeters(telemetry, Map.of("worker", "two"))) {
            other.gauge("penstock.held", "Held.", () -> 2);
            assertThat(metrics("penstock.held").flatMap(metric -> metric.getDoubleGaugeData().getPoints().stream()))
                    .extracting(PointData::getAttributes)
                    .containsExactlyInAnyOrder(
                            Attributes.empty(),
                            Attributes.builder().put("worker", "two").build());
        }
        assertThat(metrics("penstock.held").flatMap(metric -> metric.getDoubleGaugeData().getPoints().stream()))
                .extracting(PointData::getAttributes)
                .containsExactly(Attributes.empty());
    }
}
