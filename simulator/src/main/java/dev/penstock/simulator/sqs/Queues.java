package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queues and messages of all accounts. All methods are called inside transactions. */
final class Queues {

    /** How long a name is not given again. Source: SQS API Reference, DeleteQueue. */
    private static final Duration NAME_RESTS = Duration.ofSeconds(60);

    /** How long a FIFO queue knows a message again. Source: SQS Developer Guide, "Exactly-once processing". */
    private static final Duration KNOWN = Duration.ofMinutes(5);

    /** A message that a FIFO queue knows again. */
    record Known(String messageId, String sequence, Instant at) {}

    private record Deleted(Instant at) {}

    private record Counter(long next) {}

    private final Table<Queue> queues;
    private final Table<Deleted> deleted;
    private final Table<StoredMessage> messages;
    private final Table<Known> known;
    private final Table<Counter> counters;
    private final Waiters waiters;
    private final List<Consumer<String>> listeners = new ArrayList<>();

    Queues(Store store, SimulatedTime time) {
        queues = store.table("sqs.queues", Queue.class);
        deleted = store.table("sqs.deleted", Deleted.class);
        messages = store.table("sqs.messages", StoredMessage.class);
        known = store.table("sqs.known", Known.class);
        counters = store.table("sqs.counters", Counter.class);
        waiters = new Waiters(store, time);
    }

    /** Says who is told of queues into which something was put. */
    void whenPut(Consumer<String> told) {
        listeners.add(told);
    }

    Waiters waiters() {
        return waiters;
    }

    Optional<Queue> find(String arn) {
        return queues.get(arn);
    }

    /**
     * The queue of a URL.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when there is none
     */
    Queue require(Call call, @Nullable String url) {
        QueueAddress address = QueueAddress.parse(call.caller(), url).orElseThrow(() -> SqsErrors.missing("QueueUrl"));
        return find(address.arn()).orElseThrow(SqsErrors::noQueue);
    }

    /** The queues of an account in a region, by name. */
    List<Queue> all(String account, String region) {
        return List.copyOf(queues.under(Queue.arn(account, region, "")).values());
    }

    /** The queues whose dead letters go to a queue. */
    List<Queue> sourcesOf(Queue target) {
        return all(target.account(), target.region()).stream()
                .filter(queue -> queue.redrivePolicy()
                        .filter(policy -> policy.target().equals(target.arn()))
                        .isPresent())
                .toList();
    }

    void put(Queue queue) {
        queues.put(queue.arn(), queue);
    }

    /** Removes a queue with all that is in it. */
    void remove(Queue queue, Instant now) {
        String arn = queue.arn();
        clear(queue);
        List.copyOf(counters.under(arn + " ").keySet()).forEach(counters::remove);
        queues.remove(arn);
        deleted.put(arn, new Deleted(now));
        waiters.wake(arn);
    }

    /** Whether a queue of that name was there until a moment ago. */
    boolean wasDeletedRecently(String arn, Instant now) {
        return deleted.get(arn)
                .filter(past -> now.isBefore(past.at().plus(NAME_RESTS)))
                .isPresent();
    }

    /** Removes all messages of a queue, and knows none of them again. */
    void clear(Queue queue) {
        List.copyOf(messages.under(queue.arn() + " ").keySet()).forEach(messages::remove);
        List.copyOf(known.under(queue.arn() + " ").keySet()).forEach(known::remove);
    }

    /** The messages of a queue that were not kept for too long, by their keys in the queue, in the order in which they came. */
    Map<String, StoredMessage> messages(Queue queue, Instant now) {
        Duration retention = queue.seconds(QueueAttributes.RETENTION);
        String prefix = queue.arn() + " ";
        Map<String, StoredMessage> present = new LinkedHashMap<>();
        messages.under(prefix).forEach((key, message) -> {
            if (now.isBefore(message.content().sent().plus(retention))) {
                present.put(key.substring(prefix.length()), message);
            }
        });
        return present;
    }

    /** Forgets the messages of a queue that were kept for too long. */
    void expire(Queue queue, Instant now) {
        Duration retention = queue.seconds(QueueAttributes.RETENTION);
        List<String> old = messages.under(queue.arn() + " ").entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue().content().sent().plus(retention)))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(messages::remove);
    }

    Optional<StoredMessage> message(Queue queue, String key, Instant now) {
        Duration retention = queue.seconds(QueueAttributes.RETENTION);
        return messages.get(queue.arn() + " " + key)
                .filter(message -> now.isBefore(message.content().sent().plus(retention)));
    }

    void put(Queue queue, String key, StoredMessage message) {
        messages.put(queue.arn() + " " + key, message);
        waiters.wake(queue.arn());
    }

    /** Adds a message behind all others. */
    void add(Queue queue, StoredMessage message) {
        put(queue, String.format(Locale.ROOT, "%016d", next(queue, "message")), message);
        listeners.forEach(told -> told.accept(queue.arn()));
    }

    void remove(Queue queue, String key) {
        messages.remove(queue.arn() + " " + key);
        waiters.wake(queue.arn());
    }

    /** The next number of a count that a queue keeps, from 1. */
    long next(Queue queue, String what) {
        long number = number(queue, what) + 1;
        counters.put(queue.arn() + " " + what, new Counter(number));
        return number;
    }

    /** The last number of a count; 0 before the first. */
    long number(Queue queue, String what) {
        return counters.get(queue.arn() + " " + what).map(Counter::next).orElse(0L);
    }

    void number(Queue queue, String what, long value) {
        counters.put(queue.arn() + " " + what, new Counter(value));
    }

    /** A message of the last five minutes with the same deduplication id. */
    Optional<Known> known(Queue queue, String deduplication, Instant now) {
        return known.get(queue.arn() + " " + deduplication)
                .filter(message -> message.at().plus(KNOWN).isAfter(now));
    }

    /** Notes a deduplication id, and forgets those that are too old. */
    void know(Queue queue, String deduplication, Known message) {
        List<String> old = known.under(queue.arn() + " ").entrySet().stream()
                .filter(entry -> !entry.getValue().at().plus(KNOWN).isAfter(message.at()))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(known::remove);
        known.put(queue.arn() + " " + deduplication, message);
    }
}
