package dev.penstock.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One clock for a simulated AWS and for whoever works against it in the same process.
 *
 * <p>Everything that happens later is an event in a calendar. One thread runs the events: in order of their
 * instants, at one instant in order of insertion, each to its end before the next begins.
 *
 * <p><b>Virtual time</b> stands still while anybody holds a {@linkplain #busy() busy token}, and otherwise jumps to
 * the next due event. The contract that makes this free of races: <em>whoever will still do something before
 * waiting holds a token from the moment it wakes until it has registered what wakes it next</em>. Three rules follow.
 *
 * <ul>
 *   <li>An event's action runs while time stands still anyway. If it hands work to another thread, it takes a token
 *       first and the other thread closes it when the work is done.
 *   <li>Work that is passed on is passed on with a token: take the new one, then close the old one.
 *   <li>A caller in this process holds a token around a request to the simulated AWS. The server holds one of its own
 *       while it handles the request, but only the caller's covers the moments before the request arrives and after
 *       the answer was sent. A caller without a token (a foreign process, a plain SDK client in a test) may find that
 *       time has jumped between two of its calls: that is what virtual time means for one who cannot be seen waiting.
 * </ul>
 *
 * <p>So that a simulated service that fails and restarts for ever does not make time run away when nobody waits for
 * anything, lives of resources move time at most {@link #HORIZON} past the last moment at which somebody was busy,
 * unless an {@linkplain #at event from outside} is still due.
 */
public final class SimulatedTime implements AutoCloseable {

    /** How far simulated lives alone move virtual time past the last moment at which somebody was busy. */
    public static final Duration HORIZON = Duration.ofHours(6);

    private static final System.Logger LOG = System.getLogger(SimulatedTime.class.getName());

    private enum Mode {
        JUMPING,
        STEPPED,
        SCALED
    }

    /** What an event means for the movement of time. */
    private enum Kind {
        OUTSIDE,
        LIFE,
        PASSING
    }

    /** A registered event. */
    public interface Scheduled {

        /**
         * Takes the event out of the calendar.
         *
         * @return whether it was still due; false when it ran, runs now or was cancelled before
         */
        boolean cancel();
    }

    /** While held, virtual time stands still. Closing it twice has no further effect. */
    public interface Busy extends AutoCloseable {

        @Override
        void close();
    }

    private record Event(Instant due, long order, Kind kind, Runnable action) {}

    private static final Comparator<Event> BY_TIME =
            Comparator.comparing(Event::due).thenComparingLong(Event::order);

    private final Mode mode;
    private final double factor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Event> calendar = new TreeSet<>(BY_TIME);
    private final TreeSet<Event> outside = new TreeSet<>(BY_TIME);
    private final TreeSet<Event> lives = new TreeSet<>(BY_TIME);
    private volatile Instant base;
    private long baseNanos;
    private Instant lastActive;
    private @Nullable Instant steppingTo;
    private int busy;
    private long order;
    private boolean running;
    private boolean closed;
    private @Nullable Thread thread;

    private SimulatedTime(Mode mode, Instant start, double factor) {
        this.mode = mode;
        this.factor = factor;
        this.base = start;
        this.lastActive = start;
        this.baseNanos = System.nanoTime();
    }

    /** Virtual time that starts at the machine's present time, so that expiry dates look sane to SDK clients. */
    public static SimulatedTime virtual() {
        return virtual(Instant.now());
    }

    /**
     * Virtual time that jumps to the next due event whenever nobody is busy.
     *
     * @param start the first instant; a simulator with kept state moves it forward to the state's own time
     */
    public static SimulatedTime virtual(Instant start) {
        return new SimulatedTime(Mode.JUMPING, start, 1);
    }

    /**
     * Virtual time that moves only by {@link #advance}: for tests that look at every moment of a rollout.
     *
     * @param start the first instant
     */
    public static SimulatedTime stepped(Instant start) {
        return new SimulatedTime(Mode.STEPPED, start, 1);
    }

    /**
     * Time that runs by itself, for use as a server that cannot see who waits.
     *
     * @param start the first instant
     * @param factor simulated seconds in a real second, more than 0; 1 is real time
     */
    public static SimulatedTime scaled(Instant start, double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("the factor of simulated time must be more than 0, not " + factor);
        }
        return new SimulatedTime(Mode.SCALED, start, factor);
    }

    /** The present simulated instant. Never goes back. */
    public Instant now() {
        return mode == Mode.SCALED ? scaledNow() : base;
    }

    /**
     * Registers something from outside the simulated AWS (an engine's timer): virtual time always moves on to it.
     *
     * @param due when; an instant that has passed means as soon as possible
     * @param action runs on the time thread and must be short: it hands longer work to a thread of its own, with a
     *     busy token
     */
    public Scheduled at(Instant due, Runnable action) {
        return schedule(due, Kind.OUTSIDE, action);
    }

    /** Registers a step in the life of a simulated resource: virtual time moves on to it within the horizon. */
    public Scheduled life(Instant due, Runnable action) {
        return schedule(due, Kind.LIFE, action);
    }

    /** Registers something that happens once time has passed that instant, but that nobody waits for. */
    public Scheduled passing(Instant due, Runnable action) {
        return schedule(due, Kind.PASSING, action);
    }

    /** Takes a busy token; see the class description for who must hold one and when. */
    public Busy busy() {
        lock.lock();
        try {
            busy++;
            lastActive = now();
            return new Token();
        } finally {
            lock.unlock();
        }
    }

    /** Moves time on by {@code step}: see {@link #advanceTo}. */
    public void advance(Duration step) {
        advanceTo(now().plus(step));
    }

    /**
     * Runs everything that is due up to and including {@code target}, in order, then sets the time to it and returns.
     * Whoever calls this decides that time moves now, so busy tokens do not hold it up. Not to be called from an
     * event's action.
     *
     * @param target not before now; an earlier one leaves the time as it is
     */
    public void advanceTo(Instant target) {
        lock.lock();
        try {
            if (Thread.currentThread() == thread) {
                throw new IllegalStateException("an event's action cannot move the clock that runs it");
            }
            while (steppingTo != null && !closed) {
                changed.awaitUninterruptibly();
            }
            if (mode == Mode.SCALED) {
                base = max(scaledNow(), target);
                baseNanos = System.nanoTime();
            }
            steppingTo = target;
            wake();
            while (steppingTo != null && !closed) {
                changed.awaitUninterruptibly();
            }
            lastActive = now();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, in real time, until virtual time would stand still for good: no event running, nobody busy, nothing due
     * that would move it.
     *
     * @param limit the longest real time to wait
     * @return whether time stood still before the limit
     */
    public boolean awaitStill(Duration limit) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!closed && (running || busy > 0 || nextRunnable() != null)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Moves the start forward before anything runs: state that was kept must not be older than the present. */
    public void notBefore(Instant earliest) {
        lock.lock();
        try {
            if (now().isBefore(earliest)) {
                base = earliest;
                baseNanos = System.nanoTime();
                lastActive = earliest;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops the clock: nothing that is due runs any more. An action that runs now is waited for. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            running = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Scheduled schedule(Instant due, Kind kind, Runnable action) {
        lock.lock();
        try {
            Event event = new Event(due, order++, kind, action);
            calendar.add(event);
            switch (kind) {
                case OUTSIDE -> outside.add(event);
                case LIFE -> lives.add(event);
                case PASSING -> {}
            }
            wake();
            return () -> cancel(event);
        } finally {
            lock.unlock();
        }
    }

    private boolean cancel(Event event) {
        lock.lock();
        try {
            boolean wasDue = take(event);
            changed.signalAll();
            return wasDue;
        } finally {
            lock.unlock();
        }
    }

    private boolean take(Event event) {
        outside.remove(event);
        lives.remove(event);
        return calendar.remove(event);
    }

    private void wake() {
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().daemon().name("simulated-time").start(this::runEvents);
        }
        changed.signalAll();
    }

    private void runEvents() {
        lock.lock();
        try {
            while (!closed) {
                Event next = nextRunnable();
                if (next != null) {
                    run(next);
                } else {
                    endStep();
                    awaitChange();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run(Event event) {
        take(event);
        if (mode != Mode.SCALED) {
            base = max(base, event.due());
        }
        running = true;
        lock.unlock();
        try {
            event.action().run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an event of the simulated time failed", e);
        } finally {
            lock.lock();
            running = false;
            changed.signalAll();
        }
    }

    private @Nullable Event nextRunnable() {
        if (calendar.isEmpty()) {
            return null;
        }
        Event first = calendar.first();
        if (steppingTo != null && !first.due().isAfter(steppingTo)) {
            return first;
        }
        return switch (mode) {
            case STEPPED -> null;
            case SCALED -> first.due().isAfter(scaledNow()) ? null : first;
            case JUMPING -> steppingTo == null && busy == 0 && drawsTime() ? first : null;
        };
    }

    /** Whether something is due that time moves for; whatever else is due before it then runs on the way. */
    private boolean drawsTime() {
        return !outside.isEmpty()
                || !calendar.first().due().isAfter(base)
                || (!lives.isEmpty() && !lives.first().due().isAfter(lastActive.plus(HORIZON)));
    }

    private void endStep() {
        Instant target = steppingTo;
        if (target != null) {
            if (mode != Mode.SCALED) {
                base = max(base, target);
            }
            steppingTo = null;
            changed.signalAll();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // runEvents is the loop
    private void awaitChange() throws InterruptedException {
        if (mode == Mode.SCALED && !calendar.isEmpty()) {
            Duration wait = Duration.between(scaledNow(), calendar.first().due());
            long nanos = (long) Math.min(wait.toMillis() * 1e6 / factor, 3.6e12);
            changed.awaitNanos(Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
        } else {
            changed.await();
        }
    }

    private Instant scaledNow() {
        lock.lock();
        try {
            return base.plusNanos((long) ((System.nanoTime() - baseNanos) * factor));
        } finally {
            lock.unlock();
        }
    }

    private static Instant max(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    private final class Token implements Busy {

        private boolean held = true;

        @Override
        public void close() {
            lock.lock();
            try {
                if (held) {
                    held = false;
                    busy--;
                    lastActive = now();
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
