package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/** The operations on queues and their attributes. Source: SQS API Reference. */
final class QueueOperations {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,80}");
    private static final Pattern FIFO_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,75}\\.fifo");
    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(60);
    private static final String ALL = "All";

    private final Queues queues;
    private final Tags tags;
    private final Supplier<URI> endpoint;

    QueueOperations(Queues queues, Tags tags, Supplier<URI> endpoint) {
        this.queues = queues;
        this.tags = tags;
        this.endpoint = endpoint;
    }

    CreateQueueResponse create(Call call, CreateQueueRequest request) {
        String name = Optional.ofNullable(request.queueName()).orElseThrow(() -> SqsErrors.missing("QueueName"));
        Map<String, String> given = request.attributesAsStrings();
        boolean fifo = given.getOrDefault("FifoQueue", "false").equalsIgnoreCase("true");
        checkName(name, fifo);
        Map<String, String> attributes = QueueAttributes.checked(fifo, given);
        attributes.remove("FifoQueue");
        String arn = Queue.arn(call.account(), call.region(), name);
        Optional<Queue> known = queues.find(arn);
        if (known.isPresent()) {
            checkSame(known.get(), attributes);
            return CreateQueueResponse.builder()
                    .queueUrl(url(call, known.get()))
                    .build();
        }
        if (queues.wasDeletedRecently(arn, call.now())) {
            throw SqsErrors.deletedRecently();
        }
        Queue queue = Queue.fresh(call.account(), call.region(), name, attributes, call.now());
        checkRedrive(queue);
        queues.put(queue);
        tags.add(arn, request.tags());
        call.effect(arn);
        return CreateQueueResponse.builder().queueUrl(url(call, queue)).build();
    }

    GetQueueUrlResponse url(Call call, GetQueueUrlRequest request) {
        String account = Optional.ofNullable(request.queueOwnerAWSAccountId()).orElse(call.account());
        String name = Optional.ofNullable(request.queueName()).orElseThrow(() -> SqsErrors.missing("QueueName"));
        Queue queue = queues.find(Queue.arn(account, call.region(), name)).orElseThrow(SqsErrors::noQueue);
        return GetQueueUrlResponse.builder().queueUrl(url(call, queue)).build();
    }

    DeleteQueueResponse delete(Call call, DeleteQueueRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        queues.remove(queue, call.now());
        tags.forget(queue.arn());
        call.effect(queue.arn());
        return DeleteQueueResponse.builder().build();
    }

    PurgeQueueResponse purge(Call call, PurgeQueueRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        boolean purging = queue.purged()
                .filter(at -> call.now().isBefore(at.plus(BETWEEN_PURGES)))
                .isPresent();
        if (purging) {
            throw SqsErrors.purging(queue.name());
        }
        queues.clear(queue);
        queues.put(queue.purged(call.now()));
        call.effect(queue.arn());
        return PurgeQueueResponse.builder().build();
    }

    GetQueueAttributesResponse attributes(Call call, GetQueueAttributesRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        List<String> names = request.attributeNamesAsStrings();
        names.stream()
                .filter(name -> !name.equals(ALL) && !QueueAttributes.isKnown(name))
                .findFirst()
                .ifPresent(name -> {
                    throw SqsErrors.unknownAttribute(name);
                });
        Map<String, String> shown = new TreeMap<>(QueueAttributes.of(queue));
        shown.putAll(observed(queue, call.now()));
        shown.keySet().removeIf(name -> !names.contains(ALL) && !names.contains(name));
        return GetQueueAttributesResponse.builder()
                .attributesWithStrings(shown.isEmpty() ? null : shown)
                .build();
    }

    SetQueueAttributesResponse setAttributes(Call call, SetQueueAttributesRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        Map<String, String> given = new HashMap<>(request.attributesAsStrings());
        if (queue.isFifo() && given.getOrDefault("FifoQueue", "true").equalsIgnoreCase("false")) {
            throw SqsErrors.attributeValue(
                    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.");
        }
        Map<String, String> attributes = QueueAttributes.checked(queue.isFifo(), given);
        attributes.remove("FifoQueue");
        Queue changed = queue.with(attributes, call.now());
        checkRedrive(changed);
        queues.put(changed);
        call.effect(queue.arn());
        return SetQueueAttributesResponse.builder().build();
    }

    String url(Call call, Queue queue) {
        return QueueAddress.url(call, endpoint, queue);
    }

    private Map<String, String> observed(Queue queue, Instant now) {
        int ready = 0;
        int withReceivers = 0;
        int delayed = 0;
        for (StoredMessage message : queues.messages(queue, now).values()) {
            if (message.isVisible(now)) {
                ready++;
            } else if (message.inFlight()) {
                withReceivers++;
            } else {
                delayed++;
            }
        }
        return Map.of(
                "ApproximateNumberOfMessages", String.valueOf(ready),
                "ApproximateNumberOfMessagesDelayed", String.valueOf(delayed),
                "ApproximateNumberOfMessagesNotVisible", String.valueOf(withReceivers),
                "CreatedTimestamp", String.valueOf(queue.created().getEpochSecond()),
                "LastModifiedTimestamp", String.valueOf(queue.modified().getEpochSecond()),
                "QueueArn", queue.arn());
    }

    private static void checkName(String name, boolean fifo) {
        if (fifo && !FIFO_NAME.matcher(name).matches()) {
            throw SqsErrors.invalidParameter(
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens,"
                            + " or underscores, must end with .fifo suffix and be 1 to 80 in length.");
        }
        if (!fifo && !NAME.matcher(name).matches()) {
            throw SqsErrors.invalidParameter(
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
    }

    private static void checkSame(Queue queue, Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (!queue.attribute(name).orElse("").equals(value)) {
                throw SqsErrors.nameExists(name);
            }
        });
    }

    /** Whether the dead-letter queue is there, of the same kind, and willing. */
    private void checkRedrive(Queue queue) {
        queue.redrivePolicy().ifPresent(policy -> {
            String json = queue.attribute("RedrivePolicy").orElse("");
            boolean near = policy.target().startsWith(Queue.arn(queue.account(), queue.region(), ""));
            Queue target = queues.find(policy.target())
                    .filter(found -> near)
                    .orElseThrow(() -> RedrivePolicy.invalid(json, "Dead letter target does not exist."));
            if (target.isFifo() != queue.isFifo()) {
                throw RedrivePolicy.invalid(json, "Dead-letter queue must be same type of queue as the source.");
            }
            boolean refused = target.attribute("RedriveAllowPolicy")
                    .filter(allow -> !RedriveAllowPolicy.parse(allow).allows(queue.arn()))
                    .isPresent();
            if (refused) {
                throw RedrivePolicy.invalid(json, "Dead letter target does not allow this queue to be its source.");
            }
        });
    }
}
