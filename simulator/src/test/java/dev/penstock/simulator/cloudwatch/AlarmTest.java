package dev.penstock.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

@SuppressWarnings("unchecked") // the SDK builders take arrays of generic consumers
class AlarmTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Dimension WEB =
            Dimension.builder().name("Service").value("web").build();

    private final SimulatedTime time = SimulatedTime.stepped(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aNewAlarmHasInsufficientDataAndKeepsItWhileNothingIsMeasured() {
        put(alarm -> {});
        assertThat(alarm().stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(alarm().stateReason()).isEqualTo("Unchecked: Initial alarm creation");

        time.advance(Duration.ofMinutes(10));

        assertThat(alarm().stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
    }

    @Test
    void aBreachingMinuteRaisesItAndSaysWhyInCloudWatchsWords() {
        put(alarm -> alarm.datapointsToAlarm(1));
        measure(5);

        time.advance(Duration.ofMinutes(1).plus(AlarmWindow.DELAY));

        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm().stateReason())
                .isEqualTo("Threshold Crossed: 1 out of the last 1 datapoints [5.0 (01/03/26 10:00:00)] was greater"
                        + " than the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).");
        assertThat(alarm().stateReasonData())
                .contains("\"recentDatapoints\":[5.0]", "\"threshold\":1.0", "\"statistic\":\"Sum\"");
    }

    @Test
    void dataOfOtherDimensionsIsAnotherMetric() {
        put(alarm -> {});
        cloudWatch.putMetricData(
                p -> p.namespace("Shop").metricData(d -> d.metricName("Errors").value(5.0)));

        time.advance(Duration.ofMinutes(3));

        assertThat(alarm().stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
    }

    @Test
    void anAlarmWhoseDataStopsGoesBackAndThenKeepsTimeNoLonger() {
        try (SimulatedTime jumping = SimulatedTime.virtual(START);
                SimulatedAws other = SimulatedAws.builder().time(jumping).start()) {
            CloudWatchClient client = Clients.of(other).with(CloudWatchClient.builder());
            try (SimulatedTime.Busy together = jumping.busy()) {
                client.putMetricAlarm(request(alarm -> {}));
                client.putMetricData(p -> p.namespace("Shop")
                        .metricData(d -> d.metricName("Errors").dimensions(WEB).value(5.0)));
            }

            assertThat(jumping.awaitStill(Duration.ofSeconds(30))).isTrue();

            assertThat(jumping.now()).isBetween(START.plus(Duration.ofMinutes(3)), START.plus(Duration.ofMinutes(6)));
            assertThat(client.describeAlarms().metricAlarms().getFirst().stateValue())
                    .isEqualTo(StateValue.INSUFFICIENT_DATA);
            assertThat(client.describeAlarmHistory(h -> h.alarmName("errors").historyItemType("StateUpdate"))
                            .alarmHistoryItems())
                    .extracting(i -> i.historySummary())
                    .containsExactly(
                            "Alarm updated from ALARM to INSUFFICIENT_DATA",
                            "Alarm updated from INSUFFICIENT_DATA to ALARM");
        }
    }

    @Test
    void anAlarmOnMetricMathWatchesAllMetricsOfItsExpression() {
        ratio("100 * e / r");
        cloudWatch.putMetricData(p ->
                p.namespace("Shop").metricData(d -> d.metricName("Requests").value(50.0)));
        time.advance(Duration.ofMinutes(2));
        assertThat(state("ratio")).isEqualTo(StateValue.INSUFFICIENT_DATA);

        cloudWatch.putMetricData(p ->
                p.namespace("Shop").metricData(d -> d.metricName("Requests").value(50.0)));
        cloudWatch.putMetricData(p ->
                p.namespace("Shop").metricData(d -> d.metricName("Failures").value(20.0)));
        time.advance(Duration.ofMinutes(1).plus(AlarmWindow.DELAY));

        assertThat(state("ratio")).isEqualTo(StateValue.ALARM);
    }

    @Test
    void anExpressionThatCannotBeWorkedOutIsRefusedBeforeThereIsAnAlarm() {
        assertThatThrownBy(() -> ratio("AVG(e)")).hasMessageContaining("must return a time series");

        assertThat(cloudWatch.describeAlarms().metricAlarms()).isEmpty();
    }

    @Test
    void aPercentileOfTooFewMeasurementsLeavesTheStateWhenAsked() {
        put(alarm ->
                alarm.statistic((String) null).extendedStatistic("p95").evaluateLowSampleCountPercentile("ignore"));
        measure(5);
        time.advance(Duration.ofMinutes(1).plus(AlarmWindow.DELAY));
        assertThat(alarm().stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);

        time.advance(Duration.ofMinutes(10));
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(
                        d -> d.metricName("Errors").dimensions(WEB).values(5.0).counts(200.0)));
        time.advance(Duration.ofMinutes(1));

        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
    }

    @Test
    void fewSamplesAreEvaluatedOrIgnored() {
        assertThatThrownBy(() -> put(a -> a.statistic((String) null)
                        .extendedStatistic("p90")
                        .evaluateLowSampleCountPercentile("unknown")))
                .hasMessageContaining("EvaluateLowSampleCountPercentile are evaluate and ignore");
    }

    private void ratio(String expression) {
        cloudWatch.putMetricAlarm(a -> a.alarmName("ratio")
                .evaluationPeriods(1)
                .threshold(10.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .metrics(
                        m -> m.id("x").expression(expression),
                        m -> m.id("e").returnData(false).metricStat(sum("Failures")),
                        m -> m.id("r").returnData(false).metricStat(sum("Requests"))));
    }

    private static Consumer<MetricStat.Builder> sum(String name) {
        return s -> s.stat("Sum").period(60).metric(m -> m.namespace("Shop").metricName(name));
    }

    private StateValue state(String name) {
        return cloudWatch
                .describeAlarms(d -> d.alarmNames(name))
                .metricAlarms()
                .getFirst()
                .stateValue();
    }

    private void measure(double value) {
        cloudWatch.putMetricData(p -> p.namespace("Shop")
                .metricData(d -> d.metricName("Errors").dimensions(WEB).value(value)));
    }

    private void put(Consumer<PutMetricAlarmRequest.Builder> change) {
        cloudWatch.putMetricAlarm(request(change));
    }

    private static PutMetricAlarmRequest request(Consumer<PutMetricAlarmRequest.Builder> change) {
        return PutMetricAlarmRequest.builder()
                .alarmName("errors")
                .namespace("Shop")
                .metricName("Errors")
                .dimensions(WEB)
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .applyMutation(change)
                .build();
    }

    private MetricAlarm alarm() {
        return cloudWatch.describeAlarms().metricAlarms().getFirst();
    }
}
