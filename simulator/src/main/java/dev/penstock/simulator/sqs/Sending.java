package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** {@code SendMessage} and {@code SendMessageBatch}. */
final class Sending {

    private static final int LONGEST_DELAY = 900;

    /** How far sequence numbers of AWS are apart. */
    private static final long STRIDE = 256;

    private static final long FIRST = 49_496_460_467_696_128L;

    /**
     * What is to be sent, checked as far as it can be without its queue.
     *
     * @param delay seconds, if the sender said so
     */
    record Letter(
            String body,
            Map<String, MessageAttribute> attributes,
            Map<String, MessageAttribute> system,
            Optional<Integer> delay,
            Optional<String> group,
            Optional<String> deduplication,
            String sender) {}

    /** What became of it: the same for a message that a FIFO queue knew. */
    record Sent(String messageId, Optional<String> sequence) {}

    private final Queues queues;
    private final MessageGroups groups;
    private final Ids ids;

    Sending(Queues queues, MessageGroups groups, Ids ids) {
        this.queues = queues;
        this.groups = groups;
        this.ids = ids;
    }

    SendMessageResponse send(Call call, SendMessageRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        MessageRules.checkId("MessageGroupId", request.messageGroupId());
        MessageRules.checkId("MessageDeduplicationId", request.messageDeduplicationId());
        Map<String, MessageAttribute> system = MessageRules.system(request.messageSystemAttributesAsStrings());
        Letter letter = new Letter(
                MessageRules.body(request.messageBody()),
                MessageRules.attributes(request.messageAttributes()),
                call.header("x-amzn-trace-id")
                        .map(header -> MessageRules.traced(system, header))
                        .orElse(system),
                Optional.ofNullable(request.delaySeconds()),
                Optional.ofNullable(request.messageGroupId()),
                Optional.ofNullable(request.messageDeduplicationId()),
                call.caller().userId());
        check(queue, letter, "One or more parameters are invalid. Reason: ");
        Sent sent = send(queue, letter, call.now());
        call.effect(queue.arn());
        return SendMessageResponse.builder()
                .messageId(sent.messageId())
                .sequenceNumber(sent.sequence().orElse(null))
                .md5OfMessageBody(Digests.md5(letter.body()))
                .md5OfMessageAttributes(digest(letter.attributes()))
                .md5OfMessageSystemAttributes(digest(system))
                .build();
    }

    SendMessageBatchResponse sendBatch(Call call, SendMessageBatchRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        List<SendMessageBatchRequestEntry> entries = request.entries();
        Batches.check("SendMessageBatchRequestEntry", entries, SendMessageBatchRequestEntry::id);
        if (queue.isFifo()) {
            entries.forEach(entry -> checkFifo(queue, entry));
        }
        int size = entries.stream().mapToInt(Sending::size).sum();
        if (size > MessageRules.LARGEST) {
            throw SqsErrors.batchTooLong(MessageRules.LARGEST, size);
        }
        List<SendMessageBatchResultEntry> sent = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : entries) {
            try {
                sent.add(sendEntry(call, queue, entry));
            } catch (ServiceError e) {
                failed.add(Batches.failure(entry.id(), e));
            }
        }
        if (!sent.isEmpty()) {
            call.effect(queue.arn());
        }
        return SendMessageBatchResponse.builder()
                .successful(Batches.orNull(sent))
                .failed(Batches.orNull(failed))
                .build();
    }

    private SendMessageBatchResultEntry sendEntry(Call call, Queue queue, SendMessageBatchRequestEntry entry) {
        MessageRules.checkId("MessageGroupId", entry.messageGroupId());
        MessageRules.checkId("MessageDeduplicationId", entry.messageDeduplicationId());
        Letter letter = new Letter(
                MessageRules.body(entry.messageBody()),
                MessageRules.attributes(entry.messageAttributes()),
                MessageRules.system(entry.messageSystemAttributesAsStrings()),
                Optional.ofNullable(entry.delaySeconds()),
                Optional.ofNullable(entry.messageGroupId()),
                Optional.ofNullable(entry.messageDeduplicationId()),
                call.caller().userId());
        check(queue, letter, "One or more parameters cannot be validated. Reason: ");
        Sent sent = send(queue, letter, call.now());
        return SendMessageBatchResultEntry.builder()
                .id(entry.id())
                .messageId(sent.messageId())
                .sequenceNumber(sent.sequence().orElse(null))
                .md5OfMessageBody(Digests.md5(letter.body()))
                .md5OfMessageAttributes(digest(letter.attributes()))
                .md5OfMessageSystemAttributes(digest(letter.system()))
                .build();
    }

    /** Puts a message of a service into a queue; false when the queue does not take it. */
    boolean deliver(Queue queue, ServiceMessage message, Instant now) {
        Letter letter = new Letter(
                message.body(),
                message.attributes(),
                Map.of(),
                Optional.empty(),
                message.group(),
                queue.isFifo() ? message.deduplication() : Optional.empty(),
                message.senderId());
        try {
            MessageRules.checkCount(letter.attributes().size());
            check(queue, letter, "");
            send(queue, letter, now);
            return true;
        } catch (ServiceError e) {
            return false;
        }
    }

    /** Puts a message into a queue, or finds that it is there. */
    Sent send(Queue queue, Letter letter, Instant now) {
        Optional<String> deduplication = queue.isFifo()
                ? letter.deduplication().or(() -> Optional.of(Digests.sha256(letter.body())))
                : Optional.empty();
        Optional<String> scoped = deduplication.map(
                id -> queue.deduplicatesByGroup(now) ? letter.group().orElse("") + " " + id : id);
        Optional<Queues.Known> known = scoped.flatMap(id -> queues.known(queue, id, now));
        if (known.isPresent()) {
            return new Sent(known.get().messageId(), Optional.of(known.get().sequence()));
        }
        Optional<String> sequence = queue.isFifo()
                ? Optional.of(String.format(Locale.ROOT, "188%017d", FIRST + queues.next(queue, "sequence") * STRIDE))
                : Optional.empty();
        String id = ids.uuid();
        scoped.ifPresent(key -> queues.know(queue, key, new Queues.Known(id, sequence.orElse(""), now)));
        MessageContent content = new MessageContent(
                id,
                letter.body(),
                letter.attributes(),
                letter.system(),
                letter.sender(),
                now,
                letter.group(),
                deduplication,
                sequence);
        // A FIFO queue takes no delay but its own, and a message that says zero does not change that.
        int delay =
                letter.delay().filter(seconds -> !queue.isFifo()).orElseGet(() -> queue.number(QueueAttributes.DELAY));
        if (queue.isFifo()) {
            groups.arrived(queue, letter.group().orElse(""));
        }
        queues.add(queue, StoredMessage.fresh(content, now.plusSeconds(delay)));
        return new Sent(id, sequence);
    }

    private static void check(Queue queue, Letter letter, String tooLong) {
        letter.delay().ifPresent(delay -> {
            if (queue.isFifo() && delay != 0) {
                throw SqsErrors.invalidParameter(
                        "DelaySeconds", delay, "The request include parameter that is not valid for this queue type.");
            }
            if (delay < 0 || delay > LONGEST_DELAY) {
                throw SqsErrors.invalidParameter(
                        "DelaySeconds", delay, "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY + ".");
            }
        });
        if (queue.isFifo() && letter.group().isEmpty()) {
            throw SqsErrors.missing("MessageGroupId");
        }
        if (queue.isFifo() && letter.deduplication().isEmpty() && !queue.deduplicatesByContent()) {
            throw undeduplicated();
        }
        if (!queue.isFifo() && letter.deduplication().isPresent()) {
            throw SqsErrors.invalidParameter(
                    "MessageDeduplicationId",
                    letter.deduplication().get(),
                    "The request includes a parameter that is not valid for this queue type.");
        }
        int most = queue.number(QueueAttributes.LARGEST_MESSAGE);
        if (MessageRules.size(letter.body(), letter.attributes()) > most) {
            throw SqsErrors.invalidParameter(tooLong + "Message must be shorter than " + most + " bytes.");
        }
    }

    /** What a FIFO queue asks of every entry before it takes any. */
    private static void checkFifo(Queue queue, SendMessageBatchRequestEntry entry) {
        if (isEmpty(entry.messageDeduplicationId()) && !queue.deduplicatesByContent()) {
            throw undeduplicated();
        }
        if (isEmpty(entry.messageGroupId())) {
            throw SqsErrors.invalidParameter("The request must contain the parameter MessageGroupId.");
        }
    }

    private static ServiceError undeduplicated() {
        return SqsErrors.invalidParameter("The queue should either have ContentBasedDeduplication enabled or"
                + " MessageDeduplicationId provided explicitly");
    }

    /** How many bytes an entry has, whether or not it is one that SQS takes. */
    private static int size(SendMessageBatchRequestEntry entry) {
        String body = entry.messageBody() == null ? "" : entry.messageBody();
        try {
            return MessageRules.size(body, MessageRules.attributes(entry.messageAttributes()));
        } catch (ServiceError e) {
            return MessageRules.size(body, Map.of());
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static @Nullable String digest(Map<String, MessageAttribute> attributes) {
        return attributes.isEmpty() ? null : Digests.md5(attributes);
    }
}
