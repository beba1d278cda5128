package dev.penstock.local.observe;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.DurationEstimate;
import dev.penstock.observe.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Durations that are kept in a file from one run to the next. It is a cache: what cannot be read is forgotten, what cannot be
 * written is known until the process ends, and either is told once as a warning. Nothing is read before it is asked. What
 * other processes learned meanwhile is taken in with each write; a reader always finds one whole file. Safe for use by many
 * threads.
 */
public final class FileDurations implements Durations, AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final DurationsFile file;
    private final Executor writes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final List<Took> unwritten = new ArrayList<>();
    private Estimates known = Estimates.none();
    private boolean read;
    private boolean writing;

    /**
     * Durations in a file.
     *
     * @param file need not be there, nor its folder; {@code file.lock} stands beside it
     */
    public FileDurations(Path file) {
        this(file, task -> Thread.ofVirtual().name("penstock-durations").start(task));
    }

    /** @param writes runs a task that writes the file */
    FileDurations(Path file, Executor writes) {
        this.file = new DurationsFile(file);
        this.writes = writes;
    }

    @Override
    public DurationEstimate of(String kind, AwsScope scope) {
        lock.lock();
        try {
            read();
            return known.of(kind, scope);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void took(String kind, AwsScope scope, Duration duration) {
        Took took = new Took(kind, scope, duration);
        lock.lock();
        try {
            read();
            known.learn(took);
            unwritten.add(took);
            if (writing) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        writes.execute(this::write);
    }

    private void read() {
        if (!read) {
            read = true;
            known = file.read();
        }
    }

    private void write() {
        while (true) {
            List<Took> batch;
            lock.lock();
            try {
                if (unwritten.isEmpty()) {
                    writing = false;
                    written.signalAll();
                    return;
                }
                batch = List.copyOf(unwritten);
                unwritten.clear();
            } finally {
                lock.unlock();
            }
            file.add(batch).ifPresent(this::takeIn);
        }
    }

    /** What is in the file now, and what was learned since that was written. */
    private void takeIn(Estimates all) {
        lock.lock();
        try {
            unwritten.forEach(all::learn);
            known = all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was learned is written, but not for a disk that hangs. */
    @Override
    public void close() {
        long left = LONGEST_CLOSE.toNanos();
        lock.lock();
        try {
            while (writing && left > 0) {
                left = written.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Something that was seen to end. */
    record Took(String kind, AwsScope scope, Duration duration) {}
}
