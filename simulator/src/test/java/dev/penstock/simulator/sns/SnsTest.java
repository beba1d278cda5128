package dev.penstock.simulator.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.sns.TopicMessage.Outcome;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class SnsTest {

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-03-01T10:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final SnsClient sns = Clients.of(aws).with(SnsClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void settingsOfShortMessagesAreKeptAndChecked() {
        sns.setSMSAttributes(s -> s.attributes(Map.of("DefaultSMSType", "Promotional", "DefaultSenderID", "Shop")));

        assertThat(sns.getSMSAttributes().attributes())
                .isEqualTo(
                        Map.of("DefaultSMSType", "Promotional", "DefaultSenderID", "Shop", "MonthlySpendLimit", "1"));
        assertThat(sns.getSMSAttributes(g -> g.attributes("DefaultSenderID")).attributes())
                .isEqualTo(Map.of("DefaultSenderID", "Shop"));
        assertThat(code(() -> sns.setSMSAttributes(s -> s.attributes(Map.of("DefaultSMSType", "Urgent")))))
                .isEqualTo("InvalidParameter");
        assertThat(code(() -> sns.setSMSAttributes(s -> s.attributes(Map.of("DefaultSendID", "Shop")))))
                .isEqualTo("InvalidParameter");
        assertThat(sns.checkIfPhoneNumberIsOptedOut(c -> c.phoneNumber("+15551234567"))
                        .isOptedOut())
                .isFalse();
        assertThat(sns.listPhoneNumbersOptedOut().phoneNumbers()).isEmpty();
    }

    @Test
    void whatIsNoPhoneNumberCannotBePublishedTo() {
        assertThat(code(() -> sns.publish(p -> p.phoneNumber("+1a234").message("x"))))
                .isEqualTo("InvalidParameter");
    }

    @Test
    void whatIsNoSubscriptionsArnCannotBeUnsubscribed() {
        assertThat(code(() -> sns.unsubscribe(u -> {}))).isEqualTo("InvalidParameter");
        assertThat(code(() -> sns.unsubscribe(u -> u.subscriptionArn("arn:aws:sns:us-east-1:111122223333:orders"))))
                .isEqualTo("InvalidParameter");
    }

    private String topic() {
        return sns.createTopic(c -> c.name("orders")).topicArn();
    }

    @Test
    void whatAFunctionWouldGetIsKept() {
        String topic = topic();
        sns.subscribe(s ->
                s.topicArn(topic).protocol("lambda").endpoint("arn:aws:lambda:us-east-1:111122223333:function:orders"));

        sns.publish(
                p -> p.topicArn(topic).subject("New").message("one").messageAttributes(Map.of("kind", text("book"))));

        assertThat(aws.messages(topic)).singleElement().satisfies(m -> {
            assertThat(m.message()).isEqualTo("one");
            assertThat(m.subject()).contains("New");
            assertThat(m.deliveries()).singleElement().satisfies(d -> {
                assertThat(d.outcome()).isEqualTo(Outcome.KEPT);
                assertThat(d.body())
                        .contains("\"Type\":\"Notification\"", "\"Message\":\"one\"", "\"Subject\":\"New\"")
                        .contains("\"MessageAttributes\":{\"kind\":{\"Type\":\"String\",\"Value\":\"book\"}}");
            });
        });
    }

    @Test
    void anEndpointOnLoopbackIsAskedToConfirmAndThenGetsMessages() throws Exception {
        try (Endpoint endpoint = new Endpoint()) {
            String topic = topic();
            assertThat(sns.subscribe(s -> s.topicArn(topic).protocol("http").endpoint(endpoint.url()))
                            .subscriptionArn())
                    .isEqualTo("pending confirmation");
            Received asked = endpoint.next();
            assertThat(asked.type()).isEqualTo("SubscriptionConfirmation");
            String confirm = asked.body().replaceAll("(?s).*\"SubscribeURL\":\"([^\"]*)\".*", "$1");

            String answer = new String(URI.create(confirm).toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
            sns.publish(p -> p.topicArn(topic).message("hello"));
            Received got = endpoint.next();

            assertThat(answer).contains("<SubscriptionArn>" + topic + ":");
            assertThat(got.type()).isEqualTo("Notification");
            assertThat(got.body()).contains("\"Message\":\"hello\"");
            assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
            assertThat(aws.messages(topic).getLast().deliveries().getFirst().outcome())
                    .isEqualTo(Outcome.POSTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/hook",
                "http://127.0.0.1.example.com/hook",
                "http://localhost.example.com/",
                "http://10.0.0.1/",
                "http://127.0.0.1@example.com/",
                "http://2130706433/",
                "http://[::ffff:10.0.0.1]/",
                "http://169.254.169.254/latest"
            })
    void nothingIsSentBeyondLoopback(String endpoint) {
        String topic = topic();

        sns.subscribe(s -> s.topicArn(topic).protocol("http").endpoint(endpoint));

        assertThat(aws.messages(topic).getFirst().deliveries().getFirst().outcome())
                .isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void anEmailSubscriptionGetsNothingBeforeItIsConfirmed() {
        String topic = topic();
        sns.subscribe(s -> s.topicArn(topic).protocol("email").endpoint("ops@example.com"));
        sns.publish(p -> p.topicArn(topic).message("early"));
        String token = aws.messages(topic)
                .getFirst()
                .deliveries()
                .getFirst()
                .body()
                .replaceAll("(?s).*\"Token\":\"([^\"]*)\".*", "$1");

        sns.confirmSubscription(c -> c.topicArn(topic).token(token));
        sns.publish(p -> p.topicArn(topic).message("late"));

        assertThat(aws.messages(topic))
                .extracting(TopicMessage::message, m -> m.deliveries().size())
                .endsWith(tuple("early", 0), tuple("late", 1));
    }

    @Test
    void aFifoTopicKnowsAMessageAgainForFiveMinutes() {
        String topic = sns.createTopic(c -> c.name("orders.fifo")
                        .attributes(Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true")))
                .topicArn();

        PublishResponse first =
                sns.publish(p -> p.topicArn(topic).message("one").messageGroupId("g"));
        PublishResponse again =
                sns.publish(p -> p.topicArn(topic).message("one").messageGroupId("g"));
        PublishBatchResponse batch = sns.publishBatch(b -> b.topicArn(topic)
                .publishBatchRequestEntries(
                        e -> e.id("1").message("one").messageGroupId("g"),
                        e -> e.id("2").message("two").messageGroupId("g")));
        time.advance(Duration.ofMinutes(6));
        sns.publish(p -> p.topicArn(topic).message("one").messageGroupId("g"));

        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(batch.successful().getFirst().sequenceNumber()).isEqualTo(first.sequenceNumber());
        assertThat(aws.messages(topic)).extracting(TopicMessage::message).containsExactly("one", "two", "one");
        assertThat(aws.messages(topic))
                .extracting(m -> m.sequenceNumber().orElseThrow())
                .isSorted();
        assertThat(code(() -> sns.publish(p -> p.topicArn(topic).message("x")))).isEqualTo("InvalidParameter");
    }

    @Test
    void anAlarmTellsItsTopic() {
        String topic = topic();
        CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());
        cloudWatch.putMetricAlarm(a -> a.alarmName("errors")
                .namespace("Shop")
                .metricName("Errors")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanThreshold")
                .alarmActions(topic));
        cloudWatch.putMetricData(
                p -> p.namespace("Shop").metricData(d -> d.metricName("Errors").value(3.0)));

        time.advance(Duration.ofMinutes(2));

        assertThat(aws.messages(topic)).singleElement().satisfies(m -> {
            assertThat(m.subject()).contains("ALARM: \"errors\" in US East (N. Virginia)");
            assertThat(m.message())
                    .contains("\"NewStateValue\":\"ALARM\"", "\"OldStateValue\":\"INSUFFICIENT_DATA\"")
                    .contains("\"AWSAccountId\":\"111122223333\"", "\"Statistic\":\"SUM\"");
        });
    }

    @Test
    void creatingATopicAgainIsDoneOnceUnlessItDiffers() {
        String topic = topic();
        assertThat(topic()).isEqualTo(topic);
        assertThat(aws.effects().of("sns", "CreateTopic")).hasSize(1);
        assertThat(code(() -> sns.createTopic(c -> c.name("orders").attributes(Map.of("DisplayName", "other")))))
                .isEqualTo("InvalidParameter");
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "";
        } catch (SnsException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private record Received(String type, String body) {}

    /** An HTTP endpoint that keeps what it gets. */
    private static final class Endpoint implements AutoCloseable {

        private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Endpoint() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                String type =
                        String.join("", exchange.getRequestHeaders().getOrDefault("X-amz-sns-message-type", List.of()));
                received.add(new Received(
                        type, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        Received next() throws InterruptedException {
            Received next = received.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
