package dev.penstock.testing;

import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock whose time stands still while anybody is busy, and jumps to the next alarm when nobody is. Alarms ring one after
 * the other, in the order of their time and, at the same time, in the order they were set, each to its end before the next;
 * no lock is held while one rings. Nothing runs while there is nothing to ring.
 */
public final class VirtualClock implements EngineClock, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Key, Ringing> alarms = new TreeMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final boolean stepped;
    private volatile Instant now;
    private Instant horizon;
    private long order;
    private int worthJumping;
    private int busy;
    private boolean ringing;
    private boolean closed;

    /** A clock that begins at a time and runs by itself, as far as there are alarms worth a jump. */
    public VirtualClock(Instant start) {
        this(start, false);
    }

    private VirtualClock(Instant start, boolean stepped) {
        this.now = start;
        this.stepped = stepped;
        this.horizon = start;
    }

    /** A clock that begins at a time and moves only when it is told to {@link #advance}. */
    public static VirtualClock steppedFrom(Instant start) {
        return new VirtualClock(start, true);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        return set(due, new Ringing(task, true));
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        return set(due, new Ringing(task, false));
    }

    private Alarm set(Instant due, Ringing alarm) {
        lock.lock();
        try {
            Key key = new Key(due, order++);
            alarms.put(key, alarm);
            worthJumping += alarm.worthJumping ? 1 : 0;
            wake();
            return () -> cancel(key);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Key key) {
        lock.lock();
        try {
            Ringing alarm = alarms.remove(key);
            if (alarm != null) {
                worthJumping -= alarm.worthJumping ? 1 : 0;
                changed.signalAll();
            }
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
        AtomicBoolean open = new AtomicBoolean(true);
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
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Moves time on at once, ringing what becomes due, as if nothing else happened meanwhile. */
    public void advanceTo(Instant time) {
        lock.lock();
        try {
            if (time.isAfter(now)) {
                now = time;
                horizon = time;
            }
            wake();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets time pass: rings everything on the way at its time, and returns when the time has come and nobody is busy.
     *
     * @throws IllegalStateException if an alarm failed, or somebody stays busy for a minute of real time
     */
    public void advance(Duration time) throws InterruptedException {
        lock.lock();
        try {
            horizon = now.plus(time);
            wake();
            awaitQuiet();
            now = horizon.isAfter(now) ? horizon : now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nobody is busy and nothing is left that may ring.
     *
     * @throws IllegalStateException if an alarm failed, or somebody stays busy for a minute of real time
     */
    public void awaitIdle() throws InterruptedException {
        lock.lock();
        try {
            wake();
            awaitQuiet();
        } finally {
            lock.unlock();
        }
    }

    /** How many alarms are set. */
    public int alarms() {
        lock.lock();
        try {
            return alarms.size();
        } finally {
            lock.unlock();
        }
    }

    private void awaitQuiet() throws InterruptedException {
        long left = PATIENCE.toNanos();
        while (ringing || busy > 0 || mayRing()) {
            if (left <= 0) {
                throw new IllegalStateException("after " + PATIENCE.toSeconds() + " s of real time still busy: " + busy
                        + " tokens, " + alarms.size() + " alarms, it is " + now);
            }
            left = changed.awaitNanos(left);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("an alarm failed", failures.getFirst());
        }
    }

    /** An alarm that is not worth a jump rings on the way to one that is. */
    private boolean mayRing() {
        if (closed || alarms.isEmpty()) {
            return false;
        }
        Instant due = alarms.firstKey().due;
        return !due.isAfter(now) || !due.isAfter(horizon) || (!stepped && worthJumping > 0);
    }

    private void wake() {
        changed.signalAll();
        if (!ringing && busy == 0 && mayRing()) {
            ringing = true;
            Thread.ofPlatform().daemon().name("virtual-time").start(this::ring);
        }
    }

    private void ring() {
        while (true) {
            Runnable task;
            lock.lock();
            try {
                if (busy > 0 || !mayRing()) {
                    ringing = false;
                    changed.signalAll();
                    return;
                }
                var first = alarms.pollFirstEntry();
                worthJumping -= first.getValue().worthJumping ? 1 : 0;
                now = first.getKey().due.isAfter(now) ? first.getKey().due : now;
                task = first.getValue().task;
            } finally {
                lock.unlock();
            }
            run(task);
        }
    }

    private void run(Runnable task) {
        Busy working = busy();
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            lock.lock();
            try {
                failures.add(e);
            } finally {
                lock.unlock();
            }
        } finally {
            working.close();
        }
    }

    /** Nothing rings any more. */
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

    private record Ringing(Runnable task, boolean worthJumping) {}

    private record Key(Instant due, long order) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
