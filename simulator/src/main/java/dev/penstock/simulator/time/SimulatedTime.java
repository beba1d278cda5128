package dev.penstock.simulator.time;

import dev.penstock.simulator.time.DueEvents.Event;
import java.time.Duration;
import java.time.Instant;
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
 * waiting holds a token from the moment it wakes until it has registered what wakes it next</em>. Four rules follow.
 *
 * <ul>
 *   <li>An event's action runs while time stands still anyway. If it hands work to another thread, it takes a token
 *       first and the other thread closes it when the work is done.
 *   <li>Work that is passed on is passed on with a token: take the new one, then close the old one.
 *   <li>Who holds a token and waits for somebody else within a call {@linkplain #sleeper() sleeps}: its token does not count
 *       until it is woken, and whoever wakes it is busy while it does so.
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

    /** How a clock moves. */
    public enum Mode {
        /** To the next due event when nobody is busy. */
        JUMPING,
        /** Only when it is told to. */
        STEPPED,
        /** By itself, so many simulated seconds in a real one. */
        SCALED
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

    private final Mode mode;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DueEvents events = new DueEvents();
    private final Pace pace;
    private Instant shown;
    private @Nullable Event current;
    private Instant lastActive;
    private @Nullable Instant steppingTo;
    private int busy;
    private boolean running;
    private boolean closed;
    private @Nullable Thread thread;

    private SimulatedTime(Mode mode, Instant start, double factor) {
        this.mode = mode;
        this.pace = new Pace(start, factor);
        this.lastActive = start;
        this.shown = start;
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
     * Time that runs by itself, for use as a server that cannot see who waits. It does not pass a due event before that
     * event has run: a machine that cannot keep up slows it down, and lives keep their durations.
     *
     * @param start the first instant
     * @param factor simulated seconds in a real second, more than 0 and at most a million; 1 is real time
     */
    public static SimulatedTime scaled(Instant start, double factor) {
        return new SimulatedTime(Mode.SCALED, start, factor);
    }

    /** How this clock moves. */
    public Mode mode() {
        return mode;
    }

    /** Simulated seconds in a real second, when it moves by itself. */
    public double factor() {
        lock.lock();
        try {
            return pace.factor();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a clock that moves by itself was stopped by {@link #pause}. */
    public boolean isPaused() {
        lock.lock();
        try {
            return pace.isPaused();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a clock that moves by itself do so at another pace from now on.
     *
     * @param to simulated seconds in a real second, more than 0 and at most a million
     * @throws IllegalArgumentException for another factor
     * @throws IllegalStateException when this clock does not move by itself
     */
    public void scale(double to) {
        changePace(() -> pace.scale(to));
    }

    /**
     * Stops a clock that moves by itself, until {@link #resume}. {@link #advance} still moves it.
     *
     * @throws IllegalStateException when this clock does not move by itself
     */
    public void pause() {
        changePace(() -> pace.pause(true));
    }

    /**
     * Lets a clock go on that was stopped by {@link #pause}.
     *
     * @throws IllegalStateException when this clock does not move by itself
     */
    public void resume() {
        changePace(() -> pace.pause(false));
    }

    private void changePace(Runnable change) {
        lock.lock();
        try {
            if (mode != Mode.SCALED) {
                throw new IllegalStateException("this clock does not move by itself");
            }
            Instant now = scaledNow();
            change.run();
            pace.restartAt(now);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The present simulated instant. Never goes back. */
    public Instant now() {
        return mode == Mode.SCALED ? scaledNow() : pace.base();
    }

    /**
     * What the clock of a client says, by which it judges how long its credentials and addresses are valid. A clock that
     * moves by itself has clients outside of this process, which do not know of it: theirs is the machine's. In every other
     * mode clients live in simulated time.
     */
    public Instant clientsNow() {
        return mode == Mode.SCALED ? Instant.now() : now();
    }

    /**
     * Registers something from outside the simulated AWS (an engine's timer): virtual time always moves on to it.
     *
     * @param due when; an instant that has passed means as soon as possible
     * @param action runs on the time thread and must be short: it hands longer work to a thread of its own, with a
     *     busy token
     */
    public Scheduled at(Instant due, Runnable action) {
        return schedule(due, DueEvents.Kind.OUTSIDE, action);
    }

    /** Registers a step in the life of a simulated resource: virtual time moves on to it within the horizon. */
    public Scheduled life(Instant due, Runnable action) {
        return schedule(due, DueEvents.Kind.LIFE, action);
    }

    /** Registers something that happens once time has passed that instant, but that nobody waits for. */
    public Scheduled passing(Instant due, Runnable action) {
        return schedule(due, DueEvents.Kind.PASSING, action);
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

    /** For one who holds a busy token and will wait; see {@link Sleeper}. */
    public Sleeper sleeper() {
        return new Sleeper();
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
                pace.standAt(scaledNow());
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
                pace.restartAt(earliest);
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

    private Scheduled schedule(Instant due, DueEvents.Kind kind, Runnable action) {
        lock.lock();
        try {
            Event event = events.add(due, kind, action);
            wake();
            return () -> cancel(event);
        } finally {
            lock.unlock();
        }
    }

    private boolean cancel(Event event) {
        lock.lock();
        try {
            boolean wasDue = events.take(event);
            changed.signalAll();
            return wasDue;
        } finally {
            lock.unlock();
        }
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
        events.take(event);
        if (mode != Mode.SCALED || steppingTo != null) {
            pace.standAt(max(pace.base(), event.due()));
        }
        running = true;
        current = event;
        lock.unlock();
        try {
            event.action().run();
        } catch (RuntimeException | Error e) {
            // Also after an error, such as a library that cannot be loaded, time goes on: all wait for this thread.
            LOG.log(System.Logger.Level.ERROR, "an event of the simulated time failed", e);
        } finally {
            lock.lock();
            running = false;
            current = null;
            changed.signalAll();
        }
    }

    private @Nullable Event nextRunnable() {
        Event first = events.first().orElse(null);
        if (first == null) {
            return null;
        }
        if (steppingTo != null && !first.due().isAfter(steppingTo)) {
            return first;
        }
        return switch (mode) {
            case STEPPED -> null;
            case SCALED -> first.due().isAfter(flowing()) ? null : first;
            case JUMPING -> steppingTo == null && busy == 0 && drawTime() ? first : null;
        };
    }

    private boolean drawTime() {
        return events.drawTime(pace.base(), lastActive.plus(HORIZON));
    }

    private void endStep() {
        Instant target = steppingTo;
        if (target != null) {
            pace.restartAt(max(pace.base(), target));
            steppingTo = null;
            changed.signalAll();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // runEvents is the loop
    private void awaitChange() throws InterruptedException {
        Event first = events.first().orElse(null);
        if (mode == Mode.SCALED && !pace.isPaused() && first != null) {
            changed.awaitNanos(pace.realNanos(Duration.between(flowing(), first.due())));
        } else {
            changed.await();
        }
    }

    /** Where time would be if nothing were due. */
    private Instant flowing() {
        return pace.flowing(steppingTo != null);
    }

    private Instant scaledNow() {
        lock.lock();
        try {
            Instant now = flowing();
            Event next = current != null ? current : events.first().orElse(null);
            if (next != null && next.due().isBefore(now)) {
                now = next.due();
            }
            shown = max(shown, now);
            return shown;
        } finally {
            lock.unlock();
        }
    }

    private static Instant max(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    /**
     * One who holds a busy token and waits, once, for a time or until it is woken. While it sleeps its token does not
     * count; when it is woken it counts again before {@link #wake} returns, so that no time passes in between.
     */
    public final class Sleeper {

        private boolean asleep;
        private boolean over;

        private Sleeper() {}

        /** Wakes it, now or as soon as it would sleep. */
        public void wake() {
            lock.lock();
            try {
                over = true;
                if (asleep) {
                    asleep = false;
                    busy++;
                    lastActive = now();
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Whether it does not sleep any more. */
        public boolean isOver() {
            lock.lock();
            try {
                return over;
            } finally {
                lock.unlock();
            }
        }

        /**
         * Sleeps until it is woken or simulated time has come to {@code until}, but no longer in real time than the
         * clock would take if nobody held it up: somebody else's token, or a clock that only moves when it is told to,
         * may keep simulated time from getting there.
         *
         * @return whether it was woken or the time has come; false when real time ended it
         */
        public boolean sleepUntil(Instant until) {
            lock.lock();
            try {
                if (over) {
                    return true;
                }
                long nanos = (long) (Math.max(0, Duration.between(now(), until).toNanos()) / pace.factor());
                asleep = true;
                busy--;
                Scheduled alarm = at(until, this::wake);
                while (!over && !closed && nanos > 0) {
                    nanos = changed.awaitNanos(nanos);
                }
                boolean woken = over;
                wake();
                alarm.cancel();
                return woken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                wake();
                return false;
            } finally {
                lock.unlock();
            }
        }
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
