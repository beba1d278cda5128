package dev.penstock.simulator.sns;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic.
 *
 * @param attributes those that were set
 * @param deleted how many subscriptions were deleted
 * @param sequence counts the messages of a FIFO topic
 */
record Topic(String account, String region, String name, Map<String, String> attributes, int deleted, long sequence) {

    /** What stands before the names of a topic's own statements in its default policy. */
    static final String POLICY = "Policy";

    Topic {
        attributes = Map.copyOf(attributes);
    }

    String arn() {
        return "arn:aws:sns:" + region + ":" + account + ":" + name;
    }

    boolean isFifo() {
        return name.endsWith(".fifo");
    }

    boolean deduplicatesByContent() {
        return Boolean.parseBoolean(attributes.getOrDefault("ContentBasedDeduplication", "false"));
    }

    String policy() {
        return attributes.getOrDefault(POLICY, TopicPolicy.standard(this));
    }

    Topic with(String attribute, String value) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put(attribute, value);
        return new Topic(account, region, name, all, deleted, sequence);
    }

    Topic without(String attribute) {
        Map<String, String> all = new HashMap<>(attributes);
        all.remove(attribute);
        return new Topic(account, region, name, all, deleted, sequence);
    }

    Topic afterDeletedSubscription() {
        return new Topic(account, region, name, attributes, deleted + 1, sequence);
    }

    Topic afterMessage() {
        return new Topic(account, region, name, attributes, deleted, sequence + 1);
    }
}
