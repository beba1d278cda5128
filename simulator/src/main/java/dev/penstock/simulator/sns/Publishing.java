package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.sns.TopicMessage.Attribute;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** {@code Publish} and {@code PublishBatch}. */
final class Publishing {

    private static final int BATCH = 10;

    /** What was asked to be published. */
    private record Asked(
            String message,
            Optional<String> structure,
            Optional<String> subject,
            Map<String, Attribute> attributes,
            Optional<String> groupId,
            Optional<String> deduplicationId) {}

    /** What came of it: the same for a message that a FIFO topic knew. */
    private record Published(String messageId, Optional<String> sequenceNumber) {}

    private final Topics topics;
    private final Deliveries deliveries;
    private final PlatformEndpoints endpoints;
    private final Ids ids;

    Publishing(Topics topics, Deliveries deliveries, PlatformEndpoints endpoints, Ids ids) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.ids = ids;
    }

    PublishResponse publish(Call call, PublishRequest request) {
        if (request.phoneNumber() != null) {
            if (!SubscriptionRules.isPhone(request.phoneNumber())) {
                throw SnsErrors.invalid("PhoneNumber Reason: " + request.phoneNumber() + " is not valid to publish to");
            }
            MessageRules.texts(request.message(), request.messageStructure());
            return beyond(call, request.phoneNumber());
        }
        String arn = request.topicArn() == null ? request.targetArn() : request.topicArn();
        MessageRules.checkSubject(request.subject());
        Asked asked = new Asked(
                request.message() == null ? "" : request.message(),
                Optional.ofNullable(request.messageStructure()),
                Optional.ofNullable(request.subject()),
                MessageRules.attributes(request.messageAttributes(), ""),
                Optional.ofNullable(request.messageGroupId()),
                Optional.ofNullable(request.messageDeduplicationId()));
        boolean toDevice = request.targetArn() != null && request.targetArn().contains(":endpoint/");
        if (toDevice) {
            endpoints.target(request.targetArn());
        }
        Map<String, String> texts = MessageRules.texts(request.message(), request.messageStructure());
        if (MessageRules.size(asked.message(), asked.attributes()) > MessageRules.LARGEST) {
            throw SnsErrors.invalid("Message too long");
        }
        if (toDevice) {
            return beyond(call, request.targetArn());
        }
        Topic topic = topics.require(call.caller(), arn);
        check(topic, asked);
        Published published = publish(topic, asked, texts, call.now());
        call.effect(topic.arn());
        return PublishResponse.builder()
                .messageId(published.messageId())
                .sequenceNumber(published.sequenceNumber().orElse(null))
                .build();
    }

    /** The answer for a message to a telephone or a device, which goes nowhere. */
    private PublishResponse beyond(Call call, String target) {
        call.effect(target);
        return PublishResponse.builder().messageId(ids.uuid()).build();
    }

    PublishBatchResponse publishBatch(Call call, PublishBatchRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
        checkBatch(entries);
        List<Asked> all = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < entries.size(); i++) {
            PublishBatchRequestEntry entry = entries.get(i);
            Asked asked = new Asked(
                    entry.message() == null ? "" : entry.message(),
                    Optional.ofNullable(entry.messageStructure()),
                    Optional.ofNullable(entry.subject()),
                    MessageRules.attributes(
                            entry.messageAttributes(), "publishBatchRequestEntries." + (i + 1) + ".member."),
                    Optional.ofNullable(entry.messageGroupId()),
                    Optional.ofNullable(entry.messageDeduplicationId()));
            check(topic, asked);
            size += MessageRules.size(asked.message(), asked.attributes());
            all.add(asked);
        }
        if (size > MessageRules.LARGEST) {
            throw ServiceError.client(
                    "BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }
        List<PublishBatchResultEntry> done = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Asked asked = all.get(i);
            Map<String, String> texts =
                    MessageRules.texts(asked.message(), asked.structure().orElse(null));
            Topic now = topics.find(topic.arn()).orElse(topic);
            Published published = publish(now, asked, texts, call.now());
            done.add(PublishBatchResultEntry.builder()
                    .id(entries.get(i).id())
                    .messageId(published.messageId())
                    .sequenceNumber(published.sequenceNumber().orElse(null))
                    .build());
        }
        call.effect(topic.arn());
        return PublishBatchResponse.builder().successful(done).failed(List.of()).build();
    }

    /** Publishes from within the simulated AWS; nothing happens when there is no such topic. */
    void publish(String topicArn, String subject, String message, Instant now) {
        topics.find(topicArn).ifPresent(topic -> {
            Asked asked = new Asked(
                    message,
                    Optional.empty(),
                    Optional.of(subject),
                    Map.of(),
                    topic.isFifo() ? Optional.of(subject) : Optional.empty(),
                    topic.isFifo() ? Optional.of(ids.uuid()) : Optional.empty());
            publish(topic, asked, Map.of("default", message), now);
        });
    }

    private Published publish(Topic topic, Asked asked, Map<String, String> texts, Instant now) {
        Optional<String> deduplication = topic.isFifo()
                ? asked.deduplicationId().or(() -> Optional.of(sha256(asked.message())))
                : Optional.empty();
        Optional<Topics.Known> known = deduplication.flatMap(id -> topics.known(topic, id, now));
        if (known.isPresent()) {
            return new Published(
                    known.get().messageId(), Optional.of(known.get().sequenceNumber()));
        }
        Topic counted = topic.isFifo() ? topic.afterMessage() : topic;
        Optional<String> sequence = topic.isFifo()
                ? Optional.of(String.format(Locale.ROOT, "1%016d000", counted.sequence()))
                : Optional.empty();
        String messageId = ids.uuid();
        if (topic.isFifo()) {
            topics.put(counted);
            deduplication.ifPresent(
                    id -> topics.know(topic, id, new Topics.Known(messageId, sequence.orElse(""), now)));
        }
        deliveries.publish(
                new TopicMessage(
                        topic.arn(),
                        messageId,
                        "Notification",
                        now,
                        asked.subject(),
                        texts.getOrDefault("default", ""),
                        asked.attributes(),
                        asked.groupId(),
                        deduplication,
                        sequence,
                        List.of()),
                texts);
        return new Published(messageId, sequence);
    }

    private static void check(Topic topic, Asked asked) {
        MessageRules.texts(asked.message(), asked.structure().orElse(null));
        if (topic.isFifo() && asked.groupId().isEmpty()) {
            throw SnsErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
        }
        if (topic.isFifo() && asked.deduplicationId().isEmpty() && !topic.deduplicatesByContent()) {
            throw SnsErrors.invalid("The topic should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
        if (!topic.isFifo() && asked.deduplicationId().isPresent()) {
            throw SnsErrors.invalid("MessageDeduplicationId Reason: The request includes MessageDeduplicationId"
                    + " parameter that is not valid for this topic type");
        }
    }

    private static void checkBatch(List<PublishBatchRequestEntry> entries) {
        if (entries.isEmpty()) {
            throw ServiceError.client("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        } else if (entries.size() > BATCH) {
            throw ServiceError.client(
                    "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        Set<String> seen = new HashSet<>();
        for (PublishBatchRequestEntry entry : entries) {
            checkId(entry.id());
            if (!seen.add(entry.id())) {
                throw ServiceError.client(
                        "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
            }
        }
    }

    private static void checkId(@Nullable String id) {
        String text = id == null ? "" : id;
        if (text.length() > 80) {
            throw ServiceError.client(
                    "InvalidBatchEntryId", "The Id of a batch entry in the batch request is too long: " + text);
        }
        if (!text.matches("[a-zA-Z0-9_-]+")) {
            throw ServiceError.client(
                    "InvalidBatchEntryId",
                    "The Id of a batch entry in the batch request contains an impermissible character: " + text);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
