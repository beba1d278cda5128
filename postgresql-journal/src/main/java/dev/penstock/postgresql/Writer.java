package dev.penstock.postgresql;

import dev.penstock.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of this process that changes the journal. Whatever waits for it when it comes round is one batch: one
 * flush of the server for all.
 */
final class Writer {

    /** So that one batch does not make everybody wait for long. */
    private static final int LARGEST_BATCH = 256;

    private final Queue<Job<?>> queue = new ConcurrentLinkedQueue<>();
    private final BatchStore store;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean ended;

    Writer(BatchStore store) {
        this.store = store;
        this.thread = Thread.ofPlatform().daemon().name("penstock-journal").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    <T> CompletableFuture<T> submit(Job<T> job) {
        if (store.isClosing()) {
            job.fail(new JournalException.Closed());
            return job.future;
        }
        queue.add(job);
        if (idle) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            refuseAll();
        }
        return job.future;
    }

    /** Waits until the work is done. */
    <T> T call(Job<T> job) {
        try {
            return submit(job).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Finishes what was asked for, and ends. */
    void close() {
        store.closing();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                boolean last = store.isClosing();
                List<Job<?>> batch = collect();
                store.beat().ifPresent(batch::add);
                if (!batch.isEmpty()) {
                    store.write(batch, this::takeQueued);
                } else if (last) {
                    return;
                } else {
                    rest();
                }
            }
        } finally {
            ended = true;
            store.close();
            refuseAll();
        }
    }

    private List<Job<?>> collect() {
        List<Job<?>> batch = new ArrayList<>();
        while (batch.size() < LARGEST_BATCH) {
            Job<?> job = queue.poll();
            if (job == null) {
                return batch;
            }
            batch.add(job);
        }
        return batch;
    }

    /** What came since, for telling it that the server is away. */
    private List<Job<?>> takeQueued() {
        List<Job<?>> queued = new ArrayList<>();
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            queued.add(job);
        }
        return queued;
    }

    private void rest() {
        idle = true;
        if (queue.isEmpty() && !store.isClosing()) {
            LockSupport.parkNanos(this, Math.max(TimeUnit.MILLISECONDS.toNanos(1), store.untilNextBeat()));
        }
        idle = false;
    }

    private void refuseAll() {
        takeQueued().forEach(job -> job.fail(new JournalException.Closed()));
    }
}
