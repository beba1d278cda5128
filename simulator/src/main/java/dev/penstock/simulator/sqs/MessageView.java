package dev.penstock.simulator.sqs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * What a receiver wants to see of messages.
 *
 * @param system names of SQS's attributes
 * @param names names of the sender's attributes, or beginnings of names
 */
record MessageView(Set<String> system, List<String> names) {

    private static final String ALL = "All";
    private static final String REST = ".*";

    MessageView {
        system = Set.copyOf(system);
        names = List.copyOf(names);
    }

    @SuppressWarnings("deprecation") // AttributeNames is what older clients ask with
    static MessageView asked(ReceiveMessageRequest request) {
        Set<String> system = new HashSet<>(request.attributeNamesAsStrings());
        system.addAll(request.messageSystemAttributeNamesAsStrings());
        return new MessageView(system, request.messageAttributeNames());
    }

    Message of(Queue queue, String key, StoredMessage message) {
        MessageContent content = message.content();
        Map<String, MessageAttribute> attributes = new TreeMap<>(content.attributes());
        attributes.keySet().removeIf(name -> !wants(name));
        Map<String, String> shown = new TreeMap<>(attributes(message));
        shown.keySet().removeIf(name -> !system.contains(ALL) && !system.contains(name));
        Map<String, MessageAttributeValue> values = new TreeMap<>();
        attributes.forEach((name, attribute) -> values.put(name, value(attribute)));
        return Message.builder()
                .messageId(content.id())
                .receiptHandle(new ReceiptHandle(queue.arn(), key, message.receipt()).text())
                .body(content.body())
                .md5OfBody(Digests.md5(content.body()))
                .md5OfMessageAttributes(attributes.isEmpty() ? null : Digests.md5(attributes))
                .messageAttributes(values.isEmpty() ? null : values)
                .attributesWithStrings(shown.isEmpty() ? null : shown)
                .build();
    }

    /** Recorded: an asterisk alone means all as well. */
    private boolean wants(String name) {
        return names.stream()
                .anyMatch(wanted -> wanted.equals(ALL)
                        || wanted.equals("*")
                        || wanted.equals(name)
                        || (wanted.endsWith(REST)
                                && name.startsWith(wanted.substring(0, wanted.length() - REST.length()))));
    }

    private static Map<String, String> attributes(StoredMessage message) {
        MessageContent content = message.content();
        Map<String, String> all = new HashMap<>();
        all.put("SenderId", content.sender());
        all.put("SentTimestamp", String.valueOf(content.sent().toEpochMilli()));
        all.put("ApproximateReceiveCount", String.valueOf(message.received()));
        message.first().ifPresent(at -> all.put("ApproximateFirstReceiveTimestamp", String.valueOf(at.toEpochMilli())));
        content.group().ifPresent(group -> all.put("MessageGroupId", group));
        content.deduplication().ifPresent(id -> all.put("MessageDeduplicationId", id));
        content.sequence().ifPresent(sequence -> all.put("SequenceNumber", sequence));
        message.origin().ifPresent(queue -> all.put("DeadLetterQueueSourceArn", queue));
        content.system().forEach((name, attribute) -> all.put(name, attribute.value()));
        return all;
    }

    private static MessageAttributeValue value(MessageAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.dataType());
        return attribute.isBinary()
                ? value.binaryValue(SdkBytes.fromByteArray(Digests.bytes(attribute)))
                        .build()
                : value.stringValue(attribute.value()).build();
    }
}
