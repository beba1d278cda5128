package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Changes heads: each is read, changed and written on the condition that nobody wrote it in between. The heads of what our
 * runners hold are remembered, so that an append is one write and no read.
 */
final class Heads {

    private static final int LOCKS = 64;

    /** How often somebody else may be faster before it is given up. */
    private static final int MOST_DISTURBED = 400;

    /** What a change comes to. */
    sealed interface Outcome<R> {

        /** Nothing is written. */
        record Keep<R>(R result) implements Outcome<R> {}

        /** The head is written, and other items with it. */
        record Write<R>(Head head, List<TransactWriteItem> others, R result) implements Outcome<R> {}

        static <R> Outcome<R> keep(R result) {
            return new Keep<>(result);
        }

        static <R> Outcome<R> write(Head head, R result) {
            return new Write<>(head, List.of(), result);
        }
    }

    /** Works a change out; asked again when somebody else was faster. */
    @FunctionalInterface
    interface Change<R> {

        /**
         * What to write.
         *
         * @param current as far as it is known; empty if there is none
         * @param write the number of the write
         */
        Outcome<R> of(Optional<Head> current, long write);
    }

    private final Calls calls;
    private final Map<ExecutionId, Head> remembered = new ConcurrentHashMap<>();

    /** What was seen to be held, or may be as nobody answered, and was not seen to be given back since. */
    private final Set<ExecutionId> held = ConcurrentHashMap.newKeySet();

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    Heads(Calls calls) {
        this.calls = calls;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    Optional<Head> load(ExecutionId id) {
        return calls.get(Layout.head(id)).filter(this::isKept).map(HeadItem::read);
    }

    Map<ExecutionId, Head> loadAll(Collection<ExecutionId> ids) {
        Map<ExecutionId, Head> found = new HashMap<>();
        for (Map<String, AttributeValue> item :
                calls.getAll(ids.stream().distinct().map(Layout::head).toList())) {
            if (isKept(item)) {
                Head head = HeadItem.read(item);
                found.put(head.id(), head);
            }
        }
        return found;
    }

    /** DynamoDB removes what has expired within days; until then it counts as removed. */
    private boolean isKept(Map<String, AttributeValue> item) {
        return new Fields(item).number(Layout.EXPIRES, Long.MAX_VALUE)
                > calls.options().clock().instant().getEpochSecond();
    }

    /** Forgets what was remembered of an execution. */
    void forget(ExecutionId id) {
        remembered.remove(id);
    }

    /** All that our runners hold, and perhaps more. */
    List<ExecutionId> held() {
        return List.copyOf(held);
    }

    /**
     * Makes a change.
     *
     * @throws JournalException what the change throws for the head as it is now, or
     *     {@link JournalException.Unavailable}; then it is certain that nothing was written, unless the failure is
     *     {@link Unsettled}
     */
    <R> R change(ExecutionId id, Change<R> change) {
        ReentrantLock lock = locks[Math.floorMod(id.value().hashCode(), LOCKS)];
        lock.lock();
        try {
            return new Attempts<>(id, change).make();
        } finally {
            lock.unlock();
        }
    }

    private final class Attempts<R> {

        private final ExecutionId id;
        private final Change<R> change;
        private final Map<Long, R> tried = new HashMap<>();
        private Optional<Head> current;
        private boolean fresh;

        Attempts(ExecutionId id, Change<R> change) {
            this.id = id;
            this.change = change;
            this.current = Optional.ofNullable(remembered.get(id));
        }

        R make() {
            if (current.isEmpty()) {
                refresh();
            }
            int unclear = 0;
            for (int disturbed = 0; disturbed < MOST_DISTURBED; disturbed++) {
                Optional<R> made = made();
                if (made.isPresent()) {
                    return made.get();
                }
                long write = calls.options().writes().getAsLong();
                Outcome<R> outcome;
                try {
                    outcome = change.of(current, write);
                } catch (JournalException e) {
                    if (fresh) {
                        throw e;
                    }
                    refresh();
                    continue;
                }
                if (outcome instanceof Outcome.Keep<R>(R result) && fresh) {
                    return result;
                }
                if (!(outcome instanceof Outcome.Write<R>(Head next, List<TransactWriteItem> others, R result))) {
                    refresh();
                    continue;
                }
                Head stamped = next.with(next.revision().next(write));
                tried.put(write, result);
                switch (calls.write(put(stamped), others)) {
                    case Written.Done done -> {
                        remember(stamped);
                        return result;
                    }
                    case Written.OtherHead(Optional<Map<String, AttributeValue>> found) -> {
                        current = found.filter(Heads.this::isKept).map(HeadItem::read);
                        fresh = true;
                    }
                    case Written.Disturbed other -> {
                        calls.pause(Math.min(disturbed, 4));
                        refresh();
                    }
                    case Written.Unclear(RuntimeException failure) -> {
                        unclear++;
                        if (unclear >= calls.options().attempts()) {
                            held.add(id);
                            throw new Unsettled(
                                    calls.refused("dynamodb:PutItem", failure), List.copyOf(tried.keySet()));
                        }
                        calls.pause(unclear);
                        settle();
                    }
                }
            }
            throw calls.refused(
                    "dynamodb:PutItem", new IllegalStateException("others write execution " + id + " all the time"));
        }

        /** Reads what came of a write without an answer. */
        private void settle() {
            try {
                refresh();
            } catch (JournalException.Unavailable e) {
                held.add(id);
                throw new Unsettled(e, List.copyOf(tried.keySet()));
            }
        }

        private void refresh() {
            current = load(id);
            fresh = true;
            current.ifPresentOrElse(Heads.this::remember, () -> held.remove(id));
        }

        /** What an earlier attempt came to, if it was made although nobody said so. */
        private Optional<R> made() {
            for (long write : current.map(head -> head.revision().writes()).orElse(List.of())) {
                R result = tried.get(write);
                if (result != null) {
                    current.ifPresent(Heads.this::remember);
                    return Optional.of(result);
                }
            }
            return Optional.empty();
        }
    }

    /** Only what is held: nobody writes it often but its holder. */
    private void remember(Head head) {
        if (head.holding().runner().isPresent()) {
            held.add(head.id());
        } else {
            held.remove(head.id());
        }
        if (head.holding().runner().isPresent() && !head.standing().isOver()) {
            remembered.merge(
                    head.id(),
                    head,
                    (before, now) ->
                            now.revision().number() >= before.revision().number() ? now : before);
        } else {
            remembered.remove(head.id());
        }
    }

    /** The write of a head that had the revision before, with an expiry if it is over. */
    private Put put(Head head) {
        Optional<Long> expires = calls.options().retention().map(this::expiry);
        Put.Builder put = Put.builder()
                .tableName(calls.table())
                .item(HeadItem.write(head, expires))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (head.revision().number() == 1) {
            return put.conditionExpression("attribute_not_exists(" + Layout.PARTITION + ")")
                    .build();
        }
        return put.conditionExpression("revision = :was")
                .expressionAttributeValues(
                        Map.of(":was", Fields.of(head.revision().number() - 1)))
                .build();
    }

    long expiry(Duration retention) {
        return calls.options().clock().instant().plus(retention).getEpochSecond();
    }

    /** The same write as part of another head's: changes what a claim means for an execution. */
    TransactWriteItem beside(Head head, long write) {
        return TransactWriteItem.builder()
                .put(put(head.with(head.revision().next(write))))
                .build();
    }
}
