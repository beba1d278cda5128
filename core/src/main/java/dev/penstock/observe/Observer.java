package dev.penstock.observe;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.time.EngineClock;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One pair of eyes for all executions of a program: merges the waits for one kind of resource in one scope into batched
 * reads, and tells each watcher what is new.
 *
 * <ul>
 *   <li>A first look is taken {@linkplain Sweep#FIRST_LOOK shortly} after a watch begins, so that watches which begin
 *       together share it; then one every {@link ResourceReader#interval()}. Where there are more resources than one
 *       call reads, looks are spent where an end is probable, by what {@linkplain Durations was learned} of how long such
 *       things take: next to none before that, fewer when it is long overdue.
 *   <li>Each kind and scope reads one batch at a time, and all kinds of a scope together make at most {@linkplain Pace 4
 *       calls a second}. When the service throttles, the pace of all waits of that scope is halved, and recovers step by
 *       step (AIMD).
 *   <li>A failed read is never news: throttled and transient failures are asked again, more slowly. Credentials that
 *       have expired are asked for with {@link Sighting.Obstructed}, and reads go on. Failures that asking again does not cure are told as {@link Sighting.Unreadable}; if they hit a batch, its resources are read one by
 *       one, so that one bad resource blinds nobody else.
 *   <li>Nothing runs while nobody watches, and nothing runs between two reads: each is an alarm of the clock, carried out
 *       on a thread of its own that holds a {@linkplain EngineClock#busy() busy} token, so that virtual time stands still.
 * </ul>
 */
public final class Observer implements AutoCloseable {

    private static final int LONGEST_WAKE_NAME = 512;

    private final EngineClock clock;
    private final Executor reads;
    private final Map<String, ResourceReader> readers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Group, Sweep> sweeps = new HashMap<>();
    private final Map<AwsScope, Pace> paces = new HashMap<>();
    private final Durations durations;
    private boolean closed;

    /**
     * An observer that reads on virtual threads.
     *
     * @param readers one for each kind of resource
     * @param durations what is known of how long things take
     */
    public Observer(EngineClock clock, Collection<? extends ResourceReader> readers, Durations durations) {
        this(
                clock,
                readers,
                durations,
                task -> Thread.ofVirtual().name("penstock-observer").start(task));
    }

    /**
     * An observer.
     *
     * @param readers one for each kind of resource
     * @param durations what is known of how long things take
     * @param reads runs a task that blocks for a remote call; returns at once
     */
    public Observer(
            EngineClock clock, Collection<? extends ResourceReader> readers, Durations durations, Executor reads) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.durations = Objects.requireNonNull(durations, "durations");
        this.reads = Objects.requireNonNull(reads, "reads");
        this.readers = new HashMap<>();
        for (ResourceReader reader : readers) {
            if (this.readers.put(reader.kind(), reader) != null) {
                throw new IllegalArgumentException("two readers for resources of kind " + reader.kind());
            }
        }
    }

    /**
     * Under what {@linkplain ResourceReader#wakeName name} events tell that a resource may have changed; at most 512
     * characters.
     */
    public String wakeName(ResourceId resource) {
        ResourceReader reader = readers.get(resource.kind());
        String name = reader == null ? resource.kind() + "|" + resource.id() : reader.wakeName(resource);
        return name.length() <= LONGEST_WAKE_NAME
                ? name
                : Digest.of(name.getBytes(StandardCharsets.UTF_8)).value();
    }

    /**
     * Watches a resource until the watch is cancelled.
     *
     * @param known what the watcher has seen already, which is no news to it; what others have seen since is told with the
     *     first look
     * @param listener is told on the reading thread, while that thread is busy; it hands on and never blocks
     * @throws IllegalArgumentException if there is no reader for resources of its kind
     */
    public Watch watch(ResourceId resource, Optional<Observation> known, Consumer<Sighting> listener) {
        return watch(resource, known, Haste.WAITED_FOR, listener);
    }

    /** How much somebody wants to see a resource. */
    public enum Haste {
        /** It is waited for: virtual time goes on to the next look. */
        WAITED_FOR,
        /** It is looked at as time passes anyway, while people are waited for: virtual time does not jump for a look. */
        IN_PASSING
    }

    /**
     * Watches a resource until the watch is cancelled.
     *
     * @param known what the watcher has seen already, which is no news to it; what others have seen since is told with the
     *     first look
     * @param haste how much it is wanted; of several watchers of one kind and scope, the one in more haste counts
     * @param listener is told on the reading thread, while that thread is busy; it hands on and never blocks
     * @throws IllegalArgumentException if there is no reader for resources of its kind
     */
    public Watch watch(ResourceId resource, Optional<Observation> known, Haste haste, Consumer<Sighting> listener) {
        ResourceReader reader = readers.get(resource.kind());
        if (reader == null) {
            throw new IllegalArgumentException(
                    "nothing reads resources of kind '" + resource.kind() + "'; known are " + readers.keySet());
        }
        Watcher watcher = new Watcher(known, haste, listener);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the observer is closed");
            }
            Sweep sweep = sweeps.computeIfAbsent(
                    new Group(resource.kind(), resource.scope()),
                    group -> new Sweep(
                            clock,
                            reads,
                            reader,
                            paces.computeIfAbsent(group.scope(), scope -> new Pace()),
                            durations,
                            lock));
            sweep.add(resource, watcher);
            return () -> {
                watcher.cancel();
                lock.lock();
                try {
                    sweep.remove(resource, watcher);
                } finally {
                    lock.unlock();
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** Ends all watches. A read that is under way ends without being told to anybody. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sweeps.values().forEach(Sweep::stop);
            sweeps.clear();
        } finally {
            lock.unlock();
        }
    }

    /** A watch on a resource. */
    @FunctionalInterface
    public interface Watch {

        /** Ends it; the listener is told nothing more, unless it is just being told. Cancelling twice does nothing. */
        void cancel();
    }

    private record Group(String kind, AwsScope scope) {}
}
