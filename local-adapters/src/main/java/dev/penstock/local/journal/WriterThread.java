package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that changes the journal. Whatever waits for it when it comes round is one batch: one transaction and
 * one flush for all.
 */
final class WriterThread {

    /** What the thread works on; used by it alone. */
    interface Store {

        /** Does the jobs and makes them durable, or fails and leaves nothing of them. */
        void commit(List<Job<?>> batch) throws SQLException;

        /** Says why a batch failed. */
        JournalException translate(Throwable failure);

        /** Whether it may help to do the jobs of the failed batch one by one. */
        boolean isWorthDividing(Throwable failure);

        /** Uses a pause; says after how many nanoseconds to come back if nothing else happens. */
        long pause();

        void close();
    }

    /** So that one batch does not make everybody wait for long, nor outgrow the cache by much. */
    private static final int LARGEST_BATCH = 1_024;

    private final Queue<Job<?>> queue = new ConcurrentLinkedQueue<>();
    private final List<Job<?>> batch = new ArrayList<>(LARGEST_BATCH);
    private final Store store;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;

    WriterThread(Store store, String name) {
        this.store = store;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    <T> CompletableFuture<T> submit(Job.Work<T> work) {
        Job<T> job = new Job<>(work);
        if (closing) {
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
    <T> T call(Job.Work<T> work) {
        try {
            return submit(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Finishes what was asked for, and ends. */
    void close() {
        closing = true;
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
            long pause = 0;
            while (true) {
                boolean last = closing;
                collect();
                if (!batch.isEmpty()) {
                    write();
                    pause = 0;
                } else if (last) {
                    return;
                } else {
                    rest(pause);
                    if (queue.isEmpty() && !closing) {
                        pause = store.pause();
                    }
                }
            }
        } finally {
            ended = true;
            store.close();
            refuseAll();
        }
    }

    private void collect() {
        batch.clear();
        while (batch.size() < LARGEST_BATCH) {
            Job<?> job = queue.poll();
            if (job == null) {
                return;
            }
            batch.add(job);
        }
    }

    private void rest(long nanos) {
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, nanos <= 0 ? TimeUnit.MILLISECONDS.toNanos(1) : nanos);
        }
        idle = false;
    }

    private void write() {
        try {
            store.commit(batch);
            batch.forEach(Job::tell);
        } catch (SQLException | RuntimeException | Error e) {
            if (batch.size() > 1 && store.isWorthDividing(e)) {
                writeOneByOne();
            } else {
                JournalException translated = store.translate(e);
                batch.forEach(job -> job.fail(translated));
            }
        }
    }

    /** Finds the job that spoils the batch, so that only it fails. */
    private void writeOneByOne() {
        for (Job<?> job : batch) {
            try {
                store.commit(List.of(job));
                job.tell();
            } catch (SQLException | RuntimeException | Error e) {
                job.fail(store.translate(e));
            }
        }
    }

    private void refuseAll() {
        Job<?> job = queue.poll();
        while (job != null) {
            job.fail(new JournalException.Closed());
            job = queue.poll();
        }
    }
}
