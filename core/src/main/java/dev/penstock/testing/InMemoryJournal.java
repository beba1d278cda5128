package dev.penstock.testing;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.Subscription;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A journal that forgets everything when its process ends, and otherwise does what {@link Journal} says. Its futures are
 * complete when they are returned. It {@linkplain #onNews tells} of everything that anybody does, as if all were other
 * processes.
 */
public final class InMemoryJournal implements Journal {

    private final Map<ExecutionId, InMemoryExecution> executions = new LinkedHashMap<>();
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Set<RunnerId> alive = new HashSet<>();
    private final List<Consumer<ExecutionId>> listeners = new CopyOnWriteArrayList<>();
    private long lastSignal;
    private boolean closed;

    /**
     * Does as if the process of a runner had ended: what it holds stays its own until another takes it.
     *
     * @param runner one that is registered; otherwise nothing happens
     */
    public synchronized void endProcessOf(RunnerId runner) {
        alive.remove(runner);
    }

    @Override
    public synchronized RunnerRegistration register(RunnerId runner) {
        checkOpen();
        if (!alive.add(runner)) {
            throw new IllegalStateException("runner " + runner + " is registered already");
        }
        return new RunnerRegistration() {
            private boolean open = true;

            @Override
            public RunnerId runner() {
                return runner;
            }

            @Override
            public void close() {
                synchronized (InMemoryJournal.this) {
                    if (open && alive.remove(runner)) {
                        executions.values().forEach(execution -> execution.releaseFrom(runner));
                    }
                    open = false;
                }
            }
        };
    }

    @Override
    public synchronized CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        if (append.expectedVersion() != 0 || append.fence().token() != 1) {
            throw new IllegalArgumentException("a new execution starts at version 0 with its runner's first fence");
        }
        return attempt(() -> {
            InMemoryExecution existing = executions.get(append.execution());
            if (existing != null) {
                throw new JournalException.VersionConflict(append.execution(), 0, existing.version());
            }
            ClaimTransition transition = transition(append);
            var execution = new InMemoryExecution(append.execution(), pipeline, definition, append);
            executions.put(append.execution(), execution);
            return commit(execution, append, transition);
        });
    }

    @Override
    public synchronized CompletableFuture<Committed> append(Append append) {
        return attempt(() -> {
            InMemoryExecution execution = known(append.execution());
            execution.checkFence(append.fence());
            execution.checkVersion(append.expectedVersion());
            return commit(execution, append, transition(append));
        });
    }

    private ClaimTransition transition(Append append) {
        return ClaimTransition.of(append.execution(), append.claims(), name -> claims.getOrDefault(name, Claim.FREE));
    }

    private Committed commit(InMemoryExecution execution, Append append, ClaimTransition transition) {
        claims.putAll(transition.changed());
        claims.values().removeIf(Claim.FREE::equals);
        execution.add(append);
        transition.displaced().forEach(told -> signal(known(told.execution()), told.message(), append.at()));
        transition.freed().forEach(this::tell);
        return transition.committed(execution.version());
    }

    @Override
    public synchronized Fence take(ExecutionId id, RunnerId runner) {
        checkOpen();
        return known(id).take(runner, alive);
    }

    @Override
    public void release(ExecutionId id, Fence fence) {
        release(id, fence, Optional.empty());
    }

    @Override
    public boolean release(ExecutionId id, Fence fence, Wakeup wakeup) {
        release(id, fence, Optional.of(wakeup));
        return false;
    }

    private synchronized void release(ExecutionId id, Fence fence, Optional<Wakeup> wakeup) {
        checkOpen();
        InMemoryExecution execution = executions.get(id);
        if (execution != null && execution.release(fence, wakeup) && wakeup.isEmpty()) {
            tell(id);
        }
    }

    @Override
    public synchronized List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        checkOpen();
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
        if (!alive.contains(runner)) {
            throw new IllegalStateException("runner " + runner + " is not registered");
        }
        Set<ExecutionId> called = waitingForNobody();
        return executions.values().stream()
                .filter(execution -> execution.isOpenAndFree(alive))
                .filter(execution -> execution.isDue(now) || called.contains(execution.id()))
                .sorted(Comparator.comparing(
                        execution -> execution.wakeup().flatMap(Wakeup::at).orElse(Instant.MIN)))
                .limit(limit)
                .toList()
                .stream()
                .map(execution -> {
                    Optional<RunnerId> from = execution.holder();
                    return new Taken(execution.id(), execution.take(runner, alive), from);
                })
                .toList();
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        checkOpen();
        Set<ExecutionId> called = waitingForNobody();
        return executions.values().stream()
                .filter(execution -> execution.isOpenAndFree(alive))
                .flatMap(execution -> execution.isDue(Instant.MIN) || called.contains(execution.id())
                        ? Optional.of(Instant.EPOCH).stream()
                        : execution.wakeup().flatMap(Wakeup::at).stream())
                .min(Comparator.naturalOrder());
    }

    /** Executions that wait for a claim which they could have. */
    private Set<ExecutionId> waitingForNobody() {
        Set<ExecutionId> called = new HashSet<>();
        claims.values().forEach(claim -> claim.called().ifPresent(called::add));
        return called;
    }

    @Override
    public synchronized List<ExecutionId> wake(String resource, Instant now) {
        checkOpen();
        List<ExecutionId> woken = executions.values().stream()
                .filter(execution -> execution.isOpenAndFree(Set.of()))
                .filter(execution -> execution.wake(resource, now))
                .map(InMemoryExecution::id)
                .toList();
        woken.forEach(this::tell);
        return woken;
    }

    @Override
    public Subscription onNews(Consumer<ExecutionId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(ExecutionId id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    @Override
    public synchronized Optional<WholeExecution> whole(ExecutionId id) {
        checkOpen();
        return Optional.ofNullable(executions.get(id))
                .map(execution -> execution.whole(pinned(execution.summary().definition()), claimsOf(id)));
    }

    private List<WholeExecution.OwnClaim> claimsOf(ExecutionId id) {
        List<WholeExecution.OwnClaim> own = new ArrayList<>();
        new TreeMap<>(claims).forEach((name, claim) -> {
            if (claim.holder().filter(id::equals).isPresent()) {
                own.add(new WholeExecution.OwnClaim(name, true));
            }
            if (claim.waiting().contains(id)) {
                own.add(new WholeExecution.OwnClaim(name, false));
            }
        });
        return own;
    }

    @Override
    public synchronized boolean restore(WholeExecution whole) {
        checkOpen();
        ExecutionId id = whole.stored().summary().id();
        InMemoryExecution existing = executions.get(id);
        if (existing != null) {
            if (whole.isContinuedBy(existing.stored())) {
                return false;
            }
            throw new JournalException.Differs(id);
        }
        Map<String, Claim> changed = new HashMap<>();
        for (WholeExecution.OwnClaim own : whole.claims()) {
            Claim current = changed.getOrDefault(own.name(), claims.getOrDefault(own.name(), Claim.FREE));
            changed.put(own.name(), own.in(id, current));
        }
        claims.putAll(changed);
        whole.definition().ifPresent(document -> pin(whole.stored().summary().definition(), document));
        var execution = new InMemoryExecution(whole);
        executions.put(id, execution);
        whole.signals().forEach(signal -> signal(execution, signal.payload(), signal.at()));
        return true;
    }

    @Override
    public synchronized void moveAway(ExecutionId id, Fence fence, String to) {
        checkOpen();
        known(id).moveAway(fence, to);
    }

    @Override
    public synchronized Optional<StoredExecution> read(ExecutionId id) {
        checkOpen();
        return Optional.ofNullable(executions.get(id)).map(InMemoryExecution::stored);
    }

    @Override
    public synchronized List<Entry> entriesAfter(ExecutionId id, long version) {
        checkOpen();
        InMemoryExecution execution = executions.get(id);
        return execution == null ? List.of() : execution.entriesAfter(version);
    }

    @Override
    public synchronized List<ExecutionSummary> list(ExecutionQuery query) {
        checkOpen();
        return List.copyOf(executions.values()).reversed().stream()
                .map(InMemoryExecution::summary)
                .filter(summary -> !query.openOnly() || !summary.ended())
                .filter(summary ->
                        query.pipeline().map(summary.pipeline()::equals).orElse(true))
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized Optional<RunnerId> holder(ExecutionId id) {
        checkOpen();
        return Optional.ofNullable(executions.get(id))
                .flatMap(InMemoryExecution::holder)
                .filter(alive::contains);
    }

    @Override
    public synchronized Claim claim(String name) {
        checkOpen();
        return claims.getOrDefault(name, Claim.FREE);
    }

    @Override
    public synchronized void pin(String digest, byte[] document) {
        checkOpen();
        documents.putIfAbsent(digest, document.clone());
    }

    @Override
    public synchronized Optional<byte[]> pinned(String digest) {
        checkOpen();
        return Optional.ofNullable(documents.get(digest)).map(byte[]::clone);
    }

    @Override
    public synchronized SignalId send(ExecutionId id, byte[] signal, Instant at) {
        checkOpen();
        known(id).checkHere();
        return signal(known(id), signal, at);
    }

    private SignalId signal(InMemoryExecution execution, byte[] payload, Instant at) {
        lastSignal++;
        SignalId id = new SignalId(lastSignal);
        execution.receive(new StoredSignal(id, at, payload.clone()));
        tell(execution.id());
        return id;
    }

    @Override
    public synchronized List<StoredSignal> signals(ExecutionId id) {
        checkOpen();
        InMemoryExecution execution = executions.get(id);
        return execution == null ? List.of() : execution.signals();
    }

    @Override
    public synchronized List<ExecutionId> signalled() {
        checkOpen();
        return executions.entrySet().stream()
                .filter(entry -> !entry.getValue().signals().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized CompletableFuture<Void> compact(ExecutionId id, Fence fence, Snapshot snapshot) {
        return this.<Optional<Void>>attempt(() -> {
                    InMemoryExecution execution = known(id);
                    execution.checkFence(fence);
                    execution.compact(snapshot);
                    return Optional.empty();
                })
                .thenAccept(done -> {});
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private <T> CompletableFuture<T> attempt(Supplier<T> work) {
        try {
            checkOpen();
            return CompletableFuture.completedFuture(work.get());
        } catch (JournalException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new JournalException.Closed();
        }
    }

    private InMemoryExecution known(ExecutionId id) {
        InMemoryExecution execution = executions.get(id);
        if (execution == null) {
            throw new JournalException.Unknown(id);
        }
        return execution;
    }
}
