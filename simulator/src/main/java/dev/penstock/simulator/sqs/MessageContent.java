package dev.penstock.simulator.sqs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent.
 *
 * @param attributes the sender's
 * @param system attributes that the sender gave to SQS, which is {@code AWSTraceHeader} at most
 * @param sender the unique id of who sent it
 * @param sent when
 * @param group its message group
 * @param deduplication its deduplication id, in FIFO queues
 * @param sequence its sequence number, in FIFO queues
 */
record MessageContent(
        String id,
        String body,
        Map<String, MessageAttribute> attributes,
        Map<String, MessageAttribute> system,
        String sender,
        Instant sent,
        Optional<String> group,
        Optional<String> deduplication,
        Optional<String> sequence) {

    MessageContent {
        attributes = Map.copyOf(attributes);
        system = Map.copyOf(system);
    }

    /** The same as a new message. */
    MessageContent sentAgain(String newId, Instant now) {
        return new MessageContent(newId, body, attributes, system, sender, now, group, deduplication, sequence);
    }
}
