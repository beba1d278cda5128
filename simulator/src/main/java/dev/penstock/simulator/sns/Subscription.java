package dev.penstock.simulator.sns;

import java.util.HashMap;
import java.util.Map;

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
