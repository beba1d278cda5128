package dev.penstock.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class MetricsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final SimulatedTime time = SimulatedTime.stepped(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    /** Minutes 0, 1 and 3: requests 10, 20, 40, errors 1, 0 and 8. */
    private void measure() {
        put("Requests", 0, 10);
        put("Requests", 1, 20);
        put("Requests", 3, 40);
        put("Errors", 0, 1);
        put("Errors", 1, 0);
        put("Errors", 3, 8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 * e / r                      | 10.0, 0.0, 20.0",
                "e / (r - r)                      |",
                "r + 1                            | 11.0, 21.0, 41.0",
                "SUM([r, e])                      | 11.0, 20.0, 48.0",
                "SUM(METRICS())                   | 11.0, 20.0, 48.0",
                "r - AVG(r) + AVG(r)              | 10.0, 20.0, 40.0",
                "MAX([r, e * 100])                | 100.0, 20.0, 800.0",
                "r * 0 + MAX(r)                   | 40.0, 40.0, 40.0",
                "MIN(METRICS(\"e\")) + r          | 11.0, 20.0, 48.0",
                "RATE(r) * 60                     | 10.0, 10.0",
                "FILL(r, 0)                       | 10.0, 20.0, 0.0, 40.0, 0.0",
                "FILL(r, REPEAT)                  | 10.0, 20.0, 20.0, 40.0, 40.0",
                "FILL(r, LINEAR)                  | 10.0, 20.0, 30.0, 40.0",
                "IF(r > 15, e, 7)                 | 7.0, 0.0, 8.0",
                "IF(r > 15 AND_NOT, 1)            | error",
                "r > 15                           | 0.0, 1.0, 1.0",
                "r >= 20 && e < 5                 | 0.0, 1.0, 0.0",
                "RUNNING_SUM(r)                   | 10.0, 30.0, 70.0",
                "-r                               | -10.0, -20.0, -40.0",
                "NOPE(r)                          | error",
                "q + 1                            | error",
                "AVG(r)                           | error"
            })
    void metricMath(String expression, String values) {
        measure();
        String expected = values == null ? "" : values;

        if (expected.equals("error")) {
            assertThatThrownBy(() -> ask(expression)).isInstanceOfSatisfying(CloudWatchException.class, e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                assertThat(e.awsErrorDetails().errorMessage()).startsWith("Error in expression 'x': ");
            });
        } else {
            List<Double> wanted = expected.isEmpty()
                    ? List.of()
                    : List.of(expected.split(",", -1)).stream()
                            .map(v -> Double.valueOf(v.trim()))
                            .toList();
            assertThat(ask(expression).metricDataResults().getFirst().values()).isEqualTo(wanted);
        }
    }

    @Test
    void aFunctionThatIsNotSimulatedIsRefusedWithTheListOfThoseThatAre() {
        assertThatThrownBy(() -> ask("SEARCH('{Shop} Requests', 'Sum', 60)"))
                .isInstanceOfSatisfying(CloudWatchException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(501);
                    assertThat(e.awsErrorDetails().errorMessage()).contains("SEARCH", "FILL, FLOOR, IF");
                });
    }

    @Test
    void percentilesComeFromTheMeasurementsAndNotFromStatisticSets() {
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(d -> d.metricName("Latency")
                        .values(IntStream.rangeClosed(1, 100)
                                .asDoubleStream()
                                .boxed()
                                .toList())));

        Datapoint point = statistics("Latency", "p50", "p99", "tm50", "PR(:10)").getFirst();
        assertThat(point.extendedStatistics())
                .isEqualTo(Map.of("p50", 50.0, "p99", 99.0, "tm50", 25.5, "PR(:10)", 10.0));

        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(d -> d.metricName("Latency")
                        .statisticValues(
                                s -> s.sampleCount(2.0).sum(3.0).minimum(1.0).maximum(2.0))));

        assertThat(statistics("Latency", "p50")).isEmpty();
    }

    @Test
    void manyValuesOfAMinuteAreKeptToOneInTen() {
        for (int batch = 0; batch < 20; batch++) {
            double base = batch * 100;
            cloudWatch.putMetricData(p -> p.namespace("Shop")
                    .metricData(d -> d.metricName("Latency")
                            .values(DoubleStream.iterate(base + 1, v -> v + 1)
                                    .limit(100)
                                    .boxed()
                                    .toList())));
        }

        Map<String, Double> percentiles =
                statistics("Latency", "p50", "p99").getFirst().extendedStatistics();
        assertThat(percentiles.get("p50")).isBetween(900.0, 1100.0);
        assertThat(percentiles.get("p99")).isBetween(1780.0, 2180.0);
    }

    @Test
    void secondsAreGoneAfterThreeHoursAndMinutesAfterFifteenDays() {
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(d -> d.metricName("Queue").storageResolution(1).value(3.0)));
        assertThat(points("Queue", 1)).isEqualTo(1);

        time.advance(Duration.ofHours(4));
        assertThat(points("Queue", 1)).isZero();
        assertThat(points("Queue", 60)).isEqualTo(1);

        time.advance(Duration.ofDays(16));
        put("Queue", 0, 1);
        assertThat(points("Queue", 60)).isZero();
        assertThat(points("Queue", 300)).isEqualTo(1);
    }

    @Test
    void listsMetricsByWhatTheirDimensionsContain() {
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(
                        d -> d.metricName("Requests")
                                .value(1.0)
                                .dimensions(v -> v.name("Service").value("web")),
                        d -> d.metricName("Requests")
                                .value(1.0)
                                .dimensions(v -> v.name("Service").value("api"))));

        assertThat(cloudWatch.listMetrics(l -> l.namespace("Shop")).metrics()).hasSize(2);
        assertThat(cloudWatch
                        .listMetrics(l -> l.dimensions(d -> d.name("Service").value("web")))
                        .metrics())
                .singleElement()
                .satisfies(m -> assertThat(m.dimensions().getFirst().value()).isEqualTo("web"));
        time.advance(Duration.ofDays(15));
        assertThat(cloudWatch.listMetrics().metrics()).isEmpty();
    }

    private GetMetricDataResponse ask(String expression) {
        return cloudWatch.getMetricData(q -> q.startTime(START)
                .endTime(START.plus(Duration.ofMinutes(5)))
                .scanBy("TimestampAscending")
                .metricDataQueries(
                        stat("r", "Requests"),
                        stat("e", "Errors"),
                        MetricDataQuery.builder().id("x").expression(expression).build()));
    }

    private static MetricDataQuery stat(String id, String name) {
        return MetricDataQuery.builder()
                .id(id)
                .returnData(false)
                .metricStat(s ->
                        s.period(60).stat("Sum").metric(m -> m.namespace("Shop").metricName(name)))
                .build();
    }

    private void put(String name, int minute, double value) {
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(d -> d.metricName(name)
                        .timestamp(time.now().plus(Duration.ofMinutes(minute)))
                        .value(value)));
    }

    private int points(String name, int period) {
        return cloudWatch
                .getMetricStatistics(s -> s.namespace("Shop")
                        .metricName(name)
                        .startTime(START)
                        .endTime(START.plusSeconds(600))
                        .period(period)
                        .statistics(Statistic.SUM))
                .datapoints()
                .size();
    }

    private List<Datapoint> statistics(String name, String... extended) {
        return cloudWatch
                .getMetricStatistics(s -> s.namespace("Shop")
                        .metricName(name)
                        .startTime(START)
                        .endTime(START.plusSeconds(60))
                        .period(60)
                        .extendedStatistics(extended))
                .datapoints();
    }
}
