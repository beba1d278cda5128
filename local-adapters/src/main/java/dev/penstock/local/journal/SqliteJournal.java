package dev.penstock.local.journal;

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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The journal in one SQLite file, which the processes of one machine may share. Everything that is appended is flushed to
 * the disk before its future completes; appends that come at the same time share a flush.
 *
 * <p>A new file belongs to its owner alone. Beside it lie SQLite's log ({@code -wal}), its index ({@code -shm}) and, while
 * runners are registered, a directory {@code runners} with an empty file for each.
 */
public final class SqliteJournal implements Journal {

    private final Liveness liveness;
    private final WriterThread writer;
    private final Readers readers;
    private final IntegrityCheck integrity;
    private final Map<RunnerId, RunnerRegistration> registrations = new ConcurrentHashMap<>();

    private SqliteJournal(Liveness liveness, WriterThread writer, Readers readers, IntegrityCheck integrity) {
        this.liveness = liveness;
        this.writer = writer;
        this.readers = readers;
        this.integrity = integrity;
    }

    /**
     * Opens a journal; makes a new one, and the directories to it, where there is none.
     *
     * @throws JournalException.Damaged if the file is not a journal, is damaged, or was written by a newer version
     * @throws JournalException.Unavailable if it cannot be read or written at the moment
     */
    public static SqliteJournal open(Path file, SqliteJournalOptions options) {
        return open(new Database(file.toAbsolutePath().normalize(), options), options);
    }

    static SqliteJournal open(Database database, SqliteJournalOptions options) {
        options.nativeLibraries().ifPresent(NativeLibrary::keepIn);
        Path journal = database.file();
        Liveness liveness = new Liveness(journal, options.lease(), options.clock());
        IntegrityCheck integrity = new IntegrityCheck(database);
        JournalStore store = new JournalStore(database, liveness);
        try {
            LogAudit.check(journal);
            FileLength.check(journal);
            store.open();
            integrity.start();
        } catch (SQLException e) {
            store.abandon();
            throw Failures.translate(journal, e);
        } catch (JournalException e) {
            store.abandon();
            throw e;
        }
        WriterThread writer = new WriterThread(store, "penstock-journal");
        writer.start();
        return new SqliteJournal(liveness, writer, new Readers(database, liveness), integrity);
    }

    @Override
    public RunnerRegistration register(RunnerId runner) {
        long number = call(transaction -> {
            transaction.runners().sweep(transaction.executions());
            return transaction.runners().register(runner);
        });
        liveness.born(runner);
        RunnerRegistration registration = new Registration(runner, number);
        registrations.put(runner, registration);
        return registration;
    }

    /** Does as if this process had ended, as far as a runner is concerned; for tests. */
    void abandon(RunnerId runner) {
        registrations.remove(runner);
        liveness.buried(runner);
    }

    private final class Registration implements RunnerRegistration {

        private final RunnerId runner;
        private final long number;

        Registration(RunnerId runner, long number) {
            this.runner = runner;
            this.number = number;
        }

        @Override
        public RunnerId runner() {
            return runner;
        }

        @Override
        public Optional<Duration> leaseAge() {
            return liveness.leaseAge(runner);
        }

        @Override
        public void close() {
            if (!registrations.remove(runner, this)) {
                return;
            }
            try {
                call(transaction -> {
                    transaction.executions().releaseAllOf(number);
                    transaction.runners().unregister(number);
                    return number;
                });
            } finally {
                liveness.buried(runner);
                liveness.unlock(number);
            }
        }
    }

    @Override
    public CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        if (append.expectedVersion() != 0 || append.fence().token() != 1) {
            throw new IllegalArgumentException("a new execution starts at version 0 with its runner's first fence");
        }
        return submit(transaction -> transaction.create(pipeline, definition, append));
    }

    @Override
    public CompletableFuture<Committed> append(Append append) {
        return submit(transaction -> transaction.append(append));
    }

    @Override
    public Fence take(ExecutionId execution, RunnerId runner) {
        return call(transaction -> transaction.take(execution, runner));
    }

    @Override
    public void release(ExecutionId execution, Fence fence) {
        call(transaction -> transaction.release(execution, fence, Optional.empty()));
    }

    @Override
    public boolean release(ExecutionId execution, Fence fence, Wakeup wakeup) {
        call(transaction -> transaction.release(execution, fence, Optional.of(wakeup)));
        return false;
    }

    @Override
    public List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
        if (!registrations.containsKey(runner)) {
            throw new IllegalStateException("runner " + runner + " is not registered");
        }
        // Mostly there is nothing, and then nothing needs to be written.
        return ask(reader -> reader.isAnyDue(now))
                ? call(transaction -> transaction.takeDue(runner, now, limit))
                : List.of();
    }

    @Override
    public Optional<Instant> nextDue() {
        return ask(JournalReader::nextDue);
    }

    @Override
    public List<ExecutionId> wake(String resource, Instant now) {
        return call(transaction -> transaction.wake(resource, now));
    }

    /** Never calls: a file tells nobody that it has changed. */
    @Override
    public Subscription onNews(Consumer<ExecutionId> listener) {
        return () -> {};
    }

    @Override
    public Optional<WholeExecution> whole(ExecutionId execution) {
        return ask(reader -> reader.whole(execution));
    }

    @Override
    public boolean restore(WholeExecution execution) {
        if (call(transaction -> transaction.restore(execution))) {
            return true;
        }
        ExecutionId id = execution.stored().summary().id();
        if (read(id).filter(execution::isContinuedBy).isEmpty()) {
            throw new JournalException.Differs(id);
        }
        return false;
    }

    @Override
    public void moveAway(ExecutionId execution, Fence fence, String to) {
        call(transaction -> transaction.moveAway(execution, fence, to));
    }

    @Override
    public Optional<StoredExecution> read(ExecutionId execution) {
        return ask(reader -> reader.read(execution));
    }

    @Override
    public List<Entry> entriesAfter(ExecutionId execution, long version) {
        return ask(reader -> reader.entriesAfter(execution, version));
    }

    @Override
    public List<ExecutionSummary> list(ExecutionQuery query) {
        return ask(reader -> reader.list(query));
    }

    @Override
    public Optional<RunnerId> holder(ExecutionId execution) {
        return ask(reader -> reader.holder(execution, liveness));
    }

    @Override
    public Claim claim(String name) {
        return ask(reader -> reader.claim(name));
    }

    @Override
    public void pin(String digest, byte[] document) {
        // Mostly it is there already, and then nothing needs to be written.
        if (pinned(digest).isEmpty()) {
            call(transaction -> transaction.pin(digest, document));
        }
    }

    @Override
    public Optional<byte[]> pinned(String digest) {
        return ask(reader -> reader.pinned(digest));
    }

    @Override
    public SignalId send(ExecutionId execution, byte[] signal, Instant at) {
        return call(transaction -> transaction.send(execution, signal, at));
    }

    @Override
    public List<StoredSignal> signals(ExecutionId execution) {
        return ask(reader -> reader.signals(execution));
    }

    @Override
    public List<ExecutionId> signalled() {
        return ask(JournalReader::signalled);
    }

    @Override
    public CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot) {
        return submit(transaction -> transaction.compact(execution, fence, snapshot))
                .thenAccept(done -> {});
    }

    private <T> CompletableFuture<T> submit(Job.Work<T> work) {
        try {
            integrity.demandHealth();
        } catch (JournalException.Damaged e) {
            return CompletableFuture.failedFuture(e);
        }
        return writer.submit(work);
    }

    private <T> T call(Job.Work<T> work) {
        integrity.demandHealth();
        return writer.call(work);
    }

    private <T> T ask(JournalReader.Question<T> question) {
        integrity.demandHealth();
        return readers.ask(question);
    }

    @Override
    public void close() {
        try {
            List.copyOf(registrations.values()).forEach(RunnerRegistration::close);
        } catch (JournalException.Unavailable | JournalException.Damaged e) {
            // What could not be given back is free all the same: the lock of the runner's file is.
        } finally {
            integrity.close();
            readers.close();
            writer.close();
        }
    }
}
