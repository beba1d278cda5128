package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which attributes queues have and what they may be. Source: SQS API Reference, CreateQueue and SetQueueAttributes. */
final class QueueAttributes {

    static final String FIFO_SUFFIX = ".fifo";
    static final String LARGEST_MESSAGE = "MaximumMessageSize";
    static final String RETENTION = "MessageRetentionPeriod";
    static final String VISIBILITY = "VisibilityTimeout";
    static final String DELAY = "DelaySeconds";
    static final String WAIT = "ReceiveMessageWaitTimeSeconds";

    private static final String FIFO = "FifoQueue";
    private static final String SCOPE = "DeduplicationScope";
    private static final String LIMIT = "FifoThroughputLimit";
    private static final String BY_CONTENT = "ContentBasedDeduplication";
    private static final String KEY = "KmsMasterKeyId";
    private static final String REUSE = "KmsDataKeyReusePeriodSeconds";
    private static final String MANAGED = "SqsManagedSseEnabled";

    private record Range(int least, int most) {}

    private static final Map<String, Range> NUMBERS = Map.of(
            DELAY,
            new Range(0, 900),
            LARGEST_MESSAGE,
            new Range(1024, 1_048_576),
            RETENTION,
            new Range(60, 1_209_600),
            WAIT,
            new Range(0, 20),
            VISIBILITY,
            new Range(0, 43_200),
            "KmsDataKeyReusePeriodSeconds",
            new Range(60, 86_400));

    private static final Map<String, Set<String>> CHOICES = Map.of(
            MANAGED, Set.of("true", "false"),
            FIFO, Set.of("true", "false"),
            BY_CONTENT, Set.of("true", "false"),
            SCOPE, Set.of("queue", "messageGroup"),
            LIMIT, Set.of("perQueue", "perMessageGroupId"));

    private static final Set<String> TRUTHS = Set.of(MANAGED, FIFO, BY_CONTENT);
    private static final Set<String> TEXTS = Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy", KEY);

    private static final Map<String, String> STANDARD = Map.of(
            DELAY, "0",
            LARGEST_MESSAGE, "1048576",
            RETENTION, "345600",
            WAIT, "0",
            VISIBILITY, "30",
            MANAGED, "true");

    private static final Map<String, String> STANDARD_FIFO =
            Map.of(FIFO, "true", BY_CONTENT, "false", SCOPE, "queue", LIMIT, "perQueue");

    /** Attributes that tell of a queue and cannot be set. */
    static final List<String> OBSERVED = List.of(
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesDelayed",
            "ApproximateNumberOfMessagesNotVisible",
            "CreatedTimestamp",
            "LastModifiedTimestamp",
            "QueueArn");

    private QueueAttributes() {}

    /** The value of an attribute that was not set. */
    static Optional<String> standard(Queue queue, String name) {
        return Optional.ofNullable(STANDARD.get(name))
                .or(() -> queue.isFifo() ? Optional.ofNullable(STANDARD_FIFO.get(name)) : Optional.empty());
    }

    /** All that have a value, apart from those that are observed. */
    static Map<String, String> of(Queue queue) {
        Map<String, String> all = new HashMap<>(STANDARD);
        if (queue.isFifo()) {
            all.putAll(STANDARD_FIFO);
        }
        all.putAll(queue.attributes());
        if (!all.containsKey(KEY)) {
            all.remove(REUSE);
        }
        return all;
    }

    /** Whether there is an attribute of that name. */
    static boolean isKnown(String name) {
        return OBSERVED.contains(name) || isSettable(name);
    }

    private static boolean isSettable(String name) {
        return NUMBERS.containsKey(name) || CHOICES.containsKey(name) || TEXTS.contains(name);
    }

    /**
     * Checks attributes and brings them in the form in which they are kept; an empty one is to be dropped.
     *
     * @throws dev.penstock.simulator.wire.ServiceError for one that there is not or that cannot have its value
     */
    static Map<String, String> checked(boolean fifo, Map<String, String> given) {
        Map<String, String> kept = new HashMap<>();
        given.forEach((name, value) -> kept.put(name, checked(fifo, name, value)));
        boolean key = !kept.getOrDefault(KEY, "").isEmpty();
        if (key && kept.getOrDefault(MANAGED, "").equals("true")) {
            throw SqsErrors.attributeName("You can use one type of server-side encryption (SSE) at one time. You can"
                    + " either enable KMS SSE or SQS SSE.");
        }
        if (key) {
            kept.put(MANAGED, "false");
        } else if (kept.getOrDefault(MANAGED, "").equals("true")) {
            kept.put(KEY, "");
            kept.put(REUSE, "");
        }
        return kept;
    }

    private static String checked(boolean fifo, String name, String value) {
        if (!fifo && (name.equals(SCOPE) || name.equals(LIMIT))) {
            throw SqsErrors.attributeName("You can specify the " + name + " only when FifoQueue is set to true.");
        }
        if (!isSettable(name) || (!fifo && STANDARD_FIFO.containsKey(name))) {
            throw SqsErrors.unknownAttribute(name);
        }
        Range range = NUMBERS.get(name);
        String kept = TRUTHS.contains(name) ? value.toLowerCase(Locale.ROOT) : value;
        boolean right = range != null
                ? isWithin(range, value)
                : !CHOICES.containsKey(name) || CHOICES.get(name).contains(kept);
        if (!right || (name.equals("Policy") && !isPolicy(value))) {
            throw SqsErrors.attributeValue("Invalid value for the parameter " + name + ".");
        }
        if (!value.isEmpty() && name.equals("RedrivePolicy")) {
            RedrivePolicy.parse(value);
        } else if (!value.isEmpty() && name.equals("RedriveAllowPolicy")) {
            RedriveAllowPolicy.parse(value);
        }
        return kept;
    }

    private static boolean isWithin(Range range, String value) {
        return value.matches("[0-9]{1,9}")
                && Integer.parseInt(value) >= range.least()
                && Integer.parseInt(value) <= range.most();
    }

    private static boolean isPolicy(String value) {
        return value.isEmpty()
                || JsonValue.parse(value)
                        .filter(JsonValue.Structure.class::isInstance)
                        .isPresent();
    }
}
