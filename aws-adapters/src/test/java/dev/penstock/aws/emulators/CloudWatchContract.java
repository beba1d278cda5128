package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch: metrics and alarms. */
abstract class CloudWatchContract extends ServiceContract {

    private CloudWatchClient cloudWatch;

    @BeforeEach
    void client() {
        cloudWatch = account.client(CloudWatchClient.builder());
    }

    private void alarm(String name) {
        cloudWatch.putMetricAlarm(request -> request.alarmName(name)
                .namespace("Shop")
                .metricName("Errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    private MetricAlarm described(String name) {
        return cloudWatch
                .describeAlarms(request -> request.alarmNames(name))
                .metricAlarms()
                .getFirst();
    }

    @Test
    void aNewAlarmHasNotEnoughData() {
        alarm("errors");
        assertThat(described("errors").stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(described("errors").alarmArn()).endsWith(":" + account.id + ":alarm:errors");
    }

    @Test
    void anAlarmCanBeSetByHand() {
        alarm("errors");
        cloudWatch.setAlarmState(request ->
                request.alarmName("errors").stateValue(StateValue.ALARM).stateReason("test"));
        assertThat(described("errors").stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(described("errors").stateReason()).isEqualTo("test");
        refused(
                () -> cloudWatch.setAlarmState(request ->
                        request.alarmName("none").stateValue(StateValue.OK).stateReason("test")),
                404,
                "ResourceNotFound");
    }

    @Test
    void addsUpWhatWasPut() {
        // A minute that has passed: statistics of a period are there when it is over.
        Instant minute =
                Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60).minusSeconds(300);
        for (double value : new double[] {1, 2, 6}) {
            cloudWatch.putMetricData(request -> request.namespace("Shop")
                    .metricData(MetricDatum.builder()
                            .metricName("Errors")
                            .value(value)
                            .timestamp(minute.plusSeconds(5))
                            .build()));
        }
        var points = cloudWatch
                .getMetricStatistics(request -> request.namespace("Shop")
                        .metricName("Errors")
                        .startTime(minute.minusSeconds(60))
                        .endTime(minute.plusSeconds(120))
                        .period(60)
                        .statistics(Statistic.SUM, Statistic.SAMPLE_COUNT, Statistic.MAXIMUM))
                .datapoints();
        assertThat(points).singleElement().satisfies(point -> {
            assertThat(point.sum()).isEqualTo(9.0);
            assertThat(point.sampleCount()).isEqualTo(3.0);
            assertThat(point.maximum()).isEqualTo(6.0);
        });
    }

    @Test
    void listsAlarmsInPagesAndForgetsTheDeleted() {
        for (String name : new String[] {"a", "b", "c"}) {
            alarm(name);
        }
        var first = cloudWatch.describeAlarms(request -> request.maxRecords(2));
        assertThat(first.metricAlarms()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        cloudWatch.deleteAlarms(request -> request.alarmNames("a", "b"));
        assertThat(cloudWatch.describeAlarms().metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("c");
    }
}
