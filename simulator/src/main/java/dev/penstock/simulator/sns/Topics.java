package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Topics, subscriptions and messages of all accounts. All methods are called inside transactions. */
final class Topics {

    /** How many messages of a topic are kept to be read. */
    private static final int KEPT = 1000;

    /** How long a FIFO topic knows a message again. Source: SNS Developer Guide, "Message deduplication". */
    private static final Duration KNOWN = Duration.ofMinutes(5);

    /** A message that a FIFO topic knows again. */
    record Known(String messageId, String sequenceNumber, Instant at) {}

    private record Number(long next) {}

    private final Table<Topic> topics;
    private final Table<Subscription> subscriptions;
    private final Table<TopicMessage> messages;
    private final Table<Number> numbers;
    private final Table<Known> known;

    Topics(Store store) {
        topics = store.table("sns.topics", Topic.class);
        subscriptions = store.table("sns.subscriptions", Subscription.class);
        messages = store.table("sns.messages", TopicMessage.class);
        numbers = store.table("sns.numbers", Number.class);
        known = store.table("sns.known", Known.class);
    }

    Optional<Topic> find(String arn) {
        return topics.get(arn);
    }

    /**
     * The topic of an ARN that is well formed and of the caller's region.
     *
     * @throws dev.penstock.simulator.wire.ServiceError {@code InvalidParameter} or {@code NotFound}
     */
    Topic require(Caller caller, @Nullable String arn) {
        checkArn(caller, arn, "TopicArn");
        return find(arn == null ? "" : arn).orElseThrow(SnsErrors::noTopic);
    }

    /** Checks that an ARN has all parts and is of the caller's region. */
    static void checkArn(Caller caller, @Nullable String arn, String parameter) {
        String[] parts = (arn == null ? "" : arn).split(":", -1);
        if (parts.length < 6) {
            throw SnsErrors.invalid(parameter + " Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        if (!parts[3].equals(caller.region())) {
            throw SnsErrors.invalid(parameter);
        }
    }

    /** The topics of an account in a region, by name. */
    List<Topic> all(String account, String region) {
        return List.copyOf(
                topics.under("arn:aws:sns:" + region + ":" + account + ":").values());
    }

    void put(Topic topic) {
        topics.put(topic.arn(), topic);
    }

    void remove(Topic topic) {
        topics.remove(topic.arn());
        List.copyOf(known.under(topic.arn() + " ").keySet()).forEach(known::remove);
    }

    Optional<Subscription> subscription(String arn) {
        return subscriptions.get(arn);
    }

    /** The subscriptions to a topic. */
    List<Subscription> subscriptions(String topicArn) {
        return List.copyOf(subscriptions.under(topicArn + ":").values());
    }

    /** The subscriptions to all topics of an account in a region. */
    List<Subscription> subscriptions(String account, String region) {
        return List.copyOf(subscriptions
                .under("arn:aws:sns:" + region + ":" + account + ":")
                .values());
    }

    void put(Subscription subscription) {
        subscriptions.put(subscription.arn(), subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.arn());
        find(subscription.topicArn()).ifPresent(topic -> put(topic.afterDeletedSubscription()));
    }

    /** Keeps a message. Returns the key under which its deliveries are noted later. */
    String keep(TopicMessage message) {
        long number = numbers.get(message.topicArn()).map(Number::next).orElse(0L);
        numbers.put(message.topicArn(), new Number(number + 1));
        String key = message.topicArn() + String.format(Locale.ROOT, " %012d", number);
        messages.put(key, message);
        NavigableMap<String, TopicMessage> all = messages.under(message.topicArn() + " ");
        if (all.size() > KEPT) {
            messages.remove(all.firstKey());
        }
        return key;
    }

    /** Notes how a delivery ended. */
    void delivered(String key, String subscriptionArn, TopicMessage.Outcome outcome) {
        messages.get(key).ifPresent(m -> messages.put(key, m.delivered(subscriptionArn, outcome)));
    }

    /** What was published to a topic, the oldest first. */
    List<TopicMessage> messages(String topicArn) {
        return List.copyOf(messages.under(topicArn + " ").values());
    }

    /** A message of the last five minutes that has the same deduplication id. */
    Optional<Known> known(Topic topic, String deduplicationId, Instant now) {
        return known.get(topic.arn() + " " + deduplicationId)
                .filter(k -> k.at().plus(KNOWN).isAfter(now));
    }

    /** Notes a deduplication id, and forgets those that are too old. */
    void know(Topic topic, String deduplicationId, Known message) {
        for (Map.Entry<String, Known> old :
                List.copyOf(known.under(topic.arn() + " ").entrySet())) {
            if (!old.getValue().at().plus(KNOWN).isAfter(message.at())) {
                known.remove(old.getKey());
            }
        }
        known.put(topic.arn() + " " + deduplicationId, message);
    }
}
