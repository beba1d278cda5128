package dev.penstock.simulator.sqs;

import java.util.Map;
import java.util.Optional;

/**
 * A message that a service of AWS puts into a queue.
 *
 * @param queueArn where it goes
 * @param service who sends it, like {@code sns.amazonaws.com}
 * @param sourceArn on whose behalf, like a topic's
 * @param senderId what receivers see as its sender
 * @param group its message group
 * @param deduplication its deduplication id
 */
public record ServiceMessage(
        String queueArn,
        String service,
        String sourceArn,
        String senderId,
        String body,
        Map<String, MessageAttribute> attributes,
        Optional<String> group,
        Optional<String> deduplication) {

    public ServiceMessage {
        attributes = Map.copyOf(attributes);
    }

    /** The same for another queue. */
    public ServiceMessage to(String otherQueueArn) {
        return new ServiceMessage(otherQueueArn, service, sourceArn, senderId, body, attributes, group, deduplication);
    }
}
