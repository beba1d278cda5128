package dev.penstock.aws.journal;

import dev.penstock.journal.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Which runners are alive: an item each, with the time until which its lease is good. Our own count as alive as long as
 * they are registered; whoever takes their executions because we were frozen past the lease has the greater token.
 */
final class Leases {

    /** How long a dead runner that holds nothing is kept: longer than an index may lag behind the table. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final String UNTIL = "leaseUntil";
    private static final String REGISTRATION = "registration";

    private final Calls calls;
    private final Map<RunnerId, Long> ours = new ConcurrentHashMap<>();
    private final Map<RunnerId, Long> goodUntil = new ConcurrentHashMap<>();
    private final TakeCounts takes = new TakeCounts(ours::containsKey);

    Leases(Calls calls) {
        this.calls = calls;
    }

    /** @throws IllegalStateException if a runner of that name is alive */
    void register(RunnerId runner) {
        long registration = calls.options().writes().getAsLong();
        boolean free = !ours.containsKey(runner) && write(runner, registration);
        if (!free || ours.putIfAbsent(runner, registration) != null) {
            throw new IllegalStateException("runner " + runner + " is registered already");
        }
    }

    private boolean write(RunnerId runner, long registration) {
        long now = now();
        Map<String, AttributeValue> item = new HashMap<>(key(runner));
        item.put(Layout.WORK, Fields.of(Layout.RUNNERS));
        item.put(Layout.WORK_AT, Fields.of(now));
        item.put(UNTIL, Fields.of(now + calls.options().lease().toMillis()));
        item.put(REGISTRATION, Fields.of(registration));
        try {
            calls.patiently(
                    "dynamodb:PutItem",
                    () -> calls.client()
                            .putItem(put -> put.tableName(calls.table())
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(pk) OR " + UNTIL + " <= :now")
                                    .expressionAttributeValues(Map.of(":now", Fields.of(now)))
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            goodUntil.put(runner, now + calls.options().lease().toMillis());
            return true;
        } catch (ConditionalCheckFailedException e) {
            // Written by an attempt of ours that was not answered?
            return e.hasItem() && new Fields(e.item()).number(REGISTRATION, 0) == registration;
        }
    }

    /**
     * So that whoever looks for executions of the dead finds those that a runner is about to have: one of ours that was
     * frozen for longer than its lease may have been buried meanwhile, and one that was never registered is not known yet.
     */
    void know(RunnerId runner) {
        Long registration = ours.get(runner);
        if (registration != null) {
            if (goodUntil.getOrDefault(runner, 0L) <= now()) {
                // Where somebody else has the name by now, its item is there all the same.
                write(runner, registration);
            }
            return;
        }
        Map<String, AttributeValue> item = new HashMap<>(key(runner));
        item.put(Layout.WORK, Fields.of(Layout.RUNNERS));
        item.put(Layout.WORK_AT, Fields.of(now()));
        item.put(UNTIL, Fields.of(0));
        try {
            calls.patiently(
                    "dynamodb:PutItem",
                    () -> calls.client()
                            .putItem(put -> put.tableName(calls.table())
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(pk)")));
        } catch (ConditionalCheckFailedException e) {
            // It is known already, alive or not.
        }
    }

    boolean isOurs(RunnerId runner) {
        return ours.containsKey(runner);
    }

    List<RunnerId> ours() {
        return List.copyOf(ours.keySet());
    }

    /** Does as if the process of a runner had ended. */
    void abandon(RunnerId runner) {
        ours.remove(runner);
    }

    boolean isAlive(RunnerId runner) {
        return isOurs(runner)
                || calls.get(key(runner))
                        .map(item -> new Fields(item).number(UNTIL) > now())
                        .orElse(false);
    }

    /** Those of the runners that are dead. */
    Set<RunnerId> dead(Collection<RunnerId> runners) {
        Set<RunnerId> dead = new HashSet<>(runners);
        dead.removeIf(this::isOurs);
        calls.getAll(dead.stream().map(Leases::key).toList()).stream()
                .map(Fields::new)
                .filter(fields -> fields.number(UNTIL) > now())
                .forEach(fields -> dead.remove(runner(fields)));
        return dead;
    }

    /** All runners that somebody may still have executions of. */
    List<RunnerId> all() {
        return calls
                .partition(Layout.WORK, Layout.RUNNERS, Integer.MAX_VALUE, query -> query.indexName(Layout.WORK_INDEX))
                .stream()
                .map(item -> runner(new Fields(item)))
                .toList();
    }

    private static RunnerId runner(Fields fields) {
        return new RunnerId(fields.text(Layout.PARTITION).substring(2));
    }

    /** Gives a sign of life for all of ours. */
    void beat() {
        ours.forEach(this::beat);
    }

    private void beat(RunnerId runner, long registration) {
        try {
            long until = now() + calls.options().lease().toMillis();
            set(runner, registration, until);
            goodUntil.put(runner, until);
        } catch (ConditionalCheckFailedException e) {
            // Somebody has registered under our name after our lease had ended. What we held is fenced off when taken.
        }
    }

    /** Does what may make executions a runner's. */
    <T> T taking(RunnerId runner, Supplier<T> take) {
        takes.begin(runner);
        try {
            know(runner);
            return take.get();
        } finally {
            takes.end(runner);
        }
    }

    /**
     * Ends a registration. A runner that has given back all that it held is forgotten, so that nobody looks for what it may
     * have left: functions register with each call, and thousands of those may come within {@link #KEPT}.
     *
     * @param giveBack gives everything back; throws where it cannot be known that it did
     */
    void unregister(RunnerId runner, Runnable giveBack) {
        TakeCounts.Count before = takes.watch(runner);
        try {
            boolean holdsNothing = false;
            try {
                giveBack.run();
                holdsNothing = !before.isUnderWay();
            } finally {
                Long registration = ours.remove(runner);
                if (registration != null) {
                    end(runner, registration, holdsNothing);
                }
            }
            if (holdsNothing && !takes.count(runner).equals(before)) {
                // Something was taken in its name meanwhile, by somebody who saw that it was known.
                know(runner);
            }
        } finally {
            goodUntil.remove(runner);
            takes.leave(runner);
        }
    }

    private void end(RunnerId runner, long registration, boolean holdsNothing) {
        try {
            if (holdsNothing) {
                calls.patiently(
                        "dynamodb:DeleteItem",
                        () -> calls.client()
                                .deleteItem(delete -> delete.tableName(calls.table())
                                        .key(key(runner))
                                        .conditionExpression(REGISTRATION + " = :mine")
                                        .expressionAttributeValues(Map.of(":mine", Fields.of(registration)))));
            } else {
                set(runner, registration, 0);
            }
        } catch (ConditionalCheckFailedException e) {
            // Somebody else has the name by now, or an attempt of ours was not answered.
        }
    }

    private void set(RunnerId runner, long registration, long until) {
        calls.patiently(
                "dynamodb:UpdateItem",
                () -> calls.client()
                        .updateItem(update -> update.tableName(calls.table())
                                .key(key(runner))
                                .updateExpression("SET " + UNTIL + " = :until")
                                .conditionExpression(REGISTRATION + " = :mine")
                                .expressionAttributeValues(
                                        Map.of(":until", Fields.of(until), ":mine", Fields.of(registration)))));
    }

    /** Removes a runner that holds nothing, if it has been dead for long. */
    void bury(RunnerId runner) {
        Optional<Map<String, AttributeValue>> item = calls.get(key(runner));
        if (item.isEmpty() || isOurs(runner)) {
            return;
        }
        Fields fields = new Fields(item.get());
        long until = Math.max(fields.number(UNTIL), fields.number(Layout.WORK_AT));
        if (Instant.ofEpochMilli(until)
                .plus(KEPT)
                .isAfter(calls.options().clock().instant())) {
            return;
        }
        try {
            calls.patiently(
                    "dynamodb:DeleteItem",
                    () -> calls.client()
                            .deleteItem(delete -> delete.tableName(calls.table())
                                    .key(key(runner))
                                    .conditionExpression(UNTIL + " = :until")
                                    .expressionAttributeValues(Map.of(":until", Fields.of(fields.number(UNTIL))))));
        } catch (ConditionalCheckFailedException e) {
            // It is alive again.
        }
    }

    private long now() {
        return calls.options().clock().instant().toEpochMilli();
    }

    private static Map<String, AttributeValue> key(RunnerId runner) {
        return Layout.key(Layout.runner(runner), Layout.SINGLE);
    }
}
