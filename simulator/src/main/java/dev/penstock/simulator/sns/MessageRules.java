package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** What messages SNS accepts. Messages of refusal are recorded from AWS. */
final class MessageRules {

    /** The greatest message in bytes, its attributes included. */
    static final int LARGEST = 256 * 1024;

    private MessageRules() {}

    static void checkSubject(@Nullable String subject) {
        if (subject != null
                && (subject.isEmpty()
                        || subject.length() > 100
                        || subject.chars().anyMatch(c -> c == '\n' || c == '\r' || c < ' ' || c > '~'))) {
            throw SnsErrors.invalid("Subject");
        }
    }

    /** The texts of a message by protocol; {@code default} is always there. */
    static Map<String, String> texts(@Nullable String message, @Nullable String structure) {
        if (message == null || message.isEmpty()) {
            throw SnsErrors.invalid("Empty message");
        }
        if (!"json".equals(structure)) {
            return Map.of("default", message);
        }
        JsonValue parsed = JsonValue.parse(message)
                .orElseThrow(() -> SnsErrors.invalid("Message Structure - JSON message body failed to parse"));
        Map<String, String> texts = new LinkedHashMap<>();
        if (parsed instanceof JsonValue.Structure(Map<String, JsonValue> members)) {
            members.forEach((protocol, text) -> {
                if (text instanceof JsonValue.Text(String value)) {
                    texts.put(protocol, value);
                }
            });
        }
        if (!texts.containsKey("default")) {
            throw SnsErrors.invalid("Message Structure - No default entry in JSON message body");
        }
        return texts;
    }

    /** How many bytes a message has that count against the limit. */
    static int size(String message, Map<String, TopicMessage.Attribute> attributes) {
        int size = message.getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, TopicMessage.Attribute> entry : attributes.entrySet()) {
            TopicMessage.Attribute attribute = entry.getValue();
            size += entry.getKey().length()
                    + attribute.dataType().length()
                    + attribute.value().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    /** The attributes of a message, checked. */
    static Map<String, TopicMessage.Attribute> attributes(Map<String, MessageAttributeValue> given, String place) {
        Map<String, TopicMessage.Attribute> attributes = new LinkedHashMap<>();
        given.forEach((name, value) -> attributes.put(name, attribute(name, value, place)));
        return attributes;
    }

    private static TopicMessage.Attribute attribute(String name, MessageAttributeValue value, String place) {
        String type = value.dataType();
        if (type == null) {
            throw ServiceError.client(
                    "ValidationError",
                    "1 validation error detected: Value null at '" + place + "messageAttributes." + name
                            + ".member.dataType' failed to satisfy constraint: Member must not be null");
        }
        checkName(name);
        String kind = type.contains(".") ? type.substring(0, type.indexOf('.')) : type;
        if (!type.matches("(String|Number|Binary)(\\..+)?")) {
            throw SnsErrors.attribute("The message attribute '" + name + "' has an invalid message attribute type, the"
                    + " set of supported type prefixes is Binary, Number, and String.");
        }
        boolean binary = kind.equals("Binary");
        Optional<String> text = Optional.ofNullable(value.stringValue()).filter(t -> !t.isEmpty());
        Optional<SdkBytes> bytes =
                Optional.ofNullable(value.binaryValue()).filter(b -> b.asByteArrayUnsafe().length > 0);
        if (binary ? text.isPresent() : bytes.isPresent()) {
            throw SnsErrors.attribute("The message attribute '" + name + "' with type '" + type + "' must use field '"
                    + (binary ? "Binary" : "String") + "'.");
        }
        if (binary ? bytes.isEmpty() : text.isEmpty()) {
            throw SnsErrors.attribute("The message attribute '" + name
                    + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        if (kind.equals("Number") && !isNumber(text.orElse(""))) {
            throw SnsErrors.attribute("Could not cast message attribute '" + name + "' value to number.");
        }
        return new TopicMessage.Attribute(
                type,
                binary
                        ? Base64.getEncoder().encodeToString(bytes.orElseThrow().asByteArrayUnsafe())
                        : text.orElseThrow());
    }

    private static void checkName(String name) {
        if (name.length() > 256) {
            throw SnsErrors.attribute("Length of message attribute name must be less than 256 bytes.");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
                throw SnsErrors.attribute("Invalid non-alphanumeric character '#x"
                        + Integer.toHexString(c).toUpperCase(Locale.ROOT)
                        + "' was found in the message attribute name. Can only include alphanumeric characters,"
                        + " hyphens, underscores, or dots.");
            }
        }
        if (name.startsWith(".")) {
            throw SnsErrors.attribute("Invalid message attribute name starting with character '.' was found.");
        } else if (name.endsWith(".")) {
            throw SnsErrors.attribute("Invalid message attribute name ending with character '.' was found.");
        } else if (name.contains("..")) {
            throw SnsErrors.attribute("Message attribute name can not have successive '.' character.");
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    }
}
