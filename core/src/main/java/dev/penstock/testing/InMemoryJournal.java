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
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A journal that forgets everything when its process ends, and otherwise does what {@link Journal} says. Its futures are
 * complete when they are returned.
 */
public final class InMemoryJournal implements Journal {

    private final Map<ExecutionId, InMemoryExecution> executions = new LinkedHashMap<>();
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Set<RunnerId> alive = new HashSet<>();
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
        return transition.committed(execution.version());
    }

    @Override
    public synchronized Fence take(ExecutionId id, RunnerId runner) {
        checkOpen();
        return known(id).take(runner, alive);
    }

    @Override
    public synchronized void release(ExecutionId id, Fence fence) {
        checkOpen();
        InMemoryExecution execution = executions.get(id);
        if (execution != null) {
            execution.release(fence);
        }
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
        return signal(known(id), signal, at);
    }

    private SignalId signal(InMemoryExecution execution, byte[] payload, Instant at) {
        lastSignal++;
        SignalId id = new SignalId(lastSignal);
        execution.receive(new StoredSignal(id, at, payload.clone()));
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
