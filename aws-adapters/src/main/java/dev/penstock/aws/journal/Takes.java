package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Who has an execution: taking, giving back, and finding what is due. */
final class Takes {

    /** After that time nobody is woken by a resource any more, only by time and by signals. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(90);

    private final Calls calls;
    private final Heads heads;
    private final Leases leases;
    private final DueIndex index;
    private final ClaimItems claims;
    private final History history;
    private final Executor executor;

    Takes(
            Calls calls,
            Heads heads,
            Leases leases,
            DueIndex index,
            ClaimItems claims,
            History history,
            Executor executor) {
        this.calls = calls;
        this.heads = heads;
        this.leases = leases;
        this.index = index;
        this.claims = claims;
        this.history = history;
        this.executor = executor;
    }

    Fence take(ExecutionId id, RunnerId runner) {
        return leases.taking(
                runner,
                () -> heads.change(id, (current, write) -> {
                    Head head = current.orElseThrow(() -> new JournalException.Unknown(id));
                    head.checkHere();
                    Optional<RunnerId> holder = head.holding().runner();
                    if (holder.equals(Optional.of(runner))) {
                        return Heads.Outcome.keep(
                                new Fence(runner, head.holding().token()));
                    }
                    holder.filter(leases::isAlive).ifPresent(other -> {
                        throw new JournalException.Held(id, other);
                    });
                    return taken(head, runner);
                }));
    }

    private Heads.Outcome<Fence> taken(Head head, RunnerId runner) {
        if (head.standing().ended()
                && head.hasMore()
                && calls.options().retention().isPresent()) {
            // Before the head stays: entries must not be removed from under it.
            history.expire(head.id(), Optional.empty());
        }
        long token = head.holding().token() + 1;
        return Heads.Outcome.write(
                head.with(new Head.Holding(Optional.of(runner), token, Optional.empty())), new Fence(runner, token));
    }

    /** Whether what came while it was held makes it due at once. */
    boolean release(ExecutionId id, Fence fence, Optional<Wakeup> wakeup) {
        if (wakeup.isPresent()) {
            // First, so that whoever wakes it finds it as soon as it is released.
            register(id, fence, wakeup.get().resources());
        }
        return heads.change(
                id,
                (current, write) -> current.filter(head -> head.isHeldWith(fence))
                        .map(head -> head.with(new Head.Holding(Optional.empty(), fence.token(), wakeup)))
                        .map(head -> Heads.Outcome.write(head, !head.standing().isOver() && head.isDueAtOnce()))
                        .orElseGet(() -> Heads.Outcome.keep(false)));
    }

    private void register(ExecutionId id, Fence fence, Set<String> resources) {
        List<WriteRequest> writes = new ArrayList<>();
        for (String resource : resources) {
            Map<String, AttributeValue> item = new HashMap<>(Layout.key(Layout.resource(resource), id.toString()));
            item.put("token", Fields.of(fence.token()));
            item.put(Layout.EXPIRES, Fields.of(heads.expiry(LONGEST_WAIT)));
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
        }
        calls.writeAll(writes);
    }

    /** Those of a restored execution. */
    void register(Head head) {
        register(
                head.id(),
                new Fence(new RunnerId("restored"), head.holding().token()),
                head.holding().wakeup().map(Wakeup::resources).orElse(Set.of()));
    }

    void releaseAllOf(RunnerId runner) {
        Set<ExecutionId> held = new LinkedHashSet<>(heads.held());
        held.addAll(index.held(runner, Integer.MAX_VALUE));
        together(held.stream()
                .map(id -> CompletableFuture.supplyAsync(
                        () -> heads.change(
                                id,
                                (current, write) -> current.filter(
                                                head -> head.holding().runner().equals(Optional.of(runner)))
                                        .map(head -> Heads.Outcome.write(
                                                head.with(new Head.Holding(
                                                        Optional.empty(),
                                                        head.holding().token(),
                                                        Optional.empty())),
                                                true))
                                        .orElseGet(() -> Heads.Outcome.keep(false))),
                        executor))
                .toList());
    }

    List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        return leases.taking(runner, () -> takeAllDue(runner, now, limit));
    }

    private List<Taken> takeAllDue(RunnerId runner, Instant now, int limit) {
        Map<ExecutionId, RunnerId> left = index.left(limit);
        Set<ExecutionId> found = new LinkedHashSet<>(left.keySet());
        found.addAll(index.due(now, limit));
        return together(found.stream()
                        .limit(limit)
                        .map(id -> CompletableFuture.supplyAsync(() -> takeIfDue(id, runner, now, left), executor))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Taken> takeIfDue(ExecutionId id, RunnerId runner, Instant now, Map<ExecutionId, RunnerId> left) {
        return heads.change(id, (current, write) -> {
            Optional<Head> due = current.filter(head -> head.isDue(now))
                    .filter(head -> head.holding().runner().isEmpty()
                            || head.holding().runner().equals(Optional.ofNullable(left.get(id))));
            if (due.isEmpty()) {
                return Heads.Outcome.keep(Optional.empty());
            }
            Heads.Outcome.Write<Fence> taken = (Heads.Outcome.Write<Fence>) taken(due.get(), runner);
            return Heads.Outcome.write(
                    taken.head(),
                    Optional.of(
                            new Taken(id, taken.result(), due.get().holding().runner())));
        });
    }

    Optional<Instant> nextDue() {
        Optional<Instant> next = index.next();
        boolean atOnce = next.filter(at -> !at.isAfter(Instant.EPOCH)).isPresent();
        return atOnce || index.left(1).isEmpty() ? next : Optional.of(Instant.EPOCH);
    }

    List<ExecutionId> wake(String resource, Instant now) {
        List<Map<String, AttributeValue>> waiting = calls.partition(
                Layout.PARTITION, Layout.resource(resource), Integer.MAX_VALUE, query -> query.consistentRead(true));
        return together(waiting.stream()
                        .map(item -> CompletableFuture.supplyAsync(() -> wake(item, resource, now), executor))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ExecutionId> wake(Map<String, AttributeValue> item, String resource, Instant now) {
        Fields fields = new Fields(item);
        ExecutionId id = ExecutionId.of(fields.text(Layout.SORT));
        long token = fields.number("token");
        return heads.change(id, (current, write) -> {
            Optional<Wakeup> wakeup = current.filter(head -> !head.standing().isOver())
                    .filter(head -> head.holding().runner().isEmpty())
                    .flatMap(head -> head.holding().wakeup())
                    .filter(until -> until.resources().contains(resource));
            if (wakeup.isEmpty()) {
                if (current.filter(head -> head.holding().token() <= token).isEmpty()) {
                    forget(item, token);
                }
                return Heads.Outcome.keep(Optional.empty());
            }
            Wakeup earlier = wakeup.get().atTheLatest(now);
            Head head = current.get();
            Optional<ExecutionId> woken = Optional.of(id);
            return earlier.equals(wakeup.get())
                    ? Heads.Outcome.keep(woken)
                    : Heads.Outcome.write(
                            head.with(new Head.Holding(
                                    Optional.empty(), head.holding().token(), Optional.of(earlier))),
                            woken);
        });
    }

    /** Removes the name of a resource under which an execution was released before. */
    private void forget(Map<String, AttributeValue> item, long token) {
        Fields fields = new Fields(item);
        try {
            calls.patiently(
                    "dynamodb:DeleteItem",
                    () -> calls.client()
                            .deleteItem(delete -> delete.tableName(calls.table())
                                    .key(Layout.key(fields.text(Layout.PARTITION), fields.text(Layout.SORT)))
                                    .conditionExpression("#t = :token")
                                    .expressionAttributeNames(Map.of("#t", "token"))
                                    .expressionAttributeValues(Map.of(":token", Fields.of(token)))));
        } catch (ConditionalCheckFailedException e) {
            // It was released with it anew.
        }
    }

    SignalId send(ExecutionId id, byte[] signal, Instant at) {
        return heads.change(id, (current, write) -> {
            Head head = current.orElseThrow(() -> new JournalException.Unknown(id));
            head.checkHere();
            Head.Mail mail = claims.deliver(head, signal, at);
            return Heads.Outcome.write(head.with(mail), mail.letters().getLast().id());
        });
    }

    private static <T> List<T> together(List<CompletableFuture<T>> futures) {
        try {
            return futures.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
