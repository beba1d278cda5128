package dev.penstock.postgresql;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The journal in a schema of a PostgreSQL database, which any number of processes on any machines may share. What is appended
 * is flushed to the server's disk before its future completes; appends that come at the same time share a flush.
 *
 * <p>A connection that is lost is made anew, to another server if one has taken over, and an append that was under way
 * is looked up then: it completes when it is known to be in, and is sent again when it is known not to be. Payloads have at
 * most 64 MiB.
 */
public final class PostgresJournal implements Journal {

    private final Server server;
    private final Leases leases;
    private final Writer writer;
    private final Readers readers;
    private final News news;
    private final Map<RunnerId, RunnerRegistration> registrations = new ConcurrentHashMap<>();

    private PostgresJournal(Server server, Leases leases, Writer writer, Readers readers, News news) {
        this.server = server;
        this.leases = leases;
        this.writer = writer;
        this.readers = readers;
        this.news = news;
    }

    /**
     * Opens a journal; makes the schema and its tables where there are none, and brings those of an older version to the
     * newest form, if the role may do that.
     *
     * @throws JournalException.Damaged if the tables were changed by a newer version, or some are missing
     * @throws JournalException.Unavailable if the database cannot be reached, or the role may not do what is needed
     */
    public static PostgresJournal open(PostgresJournalOptions options) {
        var server = new Server(options);
        var leases = new Leases(options.lease());
        UUID id = UUID.randomUUID();
        var store = new BatchStore(server, leases, News.channel(server), id);
        try {
            store.open();
        } catch (SQLException e) {
            throw Failures.translate(server, e);
        }
        var writer = new Writer(store);
        writer.start();
        return new PostgresJournal(
                server, leases, writer, new Readers(server), new News(server, News.channel(server), id));
    }

    /**
     * Whether there is a journal; it is not made by this.
     *
     * @throws JournalException.Unavailable if the database cannot be reached
     */
    public static boolean exists(PostgresJournalOptions options) {
        var server = new Server(options);
        try (Connection connection = server.connect("journal look")) {
            return Schema.version(connection, server) > 0;
        } catch (SQLException e) {
            throw Failures.translate(server, e);
        }
    }

    @Override
    public RunnerRegistration register(RunnerId runner) {
        writer.call(Registering.register(runner, leases));
        RunnerRegistration registration = new Registration(runner);
        registrations.put(runner, registration);
        return registration;
    }

    /** Does as if this process had ended, as far as a runner is concerned; for tests. */
    void abandon(RunnerId runner) {
        registrations.remove(runner);
        leases.buried(runner);
        writer.call(Registering.expire(runner));
    }

    private final class Registration implements RunnerRegistration {

        private final RunnerId runner;

        Registration(RunnerId runner) {
            this.runner = runner;
        }

        @Override
        public RunnerId runner() {
            return runner;
        }

        @Override
        public void close() {
            if (registrations.remove(runner, this)) {
                leases.buried(runner);
                writer.call(Registering.unregister(runner));
            }
        }
    }

    @Override
    public CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        if (append.expectedVersion() != 0 || append.fence().token() != 1) {
            throw new IllegalArgumentException("a new execution starts at version 0 with its runner's first fence");
        }
        Changes.checkSize(append.payload());
        boolean registered = leases.isOurs(append.fence().runner());
        return writer.submit(Changes.create(pipeline, definition, append, registered));
    }

    @Override
    public CompletableFuture<Committed> append(Append append) {
        Changes.checkSize(append.payload());
        return writer.submit(Changes.append(append));
    }

    @Override
    public Fence take(ExecutionId execution, RunnerId runner) {
        return writer.call(Changes.take(execution, runner));
    }

    @Override
    public void release(ExecutionId execution, Fence fence) {
        writer.call(Changes.release(execution, fence, Optional.empty()));
    }

    @Override
    public boolean release(ExecutionId execution, Fence fence, Wakeup wakeup) {
        writer.call(Changes.release(execution, fence, Optional.of(wakeup)));
        return false;
    }

    @Override
    public List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
        return writer.call(Parking.takeDue(runner, now, limit, leases));
    }

    @Override
    public Optional<Instant> nextDue() {
        return readers.ask(Parking::nextDue);
    }

    @Override
    public List<ExecutionId> wake(String resource, Instant now) {
        return writer.call(Parking.wake(resource, now));
    }

    @Override
    public Subscription onNews(Consumer<ExecutionId> listener) {
        return news.subscribe(listener);
    }

    @Override
    public Optional<StoredExecution> read(ExecutionId execution) {
        return readers.ask(sql -> Reading.stored(sql, execution, Reading.Shown.MOVED));
    }

    @Override
    public List<Entry> entriesAfter(ExecutionId execution, long version) {
        return readers.ask(sql -> Reading.entriesAfter(sql, execution, version));
    }

    @Override
    public List<ExecutionSummary> list(ExecutionQuery query) {
        return readers.ask(sql -> Reading.list(sql, query));
    }

    @Override
    public Optional<RunnerId> holder(ExecutionId execution) {
        return readers.ask(sql -> Reading.holder(sql, execution));
    }

    @Override
    public Claim claim(String name) {
        return readers.ask(sql -> Reading.claim(sql, name));
    }

    @Override
    public void pin(String digest, byte[] document) {
        Changes.checkSize(document);
        // Mostly it is there already, and then nothing needs to be written.
        if (pinned(digest).isEmpty()) {
            writer.call(Changes.pin(digest, document));
        }
    }

    @Override
    public Optional<byte[]> pinned(String digest) {
        return readers.ask(sql -> Reading.pinned(sql, digest));
    }

    @Override
    public SignalId send(ExecutionId execution, byte[] signal, Instant at) {
        Changes.checkSize(signal);
        return writer.call(Changes.send(execution, signal, at));
    }

    @Override
    public List<StoredSignal> signals(ExecutionId execution) {
        return readers.ask(sql -> Reading.signals(sql, execution));
    }

    @Override
    public List<ExecutionId> signalled() {
        return readers.ask(Reading::signalled);
    }

    @Override
    public CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot) {
        Changes.checkSize(snapshot.payload());
        return writer.submit(Changes.compact(execution, fence, snapshot)).thenAccept(done -> {});
    }

    @Override
    public Optional<WholeExecution> whole(ExecutionId execution) {
        return readers.askAtOnce(sql -> Moving.whole(sql, execution));
    }

    @Override
    public boolean restore(WholeExecution execution) {
        return writer.call(Moving.restore(execution));
    }

    @Override
    public void moveAway(ExecutionId execution, Fence fence, String to) {
        writer.call(Changes.moveAway(execution, fence, to));
    }

    @Override
    public String toString() {
        return server.describe();
    }

    @Override
    public void close() {
        news.close();
        try {
            List.copyOf(registrations.values()).forEach(RunnerRegistration::close);
        } catch (JournalException.Unavailable | JournalException.Damaged e) {
            // What could not be given back is free when the lease is over.
        } finally {
            writer.close();
            readers.close();
        }
    }
}
