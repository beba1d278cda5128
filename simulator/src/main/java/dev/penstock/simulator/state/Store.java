package dev.penstock.simulator.state;

import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All state of one simulated AWS: tables of records and blobs, in memory or also in a directory.
 *
 * <p>Transactions run one at a time. One that throws changes nothing. With a directory a transaction is one line of
 * {@code state.jsonl}, handed to the operating system before {@link #transact} returns, so that the process may be
 * killed at any point without losing what was acknowledged. (A crash of the machine itself may lose the last
 * lines.)
 */
public final class Store implements AutoCloseable {

    private static final Duration GRAIN = Duration.ofSeconds(1);

    /** A row before and after a change; null when it is not there. */
    record Change(
            Table<?> table,
            String key,
            @Nullable Record before,
            @Nullable Record after) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Table<?>> tables = new TreeMap<>();
    private final Map<String, Map<String, String>> unclaimed;
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Supplier<Instant> clock;
    private final @Nullable StateLog log;
    private final Blobs blobs;
    private final History history = new History();
    private Instant lastWritten;
    private boolean erased;
    private final AtomicLong committed = new AtomicLong();

    private Store(Supplier<Instant> clock, @Nullable StateLog log, StateLog.Contents contents, Blobs blobs) {
        this.clock = clock;
        this.log = log;
        this.unclaimed = contents.rows();
        this.lastWritten = contents.latest();
        this.blobs = blobs;
    }

    /** State that ends with the process. */
    public static Store inMemory(Supplier<Instant> clock) {
        return new Store(clock, null, StateLog.Contents.none(), Blobs.inMemory());
    }

    /**
     * State kept in a directory, which is made when it is not there.
     *
     * @param clock the simulated time, stamped on every change
     * @throws UncheckedIOException when the directory cannot be used, or another process has it open
     * @throws DamagedStateException when a line of the state, other than a torn last one, cannot be read
     */
    public static Store open(Path directory, Supplier<Instant> clock) {
        try {
            StateLog log = StateLog.open(directory);
            try {
                return new Store(clock, log, log.contents(), Blobs.in(directory.resolve("blobs")));
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the simulated AWS in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The simulated instant of the last kept change; {@link Instant#MIN} when nothing was kept. */
    public Instant latest() {
        return lastWritten;
    }

    /** How many transactions changed something since the state was opened. Can be asked outside of transactions. */
    public long changes() {
        return committed.get();
    }

    /** The contents of S3 objects, image layers and the like. */
    public Blobs blobs() {
        return blobs;
    }

    /**
     * Registers a kind of row and takes over the rows of that name that were kept. Once for each name.
     *
     * @throws DamagedStateException when a kept row is not of this kind
     */
    public <T extends Record> Table<T> table(String name, Class<T> type) {
        lock.lock();
        try {
            Table<T> table = new Table<>(name, type, this);
            if (tables.putIfAbsent(name, table) != null) {
                throw new IllegalStateException("table " + name + " is registered twice");
            }
            Map<String, String> kept = unclaimed.remove(name);
            if (kept != null) {
                kept.forEach((key, json) -> load(table, key, json));
            }
            return table;
        } finally {
            lock.unlock();
        }
    }

    private static void load(Table<?> table, String key, String json) {
        try {
            table.load(key, json);
        } catch (RuntimeException e) {
            throw new DamagedStateException(table.name(), key, String.valueOf(e.getMessage()));
        }
    }

    /** Runs {@code work} alone and keeps what it changed, or undoes all of it when it throws. */
    public <R> R transact(Supplier<R> work) {
        lock.lock();
        try {
            if (lock.getHoldCount() > 1) {
                return work.get();
            }
            if (erased) {
                throw ServiceError.of(503, "ServiceUnavailable", "The simulated AWS was reset. Try again.");
            }
            R result;
            try {
                result = work.get();
                commit();
            } catch (RuntimeException | Error e) {
                undo();
                throw e;
            }
            runAfterCommit();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a part of the current transaction and undoes that part alone when it throws, so that the rest can go on.
     *
     * @throws RuntimeException what {@code work} threw, once its changes are undone
     */
    public <R> R attempt(Supplier<R> work) {
        requireTransaction();
        int changed = changes.size();
        int announced = afterCommit.size();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            undoFrom(changed);
            afterCommit.subList(announced, afterCommit.size()).clear();
            throw e;
        }
    }

    /** Keeps what is changed from now on for that long, so that {@link #asOf} can look at it; zero to keep nothing. */
    public void remember(Duration length) {
        if (!length.equals(history.length())) {
            lock.lock();
            try {
                history.length(length);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Runs a reading as if it were earlier, as far back as is {@linkplain #remember remembered}. What it changes is undone.
     */
    public <R> R asOf(Instant instant, Supplier<R> reading) {
        lock.lock();
        try {
            if (lock.getHoldCount() > 1) {
                throw new IllegalStateException("a transaction sees one time");
            }
            history.rewind(instant);
            try {
                return reading.get();
            } finally {
                undo();
                history.replay();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} after the current transaction was kept; not at all when it is undone. */
    public void afterCommit(Runnable action) {
        requireTransaction();
        afterCommit.add(action);
    }

    /** Rewrites the kept state without what was overwritten, and drops blobs that nothing refers to. */
    public void compact() {
        lock.lock();
        try {
            if (log != null) {
                log.rewrite(lastWritten, tables.values(), unclaimed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compact the simulated AWS's state: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything for good, also on the disk, and closes. Whoever still asks is told to try again. */
    public void erase() {
        lock.lock();
        try {
            tables.values().forEach(table -> table.rows().clear());
            unclaimed.clear();
            compact();
            blobs.retain(Set.of());
            erased = true;
            close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (log != null) {
                log.close();
            }
            blobs.close();
        } finally {
            lock.unlock();
        }
    }

    void requireTransaction() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the simulated AWS's state is read and changed in transactions only");
        }
    }

    <T extends Record> void change(Table<T> table, String key, @Nullable T row) {
        requireTransaction();
        changes.add(new Change(table, key, table.set(key, row), row));
    }

    private void commit() {
        Instant now = clock.get();
        history.add(now, changes);
        if (!changes.isEmpty()) {
            committed.incrementAndGet();
        }
        if (log == null || (changes.isEmpty() && !movedOn(now))) {
            changes.clear();
            return;
        }
        Map<Table<?>, Map<String, @Nullable Record>> latest = new LinkedHashMap<>();
        for (Change change : changes) {
            latest.computeIfAbsent(change.table(), t -> new LinkedHashMap<>())
                    .put(change.key(), change.table().rows().get(change.key()));
        }
        try {
            log.append(now, latest);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulated AWS's state could not be written: " + e.getMessage(), e);
        }
        lastWritten = now;
        changes.clear();
    }

    /** Whether so much time has passed that it is worth a line: nobody who saw a time may see an earlier one. */
    private boolean movedOn(Instant now) {
        return lastWritten.equals(Instant.MIN) || now.isAfter(lastWritten.plus(GRAIN));
    }

    private void undo() {
        undoFrom(0);
        afterCommit.clear();
    }

    private void undoFrom(int first) {
        List<Change> undone = changes.subList(first, changes.size());
        for (Change change : undone.reversed()) {
            restore(change.table(), change.key(), change.before());
        }
        undone.clear();
    }

    @SuppressWarnings("unchecked") // the row came out of this very table
    static <T extends Record> void restore(Table<T> table, String key, @Nullable Record before) {
        table.set(key, (T) before);
    }

    private void runAfterCommit() {
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        actions.forEach(Runnable::run);
    }
}
