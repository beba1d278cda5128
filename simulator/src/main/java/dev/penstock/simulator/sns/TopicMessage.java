package dev.penstock.simulator.sns;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message that was published to a topic, or that a topic sent of itself, and what became of it.
 *
 * @param kind {@code Notification}, {@code SubscriptionConfirmation} or {@code UnsubscribeConfirmation}
 * @param groupId of FIFO topics
 * @param deduplicationId of FIFO topics
 * @param sequenceNumber of FIFO topics
 * @param deliveries one for each subscription that the message went to
 */
public record TopicMessage(
        String topicArn,
        String messageId,
        String kind,
        Instant at,
        Optional<String> subject,
        String message,
        Map<String, Attribute> attributes,
        Optional<String> groupId,
        Optional<String> deduplicationId,
        Optional<String> sequenceNumber,
        List<Delivery> deliveries) {

    /**
     * A message attribute.
     *
     * @param value as text; of binary ones in Base64
     */
    public record Attribute(String dataType, String value) {}

    /** What became of a message for one subscription. */
    public enum Outcome {
        /** Posted to an endpoint on loopback, which answered with a status of 2xx. */
        POSTED,
        /** Being posted. */
        UNDER_WAY,
        /** The endpoint answered otherwise or not at all; the queue is not there or does not take it. */
        FAILED,
        /** An HTTP endpoint beyond this machine, to which nothing is sent. */
        NOT_SENT,
        /** Kept here in place of a function, stream, mail, short message or mobile push. */
        KEPT,
        /** Put into a queue. */
        DELIVERED,
        /** Put into the subscription's dead-letter queue, as it could not be delivered. */
        DEAD_LETTER
    }

    /**
     * A delivery.
     *
     * @param body what the endpoint got or would get
     */
    public record Delivery(String subscriptionArn, String protocol, String endpoint, String body, Outcome outcome) {}

    public TopicMessage {
        attributes = Map.copyOf(attributes);
        deliveries = List.copyOf(deliveries);
    }

    TopicMessage withDeliveries(List<Delivery> others) {
        return new TopicMessage(
                topicArn,
                messageId,
                kind,
                at,
                subject,
                message,
                attributes,
                groupId,
                deduplicationId,
                sequenceNumber,
                others);
    }

    /** The message after one of its deliveries ended. */
    TopicMessage delivered(String subscriptionArn, Outcome outcome) {
        return withDeliveries(deliveries.stream()
                .map(d -> d.subscriptionArn().equals(subscriptionArn)
                        ? new Delivery(d.subscriptionArn(), d.protocol(), d.endpoint(), d.body(), outcome)
                        : d)
                .toList());
    }
}
