package dev.penstock.simulator.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a receiver gets to speak of a message that it received.
 *
 * @param queue the ARN of its queue
 * @param message its key there
 * @param receipt the id of this receipt
 */
record ReceiptHandle(String queue, String message, String receipt) {

    /**
     * Reads a handle of a queue's.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is none, or another queue's
     */
    static ReceiptHandle parse(Queue queue, String handle) {
        return decode(handle)
                .filter(parsed -> parsed.queue().equals(queue.arn()))
                .orElseThrow(() -> SqsErrors.receiptHandle(handle));
    }

    private static Optional<ReceiptHandle> decode(String handle) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8).split(" ", -1);
            return parts.length == 3 ? Optional.of(new ReceiptHandle(parts[0], parts[1], parts[2])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        String parts = queue + " " + message + " " + receipt;
        return Base64.getEncoder().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }
}
