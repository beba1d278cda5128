package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What a reopened simulator still knows of alarms, topics, parameters, secrets and logs. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class KeptConfigurationTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path directory;

    private SimulatedAws open() {
        return SimulatedAws.builder()
                .directory(directory)
                .time(SimulatedTime.stepped(START))
                .start();
    }

    @Test
    void alarmsTopicsParametersSecretsAndLogsOutliveTheProcess() {
        String topic;
        try (SimulatedAws aws = open()) {
            topic = fill(Clients.of(aws));
        }
        try (SimulatedAws aws = open()) {
            Clients clients = Clients.of(aws);
            CloudWatchClient cloudWatch = clients.with(CloudWatchClient.builder());
            SsmClient ssm = clients.with(SsmClient.builder());
            SecretsManagerClient secrets = clients.with(SecretsManagerClient.builder());

            aws.time().advance(Duration.ofMinutes(2));

            assertThat(cloudWatch.describeAlarms().metricAlarms().getFirst().stateValue())
                    .isEqualTo(StateValue.ALARM);
            assertThat(aws.messages(topic))
                    .singleElement()
                    .satisfies(m -> assertThat(m.deliveries()).hasSize(1));
            assertThat(ssm.getParameter(g -> g.name("password").withDecryption(true))
                            .parameter()
                            .value())
                    .isEqualTo("hunter2");
            assertThat(secrets.getSecretValue(g -> g.secretId("db").versionStage("AWSPREVIOUS"))
                            .secretString())
                    .isEqualTo("one");
            assertThat(clients.logs().describeMetricFilters().metricFilters()).hasSize(1);
            assertThat(clients.logs().describeLogGroups().logGroups().getFirst().retentionInDays())
                    .isEqualTo(7);
        }
    }

    private static String fill(Clients clients) {
        SnsClient sns = clients.with(SnsClient.builder());
        String topic = sns.createTopic(c -> c.name("alarms")).topicArn();
        sns.subscribe(s -> s.topicArn(topic).protocol("sms").endpoint("+15550100"));
        CloudWatchClient cloudWatch = clients.with(CloudWatchClient.builder());
        cloudWatch.putMetricAlarm(a -> a.alarmName("errors")
                .namespace("Shop")
                .metricName("Errors")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanThreshold")
                .alarmActions(topic));
        CloudWatchLogsClient logs = clients.logs();
        logs.createLogGroup(c -> c.logGroupName("/shop"));
        logs.createLogStream(c -> c.logGroupName("/shop").logStreamName("web"));
        logs.putRetentionPolicy(r -> r.logGroupName("/shop").retentionInDays(7));
        logs.putMetricFilter(p -> p.logGroupName("/shop")
                .filterName("errors")
                .filterPattern("ERROR")
                .metricTransformations(
                        t -> t.metricNamespace("Shop").metricName("Errors").metricValue("1")));
        logs.putLogEvents(p -> p.logGroupName("/shop")
                .logStreamName("web")
                .logEvents(
                        e -> e.timestamp(START.toEpochMilli()).message("ERROR one"),
                        e -> e.timestamp(START.toEpochMilli()).message("ERROR two")));
        clients.with(SsmClient.builder())
                .putParameter(p -> p.name("password").value("hunter2").type(ParameterType.SECURE_STRING));
        SecretsManagerClient secrets = clients.with(SecretsManagerClient.builder());
        secrets.createSecret(c -> c.name("db").secretString("one"));
        secrets.putSecretValue(p -> p.secretId("db").secretString("two"));
        return topic;
    }
}
