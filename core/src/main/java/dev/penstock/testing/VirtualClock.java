package dev.penstock.testing;

import dev.penstock.time.EngineClock;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock whose time stands still while anybody is busy, and jumps to the next alarm when nobody is. Alarms ring one after
 * the other on one thread, in the order of their time and, at the same time, in the order they were set.
 */
public final class VirtualClock implements EngineClock, AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Ringing> alarms =
            new PriorityQueue<>(Comparator.comparing(Ringing::due).thenComparingLong(Ringing::order));
    private Instant now;
    private int busy;
    private long order;
    private boolean closed;

    /** A clock that begins at a time. */
    public VirtualClock(Instant start) {
        this.now = start;
        Thread thread = new Thread(this::ring, "virtual-time");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        return set(due, task, true);
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        return set(due, task, false);
    }

    private Alarm set(Instant due, Runnable task, boolean worthJumping) {
        lock.lock();
        try {
            var alarm = new Ringing(due, order++, task, worthJumping);
            alarms.add(alarm);
            changed.signalAll();
            return () -> cancel(alarm);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Ringing alarm) {
        lock.lock();
        try {
            alarms.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Busy busy() {
        lock.lock();
        try {
            busy++;
        } finally {
            lock.unlock();
        }
        var open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                idle();
            }
        };
    }

    private void idle() {
        lock.lock();
        try {
            busy--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Moves time on, ringing what becomes due, as if nothing else happened meanwhile. */
    public void advanceTo(Instant time) {
        lock.lock();
        try {
            if (time.isAfter(now)) {
                now = time;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        while (true) {
            Ringing next = awaitNext();
            if (next == null) {
                return;
            }
            try (Busy ringing = busy()) {
                next.task().run();
            }
        }
    }

    private @Nullable Ringing awaitNext() {
        lock.lock();
        try {
            while (!closed) {
                Ringing next = alarms.peek();
                // An alarm that is not worth a jump rings on the way to one that is.
                if (next != null && busy == 0 && (!next.due().isAfter(now) || worthJumping())) {
                    alarms.remove(next);
                    if (next.due().isAfter(now)) {
                        now = next.due();
                    }
                    return next;
                }
                changed.awaitUninterruptibly();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean worthJumping() {
        return alarms.stream().anyMatch(Ringing::worthJumping);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private record Ringing(Instant due, long order, Runnable task, boolean worthJumping) {}
}
