package dev.penstock.aws.journal;

import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Gives signs of life, three in a lease, from the first runner that is registered on. */
final class Heartbeat {

    private final Leases leases;
    private final long pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private @Nullable Thread thread;
    private boolean closed;

    Heartbeat(Leases leases, Duration lease) {
        this.leases = leases;
        this.pause = lease.toNanos() / 3;
    }

    void start() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = Thread.ofVirtual().name("penstock-dynamodb-lease").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (isWaited()) {
            try {
                leases.beat();
            } catch (JournalException.Unavailable e) {
                // The next one may come through. If none does, the lease ends, and whoever takes over has the fence.
            }
        }
    }

    /** Whether a third of the lease has passed; otherwise it is over. */
    private boolean isWaited() {
        lock.lock();
        try {
            long left = pause;
            while (!closed && left > 0) {
                left = ended.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
