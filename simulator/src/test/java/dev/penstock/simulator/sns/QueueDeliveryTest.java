package dev.penstock.simulator.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What topics put into queues. */
class QueueDeliveryTest {

    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private SimulatedTime time = SimulatedTime.stepped(START);
    private SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private SnsClient sns = Clients.of(aws).with(SnsClient.builder());
    private SqsClient sqs = Clients.of(aws).with(SqsClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    private void enforcing() {
        aws.close();
        time = SimulatedTime.stepped(START);
        aws = SimulatedAws.builder().time(time).enforcePolicies(true).start();
        sns = Clients.of(aws).with(SnsClient.builder());
        sqs = Clients.of(aws).with(SqsClient.builder());
    }

    private String topic(String name, Map<String, String> attributes) {
        return sns.createTopic(c -> c.name(name).attributes(attributes)).topicArn();
    }

    private static String arn(String queue) {
        return "arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":" + queue;
    }

    private void queue(String name, Map<QueueAttributeName, String> attributes) {
        sqs.createQueue(c -> c.queueName(name).attributes(attributes));
    }

    private String subscribe(String topic, String queue, Map<String, String> attributes) {
        return sns.subscribe(s -> s.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn(queue))
                        .attributes(attributes)
                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    private List<Message> received(String queue) {
        return sqs.receiveMessage(r -> r.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages();
    }

    private static Map<?, ?> envelope(Message message) {
        return (Map<?, ?>) Json.tree(message.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aQueueGetsTheEnvelopeOrTheMessageItself() {
        String topic = topic("news", Map.of());
        queue("wrapped", Map.of());
        queue("raw", Map.of());
        String wrapped = subscribe(topic, "wrapped", Map.of());
        subscribe(topic, "raw", Map.of("RawMessageDelivery", "true"));
        Map<String, MessageAttributeValue> attributes = Map.of(
                "kind",
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("new")
                        .build());
        String id = sns.publish(
                        p -> p.topicArn(topic).subject("hello").message("world").messageAttributes(attributes))
                .messageId();

        Map<?, ?> envelope = envelope(received("wrapped").getFirst());
        assertThat(envelope.get("Message")).isEqualTo("world");
        assertThat(envelope.get("MessageId")).isEqualTo(id);
        assertThat(envelope.get("MessageAttributes"))
                .isEqualTo(Map.of("kind", Map.of("Type", "String", "Value", "new")));
        assertThat(String.valueOf(envelope.get("UnsubscribeURL"))).endsWith("SubscriptionArn=" + wrapped);
        Message raw = received("raw").getFirst();
        assertThat(raw.body()).isEqualTo("world");
        assertThat(raw.messageAttributes()).containsOnlyKeys("kind");
        assertThat(aws.messages(topic).getFirst().deliveries())
                .extracting(TopicMessage.Delivery::outcome)
                .containsOnly(TopicMessage.Outcome.DELIVERED);
    }

    @Test
    void aFifoTopicKeepsGroupsAndForgetsNoDuplicate() {
        String topic = topic("news.fifo", Map.of("FifoTopic", "true"));
        queue("news.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        subscribe(topic, "news.fifo", Map.of("RawMessageDelivery", "true"));
        for (String body : List.of("one", "again", "two")) {
            sns.publish(p -> p.topicArn(topic)
                    .message(body)
                    .messageGroupId("g")
                    .messageDeduplicationId(body.equals("again") ? "one" : body));
        }

        List<Message> messages = received("news.fifo");
        assertThat(messages).extracting(Message::body).containsExactly("one", "two");
        assertThat(messages.getFirst().attributesAsStrings())
                .containsEntry("MessageGroupId", "g")
                .containsEntry("MessageDeduplicationId", "one");
    }

    @Test
    void whatAQueueThatIsGoneDoesNotGetIsADeadLetter() {
        String topic = topic("news", Map.of());
        queue("orders", Map.of());
        queue("letters", Map.of());
        subscribe(topic, "orders", Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + arn("letters") + "\"}"));
        sqs.deleteQueue(d -> d.queueUrl("orders"));
        sns.publish(p -> p.topicArn(topic).message("lost"));

        assertThat(envelope(received("letters").getFirst()).get("Message")).isEqualTo("lost");
        assertThat(aws.messages(topic).getFirst().deliveries())
                .extracting(TopicMessage.Delivery::outcome)
                .containsExactly(TopicMessage.Outcome.DEAD_LETTER);
    }

    @Test
    void theQueuesPolicyDecidesWherePoliciesAreEnforced() {
        enforcing();
        String topic = topic("news", Map.of());
        queue("closed", Map.of());
        queue("other", Map.of(QueueAttributeName.POLICY, policy("other", topic + "-2")));
        queue("open", Map.of(QueueAttributeName.POLICY, policy("open", topic)));
        for (String queue : List.of("closed", "other", "open")) {
            subscribe(topic, queue, Map.of());
        }
        sns.publish(p -> p.topicArn(topic).message("hello"));

        assertThat(received("closed")).isEmpty();
        assertThat(received("other")).isEmpty();
        assertThat(received("open")).hasSize(1);
    }

    private static String policy(String queue, String topic) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\"" + arn(queue)
                + "\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"" + topic + "\"}}}]}";
    }

    @Test
    @SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
    void anAlarmIsHeardInAQueue() {
        CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder());
        String topic = topic("alarms", Map.of());
        queue("alarms", Map.of());
        subscribe(topic, "alarms", Map.of());
        cloudWatch.putMetricAlarm(a -> a.alarmName("errors")
                .namespace("Shop")
                .metricName("Errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .alarmActions(topic));
        cloudWatch.putMetricData(
                p -> p.namespace("Shop").metricData(d -> d.metricName("Errors").value(5.0)));
        time.advance(Duration.ofMinutes(3));

        List<Message> heard = received("alarms");
        assertThat(heard).hasSize(1);
        Map<?, ?> said = (Map<?, ?>) Json.tree(
                String.valueOf(envelope(heard.getFirst()).get("Message")).getBytes(StandardCharsets.UTF_8));
        assertThat(said.get("AlarmName")).isEqualTo("errors");
        assertThat(said.get("NewStateValue")).isEqualTo("ALARM");
    }

    @Test
    void aReceiverThatWaitsHearsOfATopicAtOnce() {
        String topic = topic("news", Map.of());
        queue("orders", Map.of());
        subscribe(topic, "orders", Map.of());
        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(
                () -> sqs.receiveMessage(r -> r.queueUrl("orders").waitTimeSeconds(20))
                        .messages());
        sns.publish(p -> p.topicArn(topic).message("hello"));

        assertThat(waiting.join()).hasSize(1);
        assertThat(time.now()).isEqualTo(START);
    }
}
