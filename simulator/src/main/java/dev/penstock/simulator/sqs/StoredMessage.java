package dev.penstock.simulator.sqs;

import java.time.Instant;
import java.util.Optional;

/**
 * A message in a queue.
 *
 * @param content what was sent
 * @param visible from when it can be received
 * @param inFlight whether it was received here; while {@code visible} is ahead it is with a receiver then
 * @param received how often it was received
 * @param first when it was received first
 * @param last when it was received last
 * @param receipt the id of its last receipt; empty before
 * @param origin ARN of the queue that it was moved from as a dead letter
 */
record StoredMessage(
        MessageContent content,
        Instant visible,
        boolean inFlight,
        int received,
        Optional<Instant> first,
        Optional<Instant> last,
        String receipt,
        Optional<String> origin) {

    /** A message that nobody has received. */
    static StoredMessage fresh(MessageContent content, Instant visible) {
        return new StoredMessage(content, visible, false, 0, Optional.empty(), Optional.empty(), "", Optional.empty());
    }

    boolean isVisible(Instant now) {
        return !visible.isAfter(now);
    }

    /** Whether it is with a receiver, for whom it is kept back. */
    boolean isWithReceiver(Instant now) {
        return inFlight && !isVisible(now);
    }

    StoredMessage received(Instant now, Instant until, String newReceipt) {
        Optional<Instant> earliest = first.or(() -> Optional.of(now));
        return new StoredMessage(content, until, true, received + 1, earliest, Optional.of(now), newReceipt, origin);
    }

    StoredMessage visibleFrom(Instant from) {
        return new StoredMessage(content, from, inFlight, received, first, last, receipt, origin);
    }

    /** As a dead letter of a queue. */
    StoredMessage deadLetterOf(String queue, Instant now) {
        return new StoredMessage(content, now, false, received, first, last, "", Optional.of(queue));
    }
}
