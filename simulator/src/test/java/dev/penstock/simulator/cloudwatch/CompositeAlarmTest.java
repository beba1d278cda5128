package dev.penstock.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sns.SnsClient;

class CompositeAlarmTest {

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-03-01T10:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());

    @BeforeEach
    void twoAlarms() {
        for (String name : new String[] {"errors", "slow responses"}) {
            cloudWatch.putMetricAlarm(a -> a.alarmName(name)
                    .namespace("Shop")
                    .metricName("Errors")
                    .statistic(Statistic.SUM)
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        }
        set("errors", StateValue.ALARM);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALARM(errors)                                             | ALARM",
                "NOT ALARM(errors)                                         | OK",
                "ALARM(\"errors\") AND ALARM(\"slow responses\")           | OK",
                "ALARM(errors) AND INSUFFICIENT_DATA(\"slow responses\")   | ALARM",
                "OK(errors) OR NOT (FALSE OR OK(\"slow responses\"))       | ALARM",
                "TRUE AND ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors) | ALARM",
                "FALSE                                                     | OK"
            })
    void itsRuleIsWorkedOut(String rule, StateValue expected) {
        cloudWatch.putCompositeAlarm(c -> c.alarmName("any").alarmRule(rule));

        assertThat(composite().stateValue()).isEqualTo(expected);
    }

    @Test
    void itFollowsItsAlarmsAndSaysWhichOneMovedIt() {
        cloudWatch.putCompositeAlarm(c -> c.alarmName("any").alarmRule("ALARM(errors) OR ALARM(\"slow responses\")"));

        set("errors", StateValue.OK);

        assertThat(composite().stateValue()).isEqualTo(StateValue.OK);
        assertThat(composite().stateReason())
                .isEqualTo("arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors transitioned to OK at Sunday 01"
                        + " March, 2026 10:00:00 UTC");
    }

    @Test
    void itsTopicIsToldWhichAlarmMovedIt() {
        String topic = Clients.of(aws)
                .with(SnsClient.builder())
                .createTopic(c -> c.name("alarms"))
                .topicArn();
        cloudWatch.putCompositeAlarm(
                c -> c.alarmName("any").alarmRule("ALARM(\"slow responses\")").alarmActions(topic));

        set("slow responses", StateValue.ALARM);

        assertThat(aws.messages(topic))
                .singleElement()
                .satisfies(
                        m -> assertThat(m.message())
                                .contains("\"AlarmRule\":\"ALARM(\\\"slow responses\\\")\"")
                                .contains(
                                        "\"TriggeringChildren\":[{\"Arn\":\"arn:aws:cloudwatch:us-east-1:111122223333:alarm:slow"
                                                + " responses\",\"State\":{\"Value\":\"ALARM\",\"Timestamp\":\"2026-03-01T10:00:00.000+0000\"}}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALARM(nobody)      | Could not save the composite alarm as alarms [nobody] in the alarm rule do not exist",
                "ALARM(any)         | Could not save the composite alarm as its rule would form a cycle",
                "ALARM(errors       | Invalid AlarmRule: A closing bracket is missing at position 7",
                "ALARM(errors) XOR TRUE | Invalid AlarmRule: Unexpected text at position 15"
            })
    void aRuleThatCannotBeWorkedOutIsRefused(String rule, String message) {
        assertThatThrownBy(() ->
                        cloudWatch.putCompositeAlarm(c -> c.alarmName("any").alarmRule(rule)))
                .isInstanceOfSatisfying(
                        CloudWatchException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message));
    }

    private void set(String name, StateValue value) {
        cloudWatch.setAlarmState(s -> s.alarmName(name).stateValue(value).stateReason("test"));
    }

    private CompositeAlarm composite() {
        return cloudWatch
                .describeAlarms(d -> d.alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst();
    }
}
