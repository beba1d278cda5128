package dev.penstock.simulator.sns;

import dev.penstock.simulator.sns.TopicMessage.Outcome;
import dev.penstock.simulator.sqs.MessageAttribute;
import dev.penstock.simulator.sqs.ServiceMessage;
import dev.penstock.simulator.sqs.Sqs;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts messages of topics into queues, and what cannot be delivered into dead-letter queues. Source: SNS Developer Guide,
 * "Fanout to Amazon SQS queues", "Raw message delivery" and "Dead-letter queues".
 */
final class QueueDelivery {

    private static final String SERVICE = "sns.amazonaws.com";

    /** What receivers see as the sender: the id of SNS itself. */
    private static final String SENDER = "AIDAIT2UOQQY3AUEKVGXU";

    private final Sqs sqs;

    QueueDelivery(Sqs sqs) {
        this.sqs = sqs;
    }

    /** Delivers to the queue of a subscription, or else to its dead-letter queue. */
    Outcome deliver(Subscription subscription, TopicMessage message, String body) {
        return sqs.deliver(spoken(subscription, message, body, subscription.endpoint()))
                ? Outcome.DELIVERED
                : discard(subscription, message, body);
    }

    /** Puts what a subscription did not get into its dead-letter queue, if it has one. */
    Outcome discard(Subscription subscription, TopicMessage message, String body) {
        boolean kept = subscription
                .deadLetterTarget()
                .filter(target -> sqs.deliver(spoken(subscription, message, body, target)))
                .isPresent();
        return kept ? Outcome.DEAD_LETTER : Outcome.FAILED;
    }

    private static ServiceMessage spoken(Subscription subscription, TopicMessage message, String body, String queue) {
        Map<String, MessageAttribute> attributes = new HashMap<>();
        if (subscription.isRaw()) {
            message.attributes()
                    .forEach((name, attribute) ->
                            attributes.put(name, new MessageAttribute(attribute.dataType(), attribute.value())));
        }
        // Recorded: a standard queue does not hear of the groups of a FIFO topic, but of those of a standard one.
        boolean grouped = queue.endsWith(".fifo") || !message.topicArn().endsWith(".fifo");
        return new ServiceMessage(
                queue,
                SERVICE,
                message.topicArn(),
                SENDER,
                body,
                attributes,
                message.groupId().filter(group -> grouped),
                message.deduplicationId());
    }
}
