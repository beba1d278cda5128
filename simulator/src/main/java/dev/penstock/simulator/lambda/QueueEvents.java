package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages of queues as functions get them, and what functions say of them. The form as recorded from AWS; source of what counts as a
 * failure: Lambda Developer Guide, "Implementing partial batch responses".
 */
final class QueueEvents {

    private QueueEvents() {}

    /** The event of a batch. */
    static String of(String queueArn, List<Message> batch) {
        List<JsonValue> records =
                batch.stream().map(message -> record(queueArn, message)).toList();
        return JsonTexts.of(new JsonValue.Structure(Map.of("Records", new JsonValue.Array(records))));
    }

    /** A message as filters see it: a body that is JSON is no text then. */
    static String filtered(String queueArn, Message message) {
        JsonValue.Structure record = (JsonValue.Structure) record(queueArn, message);
        Map<String, JsonValue> members = new LinkedHashMap<>(record.members());
        JsonValue.parse(message.body())
                .filter(JsonValue.Structure.class::isInstance)
                .ifPresent(body -> members.put("body", body));
        return JsonTexts.of(new JsonValue.Structure(members));
    }

    private static JsonValue record(String queueArn, Message message) {
        Map<String, JsonValue> record = new LinkedHashMap<>();
        record.put("messageId", new JsonValue.Text(message.messageId()));
        record.put("receiptHandle", new JsonValue.Text(message.receiptHandle()));
        record.put("body", new JsonValue.Text(message.body()));
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        message.attributesAsStrings().forEach((name, value) -> attributes.put(name, new JsonValue.Text(value)));
        record.put("attributes", new JsonValue.Structure(attributes));
        Map<String, JsonValue> own = new LinkedHashMap<>();
        message.messageAttributes().forEach((name, value) -> own.put(name, attribute(value)));
        record.put("messageAttributes", new JsonValue.Structure(own));
        if (message.md5OfMessageAttributes() != null) {
            record.put("md5OfMessageAttributes", new JsonValue.Text(message.md5OfMessageAttributes()));
        }
        record.put("md5OfBody", new JsonValue.Text(message.md5OfBody()));
        record.put("eventSource", new JsonValue.Text("aws:sqs"));
        record.put("eventSourceARN", new JsonValue.Text(queueArn));
        record.put("awsRegion", new JsonValue.Text(queueArn.split(":", -1)[3]));
        return new JsonValue.Structure(record);
    }

    private static JsonValue attribute(MessageAttributeValue value) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (value.binaryValue() != null) {
            members.put(
                    "binaryValue",
                    new JsonValue.Text(java.util.Base64.getEncoder()
                            .encodeToString(value.binaryValue().asByteArrayUnsafe())));
        } else {
            members.put("stringValue", new JsonValue.Text(value.stringValue()));
        }
        members.put("stringListValues", new JsonValue.Array(List.of()));
        members.put("binaryListValues", new JsonValue.Array(List.of()));
        members.put("dataType", new JsonValue.Text(value.dataType()));
        return new JsonValue.Structure(members);
    }

    /**
     * The ids of the messages that a function says it did not take. All of them when what it says makes no sense.
     *
     * @param answer of the function, JSON text
     */
    static Set<String> failures(String answer, List<Message> batch) {
        Set<String> all = batch.stream().map(Message::messageId).collect(Collectors.toSet());
        JsonValue said = JsonValue.parse(answer).orElse(new JsonValue.Text(""));
        if (said instanceof JsonValue.Null) {
            return Set.of();
        }
        if (!(said instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            return all;
        }
        return switch (members.getOrDefault("batchItemFailures", new JsonValue.Null())) {
            case JsonValue.Null nothing -> Set.of();
            case JsonValue.Array(List<JsonValue> items) -> named(items, all);
            default -> all;
        };
    }

    private static Set<String> named(List<JsonValue> items, Set<String> all) {
        Set<String> named = new HashSet<>();
        for (JsonValue item : items) {
            if (item instanceof JsonValue.Structure(Map<String, JsonValue> one)
                    && one.get("itemIdentifier") instanceof JsonValue.Text(String id)
                    && all.contains(id)) {
                named.add(id);
            } else {
                return all;
            }
        }
        return named;
    }
}
