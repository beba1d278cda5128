package dev.penstock.meter;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A journal whose appends are timed ({@code penstock.journal.append}) and whose errors are counted
 * ({@code penstock.journal.errors}, by kind): those of the store, not refusals, which are its work.
 */
public final class MeteredJournal implements Journal {

    private final Journal journal;
    private final LongSupplier nanos;
    private final Meters.Timer appends;
    private final Meters.Counter unavailable;
    private final Meters.Counter damaged;

    /**
     * A journal that is metered.
     *
     * @param nanos a time source that only goes on, in nanoseconds: {@code System::nanoTime}
     */
    public MeteredJournal(Journal journal, Meters meters, LongSupplier nanos) {
        this.journal = journal;
        this.nanos = nanos;
        this.appends = meters.timer("penstock.journal.append", "Appends that became durable, and how long each took.");
        String errors = "Errors of the journal's store.";
        this.unavailable = meters.counter("penstock.journal.errors", errors, Map.of("kind", "unavailable"));
        this.damaged = meters.counter("penstock.journal.errors", errors, Map.of("kind", "damaged"));
    }

    private <T> CompletableFuture<T> timed(CompletableFuture<T> append) {
        long begun = nanos.getAsLong();
        return append.whenComplete((done, failure) -> {
            if (failure == null) {
                appends.record(Duration.ofNanos(nanos.getAsLong() - begun));
            } else {
                count(failure);
            }
        });
    }

    private <T> T counted(Supplier<T> call) {
        try {
            return call.get();
        } catch (JournalException e) {
            count(e);
            throw e;
        }
    }

    private void counted(Runnable call) {
        try {
            call.run();
        } catch (JournalException e) {
            count(e);
            throw e;
        }
    }

    private void count(Throwable failure) {
        Throwable cause =
                failure instanceof JournalException || failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof JournalException.Unavailable) {
            unavailable.increment();
        } else if (cause instanceof JournalException.Damaged) {
            damaged.increment();
        }
    }

    @Override
    public RunnerRegistration register(RunnerId runner) {
        return counted(() -> journal.register(runner));
    }

    @Override
    public CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        return timed(journal.create(pipeline, definition, append));
    }

    @Override
    public CompletableFuture<Committed> append(Append append) {
        return timed(journal.append(append));
    }

    @Override
    public Fence take(ExecutionId execution, RunnerId runner) {
        return counted(() -> journal.take(execution, runner));
    }

    @Override
    public void release(ExecutionId execution, Fence fence) {
        counted(() -> journal.release(execution, fence));
    }

    @Override
    public boolean release(ExecutionId execution, Fence fence, Wakeup wakeup) {
        return counted(() -> journal.release(execution, fence, wakeup));
    }

    @Override
    public List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        return counted(() -> journal.takeDue(runner, now, limit));
    }

    @Override
    public Optional<Instant> nextDue() {
        return counted(journal::nextDue);
    }

    @Override
    public List<ExecutionId> wake(String resource, Instant now) {
        return counted(() -> journal.wake(resource, now));
    }

    @Override
    public Subscription onNews(Consumer<ExecutionId> listener) {
        return journal.onNews(listener);
    }

    @Override
    public Optional<StoredExecution> read(ExecutionId execution) {
        return counted(() -> journal.read(execution));
    }

    @Override
    public List<Entry> entriesAfter(ExecutionId execution, long version) {
        return counted(() -> journal.entriesAfter(execution, version));
    }

    @Override
    public List<ExecutionSummary> list(ExecutionQuery query) {
        return counted(() -> journal.list(query));
    }

    @Override
    public Optional<RunnerId> holder(ExecutionId execution) {
        return counted(() -> journal.holder(execution));
    }

    @Override
    public Claim claim(String name) {
        return counted(() -> journal.claim(name));
    }

    @Override
    public void pin(String digest, byte[] document) {
        counted(() -> journal.pin(digest, document));
    }

    @Override
    public Optional<byte[]> pinned(String digest) {
        return counted(() -> journal.pinned(digest));
    }

    @Override
    public SignalId send(ExecutionId execution, byte[] signal, Instant at) {
        return counted(() -> journal.send(execution, signal, at));
    }

    @Override
    public List<StoredSignal> signals(ExecutionId execution) {
        return counted(() -> journal.signals(execution));
    }

    @Override
    public List<ExecutionId> signalled() {
        return counted(journal::signalled);
    }

    @Override
    public CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot) {
        return journal.compact(execution, fence, snapshot);
    }

    @Override
    public Optional<WholeExecution> whole(ExecutionId execution) {
        return counted(() -> journal.whole(execution));
    }

    @Override
    public boolean restore(WholeExecution execution) {
        return counted(() -> journal.restore(execution));
    }

    @Override
    public void moveAway(ExecutionId execution, Fence fence, String to) {
        counted(() -> journal.moveAway(execution, fence, to));
    }

    /** Closes the journal beneath. */
    @Override
    public void close() {
        journal.close();
    }
}
