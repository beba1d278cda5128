package dev.penstock.aws.journal;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * The journal in one DynamoDB table. Runners on any number of machines, and Lambda functions, share it. An append is one
 * request: a {@code PutItem}, or a {@code TransactWriteItems} when claims change or the head has become full.
 *
 * <p>What is throttled or not answered is asked again for about ten seconds; a write whose answer was lost is recognised
 * and not made twice. Lists, and looks for what is due, go through indexes that follow the table within a moment.
 */
public final class DynamoDbJournal implements Journal {

    private final ExecutorService executor;
    private final Turns turns;
    private final Heads heads;
    private final LayoutNumber layout;
    private final Leases leases;
    private final Heartbeat heartbeat;
    private final DueIndex index;
    private final History history;
    private final Documents documents;
    private final ClaimItems claims;
    private final Appends appends;
    private final Takes takes;
    private final Moves moves;
    private final Map<RunnerId, RunnerRegistration> registrations = new ConcurrentHashMap<>();
    private final Runnable closing;
    private volatile boolean closed;

    private DynamoDbJournal(Calls calls, LargeFacts large, Runnable closing) {
        this.closing = closing;
        DynamoDbJournalOptions options = calls.options();
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("penstock-dynamodb-", 0).factory());
        this.turns = new Turns(executor);
        Contents contents = new Contents(large, options.largest());
        this.heads = new Heads(calls);
        this.layout = new LayoutNumber(calls);
        this.leases = new Leases(calls);
        this.heartbeat = new Heartbeat(leases, options.lease());
        this.index = new DueIndex(calls, heads, leases);
        this.history = new History(calls, contents);
        this.documents = new Documents(calls, contents);
        this.claims = new ClaimItems(calls, heads, contents);
        this.appends = new Appends(calls, heads, history, claims, contents, leases);
        this.takes = new Takes(calls, heads, leases, index, claims, history, executor);
        this.moves = new Moves(calls, heads, history, claims, contents, documents, takes, appends);
    }

    /**
     * A journal that keeps large facts in its table too, in pieces. Asks for nothing yet.
     *
     * @param client stays the caller's to close
     */
    public static DynamoDbJournal open(DynamoDbClient client, DynamoDbJournalOptions options) {
        Calls calls = new Calls(client, options);
        return open(calls, new TableFacts(calls), () -> {});
    }

    /** A journal that keeps large facts elsewhere. */
    public static DynamoDbJournal open(DynamoDbClient client, DynamoDbJournalOptions options, LargeFacts large) {
        return open(new Calls(client, options), large, () -> {});
    }

    static DynamoDbJournal open(Calls calls, LargeFacts large, Runnable closing) {
        return new DynamoDbJournal(calls, large, closing);
    }

    /** What makes the table of a journal, billed by request. "Time to Live" is to be switched on for {@code expires}. */
    public static CreateTableRequest table(String name) {
        return Layout.create(name);
    }

    @Override
    public RunnerRegistration register(RunnerId runner) {
        checkOpen();
        layout.checkForRunner();
        leases.register(runner);
        heartbeat.start();
        RunnerRegistration registration = new Registration(runner);
        registrations.put(runner, registration);
        return registration;
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
            if (!registrations.remove(runner, this)) {
                return;
            }
            leases.unregister(runner, () -> takes.releaseAllOf(runner));
        }
    }

    /** Does as if this process had ended, as far as a runner is concerned; for tests. */
    void abandon(RunnerId runner) {
        registrations.remove(runner);
        leases.abandon(runner);
    }

    /** Gives a sign of life for all of our runners at once; for tests, whose time does not pass by itself. */
    void beat() {
        leases.beat();
    }

    @Override
    public CompletableFuture<Committed> create(String pipeline, String definition, Append append) {
        if (append.expectedVersion() != 0 || append.fence().token() != 1) {
            throw new IllegalArgumentException("a new execution starts at version 0 with its runner's first fence");
        }
        return submit(append.execution(), () -> appends.create(pipeline, definition, append));
    }

    @Override
    public CompletableFuture<Committed> append(Append append) {
        return submit(append.execution(), () -> appends.append(append));
    }

    @Override
    public CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot) {
        return submit(execution, () -> appends.compact(execution, fence, snapshot))
                .thenAccept(done -> {});
    }

    private <T> CompletableFuture<T> submit(ExecutionId execution, Supplier<T> work) {
        if (closed) {
            return CompletableFuture.failedFuture(new JournalException.Closed());
        }
        return turns.submit(execution, () -> settled(work));
    }

    @Override
    public Fence take(ExecutionId execution, RunnerId runner) {
        return ask(() -> takes.take(execution, runner));
    }

    @Override
    public void release(ExecutionId execution, Fence fence) {
        ask(() -> takes.release(execution, fence, Optional.empty()));
    }

    @Override
    public boolean release(ExecutionId execution, Fence fence, Wakeup wakeup) {
        return ask(() -> takes.release(execution, fence, Optional.of(wakeup)));
    }

    @Override
    public List<Taken> takeDue(RunnerId runner, Instant now, int limit) {
        checkOpen();
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
        if (!leases.isOurs(runner)) {
            throw new IllegalStateException("runner " + runner + " is not registered");
        }
        return ask(() -> takes.takeDue(runner, now, limit));
    }

    @Override
    public Optional<Instant> nextDue() {
        return ask(takes::nextDue);
    }

    @Override
    public List<ExecutionId> wake(String resource, Instant now) {
        return ask(() -> takes.wake(resource, now));
    }

    /** DynamoDB tells nobody: the listener is never called. */
    @Override
    public Subscription onNews(Consumer<ExecutionId> listener) {
        return () -> {};
    }

    @Override
    public Optional<StoredExecution> read(ExecutionId execution) {
        return ask(() -> history.read(execution).map(history::stored));
    }

    @Override
    public List<Entry> entriesAfter(ExecutionId execution, long version) {
        return ask(() -> history.read(execution)
                .map(reading -> history.entries(reading, version))
                .orElse(List.of()));
    }

    @Override
    public List<ExecutionSummary> list(ExecutionQuery query) {
        return ask(() -> index.list(query));
    }

    @Override
    public Optional<RunnerId> holder(ExecutionId execution) {
        return ask(() ->
                heads.load(execution).flatMap(head -> head.holding().runner()).filter(leases::isAlive));
    }

    @Override
    public Claim claim(String name) {
        return ask(() -> claims.read(List.of(name)).getOrDefault(name, Claim.FREE));
    }

    @Override
    public void pin(String digest, byte[] document) {
        ask(() -> documents.pin(digest, document));
    }

    @Override
    public Optional<byte[]> pinned(String digest) {
        return ask(() -> documents.pinned(digest));
    }

    @Override
    public SignalId send(ExecutionId execution, byte[] signal, Instant at) {
        return ask(() -> takes.send(execution, signal, at));
    }

    @Override
    public List<StoredSignal> signals(ExecutionId execution) {
        return ask(() -> heads.load(execution).map(history::signals).orElse(List.of()));
    }

    @Override
    public List<ExecutionId> signalled() {
        return ask(index::signalled);
    }

    @Override
    public Optional<WholeExecution> whole(ExecutionId execution) {
        return ask(() -> moves.whole(execution));
    }

    @Override
    public boolean restore(WholeExecution execution) {
        return ask(() -> moves.restore(execution));
    }

    @Override
    public void moveAway(ExecutionId execution, Fence fence, String to) {
        ask(() -> moves.moveAway(execution, fence, to));
    }

    private <T> T ask(Supplier<T> question) {
        checkOpen();
        layout.checkOnce();
        return settled(question);
    }

    private void ask(Runnable work) {
        checkOpen();
        layout.checkOnce();
        settled(() -> {
            work.run();
            return true;
        });
    }

    /** Nobody outside is to know of writes that nobody could settle: the store is not reachable. */
    private static <T> T settled(Supplier<T> work) {
        try {
            return work.get();
        } catch (Unsettled e) {
            throw new JournalException.Unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new JournalException.Closed();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        turns.finish();
        try {
            List.copyOf(registrations.values()).forEach(RunnerRegistration::close);
        } catch (JournalException.Unavailable e) {
            // What could not be given back is taken from us when our lease ends.
        } finally {
            closed = true;
            heartbeat.close();
            executor.close();
            closing.run();
        }
    }
}
