package dev.penstock.simulator.sns;

import dev.penstock.simulator.sns.TopicMessage.Attribute;
import dev.penstock.simulator.sns.TopicMessage.Delivery;
import dev.penstock.simulator.sns.TopicMessage.Outcome;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings messages to subscriptions: into queues, to loopback over HTTP, to all others by keeping what they would get.
 */
final class Deliveries implements AutoCloseable {

    private record Posting(
            Subscription subscription, URI to, Map<String, String> headers, String body, TopicMessage message) {}

    private final Topics topics;
    private final Store store;
    private final SimulatedTime time;
    private final Envelope envelope;
    private final QueueDelivery queues;
    private final LoopbackPost post = new LoopbackPost();

    Deliveries(Topics topics, Store store, SimulatedTime time, Envelope envelope, QueueDelivery queues) {
        this.topics = topics;
        this.store = store;
        this.time = time;
        this.envelope = envelope;
        this.queues = queues;
    }

    /**
     * Brings a message to all confirmed subscriptions whose filter policy accepts it.
     *
     * @param texts by protocol, with one for {@code default}
     */
    void publish(TopicMessage message, Map<String, String> texts) {
        List<Subscription> wanted = topics.subscriptions(message.topicArn()).stream()
                .filter(s -> !s.pending())
                .filter(s -> accepts(s, message))
                .toList();
        List<Posting> postings = new ArrayList<>();
        List<Delivery> deliveries = new ArrayList<>();
        for (Subscription subscription : wanted) {
            String text = texts.getOrDefault(subscription.protocol(), texts.getOrDefault("default", ""));
            boolean plain = subscription.isRaw()
                    || subscription.protocol().equals("sms")
                    || subscription.protocol().equals("email");
            String body = plain ? text : envelope.notification(message, subscription, text, signature(message));
            deliveries.add(delivery(subscription, message, body, postings));
        }
        start(topics.keep(message.withDeliveries(deliveries)), postings);
    }

    /** Sends what a topic says of itself to one subscription. */
    void confirm(TopicMessage message, Subscription subscription) {
        List<Posting> postings = new ArrayList<>();
        Delivery delivery = delivery(
                subscription, message, envelope.confirmation(message, subscription, signature(message)), postings);
        start(topics.keep(message.withDeliveries(List.of(delivery))), postings);
    }

    private String signature(TopicMessage message) {
        return topics.find(message.topicArn())
                .map(topic -> topic.attributes().getOrDefault("SignatureVersion", "1"))
                .orElse("1");
    }

    private Delivery delivery(Subscription subscription, TopicMessage message, String body, List<Posting> postings) {
        Outcome outcome = Outcome.KEPT;
        if (subscription.isHttp()) {
            Optional<URI> to = LoopbackPost.onLoopback(subscription.endpoint());
            outcome = to.isPresent() ? Outcome.UNDER_WAY : Outcome.NOT_SENT;
            to.ifPresent(
                    uri -> postings.add(new Posting(subscription, uri, headers(subscription, message), body, message)));
        } else if (subscription.isQueue()) {
            outcome = queues.deliver(subscription, message, body);
        }
        return new Delivery(subscription.arn(), subscription.protocol(), subscription.endpoint(), body, outcome);
    }

    private static Map<String, String> headers(Subscription subscription, TopicMessage message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-sns-message-type", message.kind());
        headers.put("x-amz-sns-message-id", message.messageId());
        headers.put("x-amz-sns-topic-arn", message.topicArn());
        if (message.kind().equals("Notification")) {
            headers.put("x-amz-sns-subscription-arn", subscription.arn());
            if (subscription.isRaw()) {
                headers.put("x-amz-sns-rawdelivery", "true");
            }
        }
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        headers.put("User-Agent", "Amazon Simple Notification Service Agent");
        headers.put("Accept-Encoding", "gzip,deflate");
        return headers;
    }

    /** Posts once the message is kept. Time stands still until the endpoints have answered. */
    private void start(String key, List<Posting> postings) {
        if (postings.isEmpty()) {
            return;
        }
        store.afterCommit(() -> {
            for (Posting posting : postings) {
                SimulatedTime.Busy busy = time.busy();
                Thread.ofVirtual().name("sns-delivery").start(() -> {
                    try (busy) {
                        Outcome outcome = post.post(posting.to(), posting.headers(), posting.body());
                        store.transact(() -> {
                            topics.delivered(key, posting.subscription().arn(), settled(posting, outcome));
                            return key;
                        });
                    }
                });
            }
        });
    }

    private Outcome settled(Posting posting, Outcome outcome) {
        return outcome == Outcome.FAILED
                ? queues.discard(posting.subscription(), posting.message(), posting.body())
                : outcome;
    }

    private static boolean accepts(Subscription subscription, TopicMessage message) {
        String policy = subscription.attributes().getOrDefault("FilterPolicy", "");
        if (policy.isEmpty() || policy.equals("{}")) {
            return true;
        }
        boolean body = "MessageBody".equals(subscription.attributes().get("FilterPolicyScope"));
        FilterPolicy filter = FilterPolicyReader.read(policy, body);
        return body
                ? JsonValue.parse(message.message())
                        .filter(JsonValue.Structure.class::isInstance)
                        .filter(value -> filter.accepts(((JsonValue.Structure) value).members()))
                        .isPresent()
                : filter.accepts(values(message.attributes()));
    }

    private static Map<String, JsonValue> values(Map<String, Attribute> attributes) {
        Map<String, JsonValue> values = new HashMap<>();
        attributes.forEach((name, attribute) -> {
            if (attribute.dataType().equals("String.Array")) {
                JsonValue.parse(attribute.value()).ifPresent(v -> values.put(name, v));
            } else if (attribute.dataType().startsWith("Number")) {
                values.put(name, new JsonValue.Number(new BigDecimal(attribute.value())));
            } else {
                values.put(name, new JsonValue.Text(attribute.value()));
            }
        });
        return values;
    }

    @Override
    public void close() {
        post.close();
    }
}
