package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A subscription of an endpoint to a topic.
 *
 * @param owner account of who subscribed
 * @param principal ARN of who subscribed
 * @param attributes those that were set
 * @param pending whether its endpoint has not confirmed it yet
 * @param authenticated whether it was confirmed by a signed call, or needs none
 * @param token confirms it
 */
record Subscription(
        String topicArn,
        String arn,
        String protocol,
        String endpoint,
        String owner,
        String principal,
        Map<String, String> attributes,
        boolean pending,
        boolean authenticated,
        String token) {

    Subscription {
        attributes = Map.copyOf(attributes);
    }

    boolean isRaw() {
        return Boolean.parseBoolean(attributes.getOrDefault("RawMessageDelivery", "false"));
    }

    /** Whether it has all of these attributes; of some that were not set there is a value too. */
    boolean has(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("FilterPolicyScope", "MessageAttributes"));
        all.put("RawMessageDelivery", "false");
        all.putAll(attributes);
        return all.entrySet().containsAll(given.entrySet());
    }

    boolean isQueue() {
        return protocol.equals("sqs");
    }

    /** Where messages go that cannot be delivered. */
    Optional<String> deadLetterTarget() {
        return JsonValue.parse(attributes.getOrDefault("RedrivePolicy", ""))
                .filter(JsonValue.Structure.class::isInstance)
                .map(policy -> ((JsonValue.Structure) policy).members().get("deadLetterTargetArn"))
                .filter(JsonValue.Text.class::isInstance)
                .map(target -> ((JsonValue.Text) target).value());
    }

    boolean isHttp() {
        return protocol.equals("http") || protocol.equals("https");
    }

    Subscription confirmed(boolean bySignedCall) {
        return new Subscription(
                topicArn, arn, protocol, endpoint, owner, principal, attributes, false, bySignedCall, token);
    }

    Subscription with(String attribute, String value) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put(attribute, value);
        return new Subscription(
                topicArn, arn, protocol, endpoint, owner, principal, all, pending, authenticated, token);
    }

    Subscription without(String attribute) {
        Map<String, String> all = new HashMap<>(attributes);
        all.remove(attribute);
        return new Subscription(
                topicArn, arn, protocol, endpoint, owner, principal, all, pending, authenticated, token);
    }

    @Override
    public String toString() {
        return arn;
    }
}
