package dev.penstock.simulator.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A queue.
 *
 * @param attributes those that were set, as text
 * @param created when
 * @param modified when its attributes were changed last
 * @param purged when it was purged last
 * @param formerScope the deduplication scope before the last change, which stays in force for a while
 */
record Queue(
        String account,
        String region,
        String name,
        Map<String, String> attributes,
        Instant created,
        Instant modified,
        Optional<Instant> purged,
        Optional<String> formerScope) {

    /** How long a change of attributes may take to be in force. Source: SQS API Reference, SetQueueAttributes. */
    private static final Duration PROPAGATION = Duration.ofSeconds(60);

    Queue {
        attributes = Map.copyOf(attributes);
    }

    /** A new queue; empty attributes are left out. */
    static Queue fresh(String account, String region, String name, Map<String, String> attributes, Instant now) {
        Map<String, String> kept = new TreeMap<>(attributes);
        kept.values().removeIf(String::isEmpty);
        return new Queue(account, region, name, kept, now, now, Optional.empty(), Optional.empty());
    }

    static String arn(String account, String region, String name) {
        return "arn:aws:sqs:" + region + ":" + account + ":" + name;
    }

    String arn() {
        return arn(account, region, name);
    }

    boolean isFifo() {
        return name.endsWith(QueueAttributes.FIFO_SUFFIX);
    }

    /** An attribute, also one that nobody set and that has a value of its own. */
    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).or(() -> QueueAttributes.standard(this, attribute));
    }

    /** An attribute that always has a value, which is a number. */
    int number(String attribute) {
        return Integer.parseInt(attribute(attribute).orElse("0"));
    }

    Duration seconds(String attribute) {
        return Duration.ofSeconds(number(attribute));
    }

    boolean deduplicatesByContent() {
        return attribute("ContentBasedDeduplication").orElse("").equals("true");
    }

    /** Whether a deduplication id stands for itself in each message group, rather than in the whole queue. */
    boolean deduplicatesByGroup(Instant now) {
        Optional<String> former = formerScope.filter(scope -> now.isBefore(modified.plus(PROPAGATION)));
        return former.or(() -> attribute("DeduplicationScope")).orElse("").equals("messageGroup");
    }

    Optional<RedrivePolicy> redrivePolicy() {
        return attribute("RedrivePolicy").map(RedrivePolicy::read);
    }

    Queue with(Map<String, String> changed, Instant now) {
        Map<String, String> all = new TreeMap<>(attributes);
        changed.forEach((name, value) -> {
            if (value.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        Optional<String> scope =
                changed.containsKey("DeduplicationScope") ? attribute("DeduplicationScope") : formerScope;
        return new Queue(account, region, name, all, created, now, purged, scope);
    }

    Queue purged(Instant now) {
        return new Queue(account, region, name, attributes, created, modified, Optional.of(now), formerScope);
    }
}
