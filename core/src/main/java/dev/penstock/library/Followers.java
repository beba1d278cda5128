package dev.penstock.library;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionNews;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Those who follow executions. What an engine of this program makes durable reaches them at once; what others do is looked
 * for in the journal, at the interval of signals, for those alone who wait for it.
 */
final class Followers implements ExecutionListener, AutoCloseable {

    private final ExecutionReader reader;
    private final Predicate<ExecutionId> drivenHere;
    private final long intervalMillis;
    private final ClassLoader loader;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final ScheduledThreadPoolExecutor looks;
    private boolean looking;

    /**
     * Without any yet.
     *
     * @param drivenHere whether all that happens to an execution is told to this listener
     * @param interval at which the others are looked at, in real time
     * @param loader the context class loader of the threads that subscribers are called on
     */
    Followers(ExecutionReader reader, Predicate<ExecutionId> drivenHere, Duration interval, ClassLoader loader) {
        this.reader = reader;
        this.drivenHere = drivenHere;
        this.intervalMillis = interval.toMillis();
        this.loader = loader;
        this.looks = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "penstock-follow");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Each subscriber of it reads by itself, from the fact after the given number on. */
    Flow.Publisher<ExecutionNews> publisher(ExecutionId id, long after) {
        return subscriber -> {
            var follower = new Follower(id, reader.story(id, after), subscriber, followers::remove, loader);
            followers.add(follower);
            follower.begin();
            if (closed) {
                follower.fail(new JournalException.Closed());
            } else {
                beginToLook();
            }
        };
    }

    /** The first subscriber begins it: who follows nothing has no thread for it. */
    private synchronized void beginToLook() {
        if (!looking && !closed) {
            looking = true;
            var unused = looks.scheduleWithFixedDelay(
                    this::lookAtOthers, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void lookAtOthers() {
        for (Follower follower : followers) {
            if (!drivenHere.test(follower.execution())) {
                follower.wake();
            }
        }
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        for (Follower follower : followers) {
            if (follower.execution().equals(state.id())) {
                follower.wake();
            }
        }
    }

    /** Tells all what has happened, then that nothing more comes, and waits for what their threads are at. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            looks.shutdownNow();
        }
        List<Follower> all = List.copyOf(followers);
        all.forEach(follower -> follower.close(new JournalException.Closed()));
        all.forEach(Follower::awaitEnd);
        // Who is still busy by now is interrupted.
        all.forEach(follower -> follower.fail(new JournalException.Closed()));
        all.forEach(Follower::awaitEnd);
        try {
            boolean unused = looks.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
