package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON in which endpoints get messages. It has the fields of SNS's own; its signature is none, as nobody but AWS
 * can sign.
 */
final class Envelope {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String SIGNATURE =
            Base64.getEncoder().encodeToString("simulated: not signed by AWS".getBytes(StandardCharsets.UTF_8));

    private final Supplier<URI> endpoint;

    /**
     * @param endpoint the simulator's own address, at which subscriptions are confirmed and ended
     */
    Envelope(Supplier<URI> endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * What subscribers get.
     *
     * @param signature the version in which the topic signs
     */
    String notification(TopicMessage message, Subscription subscription, String text, String signature) {
        return write(out -> {
            out.writeStringProperty("Type", "Notification");
            out.writeStringProperty("MessageId", message.messageId());
            message.sequenceNumber().ifPresent(n -> out.writeStringProperty("SequenceNumber", n));
            out.writeStringProperty("TopicArn", message.topicArn());
            message.subject().ifPresent(s -> out.writeStringProperty("Subject", s));
            out.writeStringProperty("Message", text);
            out.writeStringProperty("Timestamp", STAMP.format(message.at()));
            if (message.sequenceNumber().isEmpty()) {
                signature(out, message.topicArn(), signature);
            }
            out.writeStringProperty("UnsubscribeURL", unsubscribeUrl(subscription));
            if (!message.attributes().isEmpty()) {
                out.writeObjectPropertyStart("MessageAttributes");
                new TreeMap<>(message.attributes()).forEach((name, attribute) -> {
                    out.writeObjectPropertyStart(name);
                    out.writeStringProperty("Type", attribute.dataType());
                    out.writeStringProperty("Value", attribute.value());
                    out.writeEndObject();
                });
                out.writeEndObject();
            }
        });
    }

    /** What asks an endpoint to confirm, or tells it that it can come back. */
    String confirmation(TopicMessage message, Subscription subscription, String signature) {
        return write(out -> {
            out.writeStringProperty("Type", message.kind());
            out.writeStringProperty("MessageId", message.messageId());
            out.writeStringProperty("Token", subscription.token());
            out.writeStringProperty("TopicArn", message.topicArn());
            out.writeStringProperty("Message", message.message());
            out.writeStringProperty("SubscribeURL", subscribeUrl(subscription));
            out.writeStringProperty("Timestamp", STAMP.format(message.at()));
            signature(out, message.topicArn(), signature);
        });
    }

    private String subscribeUrl(Subscription subscription) {
        return own("ConfirmSubscription") + "&TopicArn=" + subscription.topicArn() + "&Token="
                + encoded(subscription.token());
    }

    private String unsubscribeUrl(Subscription subscription) {
        return own("Unsubscribe") + "&SubscriptionArn=" + subscription.arn();
    }

    private String own(String action) {
        return endpoint.get() + "/?Action=" + action;
    }

    private void signature(JsonGenerator out, String topicArn, String version) {
        out.writeStringProperty("SignatureVersion", version);
        out.writeStringProperty("Signature", SIGNATURE);
        out.writeStringProperty(
                "SigningCertURL",
                "https://sns." + topicArn.split(":", -1)[3]
                        + ".amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String write(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
