package dev.penstock.library;

import dev.penstock.engine.ExecutionNews;
import dev.penstock.engine.ExecutionStory;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber that follows an execution, by the rules of Reactive Streams. It is called on a virtual thread of its own,
 * one call after the other, which is there only while there is something to tell. What it has not asked for is not read: a
 * slow subscriber costs a place in the journal and no memory.
 */
final class Follower implements Flow.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** How long closing waits for a subscriber to take in what there is, and again once it was interrupted. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ExecutionId execution;
    private final ExecutionStory story;
    private final Flow.Subscriber<? super ExecutionNews> subscriber;
    private final Consumer<Follower> leaving;
    private final ClassLoader loader;
    private final Deque<ExecutionNews> unread = new ArrayDeque<>();

    /** What is below is guarded by this. */
    private long demand;

    private boolean begun;
    private boolean woken;
    private boolean over;
    private @Nullable Throwable closing;
    private @Nullable Throwable failure;
    private @Nullable Thread telling;

    Follower(
            ExecutionId execution,
            ExecutionStory story,
            Flow.Subscriber<? super ExecutionNews> subscriber,
            Consumer<Follower> leaving,
            ClassLoader loader) {
        this.execution = execution;
        this.story = story;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
        this.leaving = leaving;
        this.loader = loader;
    }

    ExecutionId execution() {
        return execution;
    }

    /** Tells the subscriber of its subscription. */
    void begin() {
        wake();
    }

    @Override
    public void request(long items) {
        if (items <= 0) {
            fail(new IllegalArgumentException("a subscriber asks for at least one item, not for " + items));
            return;
        }
        synchronized (this) {
            demand = demand + items < 0 ? Long.MAX_VALUE : demand + items;
        }
        wake();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            over = true;
        }
        leaving.accept(this);
    }

    /** There may be something new. */
    void wake() {
        synchronized (this) {
            if (over) {
                return;
            }
            woken = true;
            if (telling == null) {
                telling = Thread.ofVirtual()
                        .name("penstock-follower")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::tell);
                telling.setContextClassLoader(loader);
                telling.start();
            }
        }
    }

    /** Nothing more comes, for that reason; a subscriber that is just being called is interrupted. */
    void fail(Throwable reason) {
        synchronized (this) {
            if (over || failure != null) {
                return;
            }
            failure = reason;
            Thread current = telling;
            if (current != null && current != Thread.currentThread()) {
                current.interrupt();
            }
        }
        wake();
    }

    /** Nothing more comes after what has happened already, as far as it was asked for. */
    void close(Throwable reason) {
        synchronized (this) {
            closing = reason;
        }
        wake();
    }

    /** Waits for its thread to end, if it has one that is not the caller. */
    void awaitEnd() {
        Thread current;
        synchronized (this) {
            current = telling;
        }
        if (current != null && current != Thread.currentThread()) {
            try {
                boolean unused = current.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tell() {
        try {
            if (isFirst()) {
                subscriber.onSubscribe(this);
            }
            while (isWoken()) {
                tellAll();
            }
        } catch (RuntimeException | Error e) {
            // A subscriber that throws has broken its side of the contract: it is told nothing more.
            LOG.warn(
                    "A subscriber to execution {} failed, and is told nothing more; the execution goes on.",
                    execution,
                    e);
            end();
            synchronized (this) {
                telling = null;
            }
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Whether there is something to look at; if not, the thread ends. */
    private synchronized boolean isWoken() {
        boolean goOn = woken && !over;
        woken = false;
        if (!goOn) {
            telling = null;
        }
        return goOn;
    }

    private void tellAll() {
        while (true) {
            Throwable reason = failed();
            if (reason != null) {
                end();
                boolean unused = Thread.interrupted();
                subscriber.onError(reason);
                return;
            }
            // Asked before the look: what had happened when closing began is found by a look that begins later.
            Throwable last = closing();
            if (!mayGoOn() || !tellNext()) {
                if (last == null) {
                    return;
                }
                fail(last);
            }
        }
    }

    /** Whether there may be more to tell. */
    private boolean tellNext() {
        ExecutionNews next = unread.poll();
        if (next == null) {
            return read();
        }
        take();
        subscriber.onNext(next);
        return true;
    }

    private synchronized @Nullable Throwable closing() {
        return over ? null : closing;
    }

    /** Reads what is new; whether there is something to go on with. */
    private boolean read() {
        try {
            unread.addAll(story.next());
        } catch (JournalException.Unavailable e) {
            // Looked for again when somebody wakes it.
            return false;
        } catch (JournalException e) {
            fail(e);
            return true;
        }
        if (unread.isEmpty() && story.hasEnded()) {
            end();
            subscriber.onComplete();
            return false;
        }
        return !unread.isEmpty();
    }

    private synchronized @Nullable Throwable failed() {
        return failure;
    }

    /** The end is told without being asked for. */
    private synchronized boolean mayGoOn() {
        return !over && (demand > 0 || (unread.isEmpty() && story.hasEnded()));
    }

    private synchronized void take() {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
    }

    private void end() {
        synchronized (this) {
            over = true;
        }
        leaving.accept(this);
    }
}
