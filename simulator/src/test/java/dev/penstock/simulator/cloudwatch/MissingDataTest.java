package dev.penstock.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The tables of the CloudWatch User Guide's "Configuring how CloudWatch alarms treat missing data", row by row. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class MissingDataTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final SimulatedTime time = SimulatedTime.stepped(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0-X-X, OK,                OK,     OK,    OK",
        "0----, OK,                OK,     OK,    OK",
        "-----, INSUFFICIENT_DATA, retain, ALARM, OK",
        "0XX-X, ALARM,             ALARM,  ALARM, ALARM",
        "--X--, ALARM,             retain, ALARM, OK",
        "----X, retain,            retain, ALARM, OK",
        "---X-, retain,            retain, ALARM, OK"
    })
    void threeOutOfThree(String data, String missing, String ignore, String breaching, String notBreaching) {
        expect(data, 3, missing, ignore, breaching, notBreaching);
    }

    @ParameterizedTest
    @CsvSource({
        "0-X-X, ALARM, ALARM,  ALARM, ALARM",
        "00X0X, ALARM, ALARM,  ALARM, ALARM",
        "0-X--, OK,    OK,     ALARM, OK",
        "----0, OK,    OK,     ALARM, OK",
        "---X-, ALARM, retain, ALARM, OK"
    })
    void twoOutOfThree(String data, String missing, String ignore, String breaching, String notBreaching) {
        expect(data, 2, missing, ignore, breaching, notBreaching);
    }

    private void expect(
            String data, int toAlarm, String missing, String ignore, String breaching, String notBreaching) {
        Instant at = START.minus(Duration.ofMinutes(4));
        for (int i = 0; i < data.length(); i++) {
            char point = data.charAt(i);
            Instant stamp = at;
            if (point != '-') {
                cloudWatch.putMetricData(p -> p.namespace("Shop")
                        .metricData(d -> d.metricName("Errors").timestamp(stamp).value(point == 'X' ? 9.0 : 0.0)));
            }
            at = at.plus(Duration.ofMinutes(1));
        }
        time.advance(Duration.ofSeconds(30));
        alarm("missing", toAlarm);
        alarm("ignore", toAlarm);
        alarm("breaching", toAlarm);
        alarm("notBreaching", toAlarm);

        time.advance(Duration.ofMinutes(1).plus(AlarmWindow.DELAY));

        assertThat(state("missing")).isEqualTo(missing);
        assertThat(state("ignore")).isEqualTo(ignore);
        assertThat(state("breaching")).isEqualTo(breaching);
        assertThat(state("notBreaching")).isEqualTo(notBreaching);
    }

    private void alarm(String treatment, int toAlarm) {
        for (StateValue before : new StateValue[] {StateValue.OK, StateValue.ALARM}) {
            String name = treatment + "-" + before;
            cloudWatch.putMetricAlarm(a -> a.alarmName(name)
                    .namespace("Shop")
                    .metricName("Errors")
                    .statistic(Statistic.MAXIMUM)
                    .period(60)
                    .evaluationPeriods(3)
                    .datapointsToAlarm(toAlarm)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                    .treatMissingData(treatment));
            cloudWatch.setAlarmState(s -> s.alarmName(name).stateValue(before).stateReason("before"));
        }
    }

    /** The state of both alarms, or that each kept its own. */
    private String state(String treatment) {
        String fromOk = state(treatment, StateValue.OK);
        String fromAlarm = state(treatment, StateValue.ALARM);
        boolean kept = fromOk.equals("OK") && fromAlarm.equals("ALARM");
        return kept ? "retain" : fromOk.equals(fromAlarm) ? fromOk : fromOk + " or " + fromAlarm;
    }

    private String state(String treatment, StateValue before) {
        return cloudWatch
                .describeAlarms(d -> d.alarmNames(treatment + "-" + before))
                .metricAlarms()
                .getFirst()
                .stateValueAsString();
    }
}
