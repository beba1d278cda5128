package dev.penstock.observe;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Alarm;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The reads of one kind of resource in one scope: one batch at a time, the one that waited longest first. At any time there
 * is at most one alarm set or one read under way, and neither if nobody watches.
 */
final class Sweep {

    /** How long after the first watch the first look is taken. */
    static final Duration FIRST_LOOK = Duration.ofMillis(500);

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;

    private final EngineClock clock;
    private final Executor reads;
    private final ResourceReader reader;
    private final ReentrantLock lock;
    private final Map<ResourceId, Target> targets = new LinkedHashMap<>();
    private final Pace pace;
    private final Durations durations;
    private LookSchedule looks = new LookSchedule(DurationEstimate.PRIOR);
    private Optional<Ring> ring = Optional.empty();
    private boolean reading;
    private boolean hadItsTurn;
    private boolean stopped;

    /**
     * Reads of one kind and scope.
     *
     * @param pace shared with the other kinds of the scope
     * @param lock the observer's, which guards the pace too
     */
    Sweep(
            EngineClock clock,
            Executor reads,
            ResourceReader reader,
            Pace pace,
            Durations durations,
            ReentrantLock lock) {
        this.clock = clock;
        this.reads = reads;
        this.reader = reader;
        this.pace = pace;
        this.durations = durations;
        this.lock = lock;
    }

    /** With the lock held. */
    void add(ResourceId resource, Watcher watcher) {
        Instant now = clock.instant();
        targets.values().removeIf(target -> !target.isWatched() && !target.due.isAfter(now));
        targets.computeIfAbsent(resource, id -> new Target(id, now.plus(pace.stretch(FIRST_LOOK))))
                .add(watcher);
        schedule();
    }

    /** With the lock held. */
    void remove(ResourceId resource, Watcher watcher) {
        Target target = targets.get(resource);
        if (target != null) {
            target.remove(watcher);
        }
        schedule();
    }

    /** With the lock held. */
    void stop() {
        stopped = true;
        targets.clear();
        schedule();
    }

    /** Sets the alarm for what is due first; takes it back if nobody watches. With the lock held. */
    private void schedule() {
        if (reading) {
            return; // it schedules when it ends
        }
        // Who read last lets the other kinds of the scope go first.
        Instant free = hadItsTurn ? pace.earliest().plusMillis(1) : pace.earliest();
        Optional<Instant> due = targets.values().stream()
                .filter(Target::isWatched)
                .map(target -> target.due)
                .min(Comparator.naturalOrder())
                .map(first -> first.isBefore(free) ? free : first);
        boolean waitedFor = targets.values().stream().anyMatch(Target::isWaitedFor);
        if (ring.map(Ring::due).equals(due) && ring.map(Ring::waitedFor).orElse(waitedFor) == waitedFor) {
            return;
        }
        ring.ifPresent(old -> old.alarm().cancel());
        ring = due.map(time -> new Ring(
                time, waitedFor, waitedFor ? clock.at(time, this::rang) : clock.atTheLatest(time, this::rang)));
    }

    private void rang() {
        // Before the lock: nothing may be due between the alarm and the read.
        Busy busy = clock.busy();
        boolean handedOver = false;
        lock.lock();
        try {
            ring = Optional.empty();
            hadItsTurn = false;
            List<Target> batch = reading ? List.of() : nextBatch();
            if (batch.isEmpty()) {
                schedule();
                return;
            }
            reading = true;
            Instant now = clock.instant();
            pace.calls(now);
            int spare = pace.spare(now);
            reads.execute(() -> {
                try {
                    read(batch, spare);
                } finally {
                    busy.close();
                }
            });
            handedOver = true;
        } finally {
            lock.unlock();
            if (!handedOver) {
                busy.close();
            }
        }
    }

    /**
     * What is due, and with it what will be due within half an interval or was not read for as long, so that reads of
     * resources flow together: a full batch costs no more than one of a single resource.
     */
    private List<Target> nextBatch() {
        Instant now = clock.instant();
        if (now.isBefore(pace.earliest())) {
            return List.of(); // another kind of the scope was first
        }
        Duration half = pace.stretch(reader.interval()).dividedBy(2);
        List<Target> waiting = targets.values().stream()
                .filter(target -> target.isWatched()
                        && (!target.due.isAfter(now.plus(half))
                                || (target.failures == 0 && !target.looked.isAfter(now.minus(half)))))
                .sorted(Comparator.comparing(target -> target.due))
                .toList();
        if (waiting.isEmpty() || waiting.getFirst().due.isAfter(now)) {
            return List.of();
        }
        if (waiting.getFirst().alone) {
            return List.of(waiting.getFirst());
        }
        return waiting.stream()
                .filter(target -> !target.alone)
                .limit(reader.batchSize())
                .toList();
    }

    private void read(List<Target> batch, int spare) {
        Runnable news = () -> {};
        try {
            Reading reading =
                    reader.read(batch.stream().map(target -> target.resource).toList(), spare);
            news = locked(() -> answered(batch, reading));
        } catch (RemoteCallException e) {
            news = locked(() -> failed(batch, e));
        } catch (RuntimeException | LinkageError e) {
            news = locked(() -> failed(batch, broken(e)));
        } finally {
            // Told without the lock, so that a listener may watch and cancel; before the next read, so in order.
            news.run();
            lock.lock();
            try {
                reading = false;
                hadItsTurn = true;
                schedule();
            } finally {
                lock.unlock();
            }
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private Runnable answered(List<Target> batch, Reading reading) {
        pace.answered();
        pace.tookMore(reading.calls() - 1);
        Instant now = clock.instant();
        boolean crowded = targets.values().stream().filter(Target::isWatched).count() > reader.batchSize();
        List<Runnable> news = new ArrayList<>();
        for (Target target : batch) {
            target.failures = 0;
            target.alone = false;
            target.looked = now;
            Optional<Course> course = Optional.ofNullable(reading.courses().get(target.resource));
            course.ifPresent(seen -> learn(target, seen));
            target.due = now.plus(pace.stretch(crowded ? gap(target, course, now) : reader.interval()));
            Observation observation = reading.seen().get(target.resource);
            if (observation != null && !stopped) {
                target.watchers().forEach(watcher -> news.add(() -> watcher.seen(observation)));
            }
        }
        return () -> news.forEach(Runnable::run);
    }

    private void learn(Target target, Course course) {
        switch (course) {
            case Course.Running running -> target.underWay = true;
            case Course.Ended(Instant began, Instant ended) -> {
                if (target.underWay) {
                    target.underWay = false;
                    durations.took(reader.kind(), target.resource.scope(), Duration.between(began, ended));
                }
            }
        }
    }

    /**
     * Until the next look, where more is watched than one call reads. Where one call reads all, an even interval costs least
     * and shows most.
     */
    private Duration gap(Target target, Optional<Course> course, Instant now) {
        return course.map(seen -> switch (seen) {
                    case Course.Ended ended -> reader.interval();
                    case Course.Running(Instant began) ->
                        looks(target.resource.scope()).gap(Duration.between(began, now), reader.interval());
                })
                .orElse(reader.interval());
    }

    private LookSchedule looks(AwsScope scope) {
        DurationEstimate known = durations.of(reader.kind(), scope);
        if (!known.equals(looks.estimate())) {
            looks = new LookSchedule(known);
        }
        return looks;
    }

    private Runnable failed(List<Target> batch, RemoteCallException failure) {
        if (failure.kind() == Kind.THROTTLED) {
            pace.throttled(clock.instant());
        }
        Instant now = clock.instant();
        boolean judged = !failure.kind().isWorthAskingAgain() && batch.size() == 1;
        List<Runnable> news = new ArrayList<>();
        for (Target target : batch) {
            if (failure.kind().isWorthAskingAgain() || judged) {
                target.failures++;
                target.due = now.plus(
                        failure.kind() == Kind.THROTTLED ? pace.stretch(reader.interval()) : backOff(target.failures));
            } else {
                target.alone = true; // due as it was: which of them it is, is asked next
            }
            if (judged && !stopped) {
                target.watchers().forEach(watcher -> news.add(() -> watcher.unreadable(failure)));
            } else if (failure.kind() == Kind.EXPIRED && !stopped) {
                target.watchers().forEach(watcher -> news.add(() -> watcher.obstructed(failure)));
            }
        }
        return () -> news.forEach(Runnable::run);
    }

    private static Duration backOff(int failures) {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private RemoteCallException broken(Throwable cause) {
        String message = "reading resources of kind " + reader.kind() + " failed unexpectedly: " + cause;
        return new RemoteCallException(Kind.INVALID, "observe:" + reader.kind(), "", message, cause);
    }

    private record Ring(Instant due, boolean waitedFor, Alarm alarm) {}
}
