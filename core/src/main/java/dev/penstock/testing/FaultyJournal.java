package dev.penstock.testing;

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
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The journal as a process sees it that fails or dies at a chosen append. Appends are counted from 1;
 * creating an execution is one, and so is releasing one with a wakeup. After the death everything throws {@link JournalException.Closed}, the journal beneath stays open,
 * and the runners that were registered here are no longer alive in it: a second process can go on from there.
 */
public final class FaultyJournal implements Journal {

    private final Journal journal;
    private final Consumer<RunnerId> endProcess;
    private final Set<RunnerId> registered = new HashSet<>();
    private final Map<Integer, Fault> faults = new HashMap<>();
    private int appends;
    private volatile boolean dead;

    private sealed interface Fault {
        record DieBefore() implements Fault {}

        record DieAfter() implements Fault {}

        record Fail(JournalException with) implements Fault {}
    }

    /** Over a journal in memory. */
    public FaultyJournal(InMemoryJournal journal) {
        this(journal, journal::endProcessOf);
    }

    /**
     * Over any journal.
     *
     * @param endProcess makes the journal see that the process of a runner has ended
     */
    public FaultyJournal(Journal journal, Consumer<RunnerId> endProcess) {
        this.journal = journal;
        this.endProcess = endProcess;
    }

    /** The process dies before the append of that number: nothing of it is in the journal. */
    public synchronized void dieBefore(int append) {
        faults.put(append, new Fault.DieBefore());
    }

    /** The process dies after the append of that number: it is in the journal, but nobody learns of it. */
    public synchronized void dieAfter(int append) {
        faults.put(append, new Fault.DieAfter());
    }

    /** The append of that number fails and changes nothing; the same append, tried again, has the next number. */
    public synchronized void fail(int append, JournalException with) {
        faults.put(append, new Fault.Fail(with));
    }

    /** How many appends were asked for until now. */
    public synchronized int appends() {
        return appends;
    }

    /** Whether the process has died. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** The process dies now. */
    public synchronized void die() {
        dead = true;
        registered.forEach(endProcess);
        registered.clear();
    }

    @Override
    public CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        return faulty(() -> journal.create(pipeline, definition, append));
    }

    @Override
    public CompletableFuture<Committed> append(Append append) {
        return faulty(() -> journal.append(append));
    }

    private synchronized CompletableFuture<Committed> faulty(Supplier<CompletableFuture<Committed>> append) {
        if (dead) {
            return CompletableFuture.failedFuture(new JournalException.Closed());
        }
        appends++;
        Fault fault = faults.remove(appends);
        return switch (fault) {
            case null -> append.get();
            case Fault.DieBefore before -> {
                die();
                yield CompletableFuture.failedFuture(new JournalException.Closed());
            }
            // Not before the journal has it: what is asked for and not yet durable would be lost with the process.
            case Fault.DieAfter after ->
                append.get().handle((committed, failure) -> {
                    die();
                    throw new JournalException.Closed();
                });
            case Fault.Fail fail -> CompletableFuture.failedFuture(fail.with());
        };
    }

    @Override
    public synchronized RunnerRegistration register(RunnerId runner) {
        checkAlive();
        RunnerRegistration registration = journal.register(runner);
        registered.add(runner);
        return new RunnerRegistration() {
            @Override
            public RunnerId runner() {
                return runner;
            }

            @Override
            public void close() {
                synchronized (FaultyJournal.this) {
                    // A process that has died gives nothing back.
                    if (registered.remove(runner)) {
                        registration.close();
                    }
                }
            }
        };
    }

    @Override
    public synchronized Fence take(ExecutionId execution, RunnerId runner) {
        checkAlive();
        return journal.take(execution, runner);
    }

    @Override
    public synchronized void release(ExecutionId execution, Fence fence) {
        checkAlive();
        journal.release(execution, fence);
    }

    @Override
    public synchronized boolean release(ExecutionId execution, Fence fence, Wakeup wakeup) {
        checkAlive();
        appends++;
        return switch (faults.remove(appends)) {
            case null -> journal.release(execution, fence, wakeup);
            case Fault.DieBefore before -> {
                die();
                throw new JournalException.Closed();
            }
            case Fault.DieAfter after -> {
                journal.release(execution, fence, wakeup);
                die();
                throw new JournalException.Closed();
            }
            case Fault.Fail(JournalException with) -> throw with;
        };
    }

    @Override
    public synchronized List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        checkAlive();
        return journal.takeDue(runner, now, limit);
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        checkAlive();
        return journal.nextDue();
    }

    @Override
    public synchronized List<ExecutionId> wake(String resource, Instant now) {
        checkAlive();
        return journal.wake(resource, now);
    }

    /** Tells nothing any more after the death. */
    @Override
    public synchronized Subscription onNews(Consumer<ExecutionId> listener) {
        checkAlive();
        return journal.onNews(execution -> {
            if (!dead) {
                listener.accept(execution);
            }
        });
    }

    @Override
    public synchronized Optional<WholeExecution> whole(ExecutionId execution) {
        checkAlive();
        return journal.whole(execution);
    }

    @Override
    public synchronized boolean restore(WholeExecution execution) {
        checkAlive();
        return journal.restore(execution);
    }

    @Override
    public synchronized void moveAway(ExecutionId execution, Fence fence, String to) {
        checkAlive();
        journal.moveAway(execution, fence, to);
    }

    @Override
    public synchronized Optional<StoredExecution> read(ExecutionId execution) {
        checkAlive();
        return journal.read(execution);
    }

    @Override
    public synchronized List<Entry> entriesAfter(ExecutionId execution, long version) {
        checkAlive();
        return journal.entriesAfter(execution, version);
    }

    @Override
    public synchronized List<ExecutionSummary> list(ExecutionQuery query) {
        checkAlive();
        return journal.list(query);
    }

    @Override
    public synchronized Optional<RunnerId> holder(ExecutionId execution) {
        checkAlive();
        return journal.holder(execution);
    }

    @Override
    public synchronized Claim claim(String name) {
        checkAlive();
        return journal.claim(name);
    }

    @Override
    public synchronized void pin(String digest, byte[] document) {
        checkAlive();
        journal.pin(digest, document);
    }

    @Override
    public synchronized Optional<byte[]> pinned(String digest) {
        checkAlive();
        return journal.pinned(digest);
    }

    @Override
    public synchronized SignalId send(ExecutionId execution, byte[] signal, Instant at) {
        checkAlive();
        return journal.send(execution, signal, at);
    }

    @Override
    public synchronized List<StoredSignal> signals(ExecutionId execution) {
        checkAlive();
        return journal.signals(execution);
    }

    @Override
    public synchronized List<ExecutionId> signalled() {
        checkAlive();
        return journal.signalled();
    }

    @Override
    public synchronized CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot) {
        return dead
                ? CompletableFuture.failedFuture(new JournalException.Closed())
                : journal.compact(execution, fence, snapshot);
    }

    /** Closes the journal beneath, unless the process has died. */
    @Override
    public synchronized void close() {
        if (!dead) {
            journal.close();
        }
    }

    private void checkAlive() {
        if (dead) {
            throw new JournalException.Closed();
        }
    }
}
