package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** {@code ReceiveMessage}. */
final class Receiving {

    private static final int MOST = 10;
    private static final int LONGEST_WAIT = 20;
    static final int LONGEST_VISIBILITY = 43_200;

    private final Queues queues;
    private final MessageGroups groups;
    private final Ids ids;

    Receiving(Queues queues, MessageGroups groups, Ids ids) {
        this.queues = queues;
        this.groups = groups;
        this.ids = ids;
    }

    ReceiveMessageResponse receive(Call call, ReceiveMessageRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        int most = within(
                        "MaxNumberOfMessages",
                        request.maxNumberOfMessages(),
                        1,
                        MOST,
                        "Must be between 1 and 10, if provided.")
                .orElse(1);
        int wait = within(
                        "WaitTimeSeconds",
                        request.waitTimeSeconds(),
                        0,
                        LONGEST_WAIT,
                        "Must be >= 0 and <= 20, if provided.")
                .orElseGet(() -> queue.number(QueueAttributes.WAIT));
        int visibility = within(
                        "VisibilityTimeout",
                        request.visibilityTimeout(),
                        0,
                        LONGEST_VISIBILITY,
                        "Must be >= 0 and <= 43200, if provided.")
                .orElseGet(() -> queue.number(QueueAttributes.VISIBILITY));
        MessageView view = MessageView.asked(request);
        queues.expire(queue, call.now());
        List<String> keys = queue.isFifo() ? ofGroups(queue, most, call.now()) : inOrder(queue, most, call.now());
        if (keys.isEmpty() && waits(call, queue, call.began().plusSeconds(wait))) {
            return ReceiveMessageResponse.builder().build();
        }
        List<software.amazon.awssdk.services.sqs.model.Message> messages = new ArrayList<>();
        for (String key : keys) {
            StoredMessage message = queues.message(queue, key, call.now())
                    .orElseThrow()
                    .received(call.now(), call.now().plusSeconds(visibility), ids.uuid());
            queues.put(queue, key, message);
            messages.add(view.of(queue, key, message));
        }
        if (!keys.isEmpty()) {
            call.effect(queue.arn());
        }
        return ReceiveMessageResponse.builder()
                .messages(Batches.orNull(messages))
                .build();
    }

    /** Lets the call wait for messages, when there is time left. */
    private boolean waits(Call call, Queue queue, Instant deadline) {
        if (!call.isPatient() || !call.now().isBefore(deadline)) {
            return false;
        }
        Instant next = queues.messages(queue, call.now()).values().stream()
                .map(StoredMessage::visible)
                .filter(visible -> visible.isAfter(call.now()) && visible.isBefore(deadline))
                .min(Instant::compareTo)
                .orElse(deadline);
        queues.waiters().enter(call, queue, next);
        return true;
    }

    /** The first messages of a standard queue that can be received. */
    private List<String> inOrder(Queue queue, int most, Instant now) {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, StoredMessage> entry :
                queues.messages(queue, now).entrySet()) {
            boolean ready = keys.size() < most && entry.getValue().isVisible(now);
            if (ready && !discarded(queue, entry.getKey(), entry.getValue(), now)) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    /**
     * Messages of a FIFO queue: of one group after the other, of each from its first on, as far as they can be received.
     * The groups that gave some stand behind the others next time.
     */
    private List<String> ofGroups(Queue queue, int most, Instant now) {
        List<String> keys = new ArrayList<>();
        for (MessageGroups.Group group : groups.waiting(queue, now)) {
            int before = keys.size();
            for (Map.Entry<String, StoredMessage> entry : group.messages().entrySet()) {
                if (keys.size() >= most || !entry.getValue().isVisible(now)) {
                    break;
                }
                if (!discarded(queue, entry.getKey(), entry.getValue(), now)) {
                    keys.add(entry.getKey());
                }
            }
            if (keys.size() > before) {
                groups.moveBack(queue, group.name());
            }
        }
        return keys;
    }

    /** Whether a message was received too often, and is in the dead-letter queue now. */
    private boolean discarded(Queue queue, String key, StoredMessage message, Instant now) {
        Optional<RedrivePolicy> policy =
                queue.redrivePolicy().filter(redrive -> message.received() >= redrive.receives());
        Optional<Queue> target = policy.flatMap(redrive -> queues.find(redrive.target()));
        target.ifPresent(letters -> {
            queues.remove(queue, key);
            queues.add(letters, message.deadLetterOf(queue.arn(), now));
        });
        return target.isPresent();
    }

    private static Optional<Integer> within(
            String parameter, @Nullable Integer value, int least, int most, String reason) {
        if (value != null && (value < least || value > most)) {
            throw SqsErrors.invalidParameter(parameter, value, reason);
        }
        return Optional.ofNullable(value);
    }

    /** How long a message may be kept back in all after it was received. Source: SQS Developer Guide, "Visibility timeout". */
    static Duration longest() {
        return Duration.ofSeconds(LONGEST_VISIBILITY);
    }
}
