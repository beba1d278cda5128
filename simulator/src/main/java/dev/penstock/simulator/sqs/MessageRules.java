package dev.penstock.simulator.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** What messages SQS takes. Source: SQS API Reference, SendMessage; SQS Developer Guide, "Message metadata". */
final class MessageRules {

    /** The most bytes of a message, or of a batch of messages, with attributes. */
    static final int LARGEST = 1_048_576;

    private static final int MOST_ATTRIBUTES = 10;
    private static final int LONGEST_NAME = 256;
    private static final String TRACE = "AWSTraceHeader";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]+");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final Pattern FIFO_ID = Pattern.compile("[!-~]{1,128}");

    private MessageRules() {}

    /**
     * Checks a body.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is empty or has characters that XML cannot carry
     */
    static String body(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw SqsErrors.missing("MessageBody");
        }
        if (!isPlain(given)) {
            throw SqsErrors.contents();
        }
        return given;
    }

    private static boolean isPlain(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000);
    }

    /** Checks a message group id or a deduplication id. */
    static void checkId(String parameter, @Nullable String id) {
        if (id != null && !FIFO_ID.matcher(id).matches()) {
            throw SqsErrors.invalidParameter(
                    parameter,
                    id,
                    parameter + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
    }

    /** Checks how many attributes there are. */
    static void checkCount(int attributes) {
        if (attributes > MOST_ATTRIBUTES) {
            throw SqsErrors.invalidParameter("Number of message attributes [" + attributes
                    + "] exceeds the allowed maximum [" + MOST_ATTRIBUTES + "].");
        }
    }

    /** The sender's attributes, checked. */
    static Map<String, MessageAttribute> attributes(Map<String, MessageAttributeValue> given) {
        checkCount(given.size());
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            checkName(name);
            attributes.put(name, attribute(name, value.dataType(), value.stringValue(), value.binaryValue()));
        });
        return attributes;
    }

    /** The attributes that are meant for SQS, checked: there is but one. */
    static Map<String, MessageAttribute> system(Map<String, MessageSystemAttributeValue> given) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (!name.equals(TRACE)) {
                throw SqsErrors.invalidParameter("Message system attribute name '" + name + "' is invalid.");
            }
            attributes.put(name, attribute(name, value.dataType(), value.stringValue(), value.binaryValue()));
        });
        return attributes;
    }

    /** With the trace that came in a request's header, when the message itself has none. */
    static Map<String, MessageAttribute> traced(Map<String, MessageAttribute> system, String header) {
        return system.containsKey(TRACE) ? system : Map.of(TRACE, new MessageAttribute("String", header));
    }

    /** How many bytes count against the limit. */
    static int size(String body, Map<String, MessageAttribute> attributes) {
        int size = body.getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, MessageAttribute> entry : attributes.entrySet()) {
            MessageAttribute attribute = entry.getValue();
            size += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                    + attribute.dataType().length()
                    + Digests.bytes(attribute).length;
        }
        return size;
    }

    private static void checkName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST_NAME) {
            throw SqsErrors.invalidParameter("Message (user) attribute names must be shorter than 256 Bytes");
        }
        if (!NAME.matcher(name).matches()) {
            throw SqsErrors.invalidParameter("Message (user) attributes name can only contain upper and lower score"
                    + " characters, digits, periods, hyphens and underscores. ");
        }
        if (lower.startsWith("aws.") || lower.startsWith("amazon.") || name.startsWith(".") || name.endsWith(".")) {
            throw SqsErrors.invalidParameter(
                    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved"
                            + " for internal use. Additionally, they cannot start or end with '.'.");
        }
    }

    private static MessageAttribute attribute(
            String name, @Nullable String type, @Nullable String text, @Nullable SdkBytes bytes) {
        if (type == null || type.isEmpty()) {
            throw SqsErrors.invalidParameter(
                    "The message attribute '" + name + "' must contain a non-empty message attribute type.");
        }
        if (type.length() > LONGEST_NAME || !TYPE.matcher(type).matches()) {
            throw SqsErrors.invalidParameter("The message attribute '" + name
                    + "' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and"
                    + " String.");
        }
        boolean binary = type.startsWith("Binary");
        boolean empty =
                binary ? bytes == null || bytes.asByteArrayUnsafe().length == 0 : text == null || text.isEmpty();
        if (empty) {
            String kind = type.replaceFirst("\\..*", "");
            throw SqsErrors.invalidParameter(
                    "Message (user) attribute '" + name + "' must contain a non-empty value of type '" + kind + "'.");
        }
        if (!binary && text != null && !isPlain(text)) {
            throw SqsErrors.invalidParameter(String.valueOf(SqsErrors.contents().getMessage()));
        }
        if (type.startsWith("Number") && text != null && !isNumber(text)) {
            throw SqsErrors.invalidParameter(
                    "Can't cast the value of message (user) attribute '" + name + "' to a number.");
        }
        String value = binary && bytes != null
                ? Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe())
                : String.valueOf(text);
        return new MessageAttribute(type, value);
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    }
}
