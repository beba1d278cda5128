package dev.penstock.library;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Parking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Subscription;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.meter.Meters;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long-running worker on a journal that others may work on, too: takes what is due up to its capacity, drives it, and gives
 * back what only waits, so that any number of workers share the executions. What a worker holds that dies is due for the
 * others once the journal sees that it is dead.
 *
 * <p>It looks when the journal tells of news, when the next execution is due, when one it drives leaves a stage that another
 * waits for, when it gets room, and every few seconds.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** When an execution is tried again for which there was no engine. */
    private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(1);

    /** While there is no room, what waits longer than this is given back, to be looked at after a while. */
    private static final Parking CROWDED = Parking.of(Duration.ofSeconds(1), Duration.ofSeconds(15));

    private final Journal journal;
    private final EngineClock clock;
    private final WorkerOptions options;
    private final WorkerEngines engines;
    private final ExecutionListener listener;
    private final RunnerRegistration registration;
    private final WorkerMeters counts;
    private final Subscription news;
    private final Set<Engine> known = ConcurrentHashMap.newKeySet();
    private final Looks looks;

    /** Taken, and not yet driven by any engine. */
    private final Set<Taken> undriven = ConcurrentHashMap.newKeySet();

    private volatile boolean full;
    private volatile boolean crowded;
    private volatile boolean stopping;
    private volatile Optional<Instant> lookedAt = Optional.empty();

    /**
     * A worker, registered with the journal; it takes nothing before it is {@linkplain #start started}.
     *
     * @param name of its runner: unique for each process, and readable
     * @param listener is told what happens to what it drives
     */
    public Worker(
            Journal journal,
            EngineClock clock,
            RunnerId name,
            WorkerOptions options,
            Meters meters,
            ExecutionListener listener,
            WorkerEngines engines) {
        this.journal = journal;
        this.clock = clock;
        this.options = options;
        this.engines = engines;
        this.registration = journal.register(name);
        this.counts = new WorkerMeters(meters, this::held, () -> crowded ? 1 : 0, registration);
        this.listener = new BothListeners(new BothListeners(listener, counts), new RoomListener());
        this.looks = new Looks(clock, this::look);
        this.news = journal.onNews(execution -> looks.soon());
    }

    /** Begins to take what is due. */
    public void start() {
        looks.soon();
    }

    /** Its runner. */
    public RunnerId runner() {
        return registration.runner();
    }

    /** How many executions it holds. */
    public int held() {
        int held = 0;
        for (Engine engine : known) {
            held += engine.driving();
        }
        return held;
    }

    /** When it last looked for what is due and the journal answered; absent before the first time. */
    public Optional<Instant> lookedAt() {
        return lookedAt;
    }

    /** Whether it is being stopped. */
    public boolean isStopping() {
        return stopping;
    }

    /**
     * Takes nothing any more, finishes the steps that are under way, and gives everything back.
     *
     * @return completes when it holds nothing any more; close the engines, and then this, at the latest when patience ends
     */
    public CompletableFuture<Void> stop() {
        stopping = true;
        looks.end();
        return CompletableFuture.allOf(known.stream().map(Engine::drain).toArray(CompletableFuture[]::new));
    }

    /** Ends it, after its engines were closed. What it holds all the same is due for others. */
    @Override
    public void close() {
        stopping = true;
        looks.end();
        news.close();
        registration.close();
    }

    private EngineBuilder equip(EngineBuilder builder) {
        return builder.journal(journal)
                .registration(registration)
                .parking(crowded ? CROWDED : roomy())
                .listener(listener);
    }

    /** With room, what waits for a resource is waited for here: the readers of all executions share their calls. */
    private Parking roomy() {
        return Parking.of(options.least(), Duration.ZERO);
    }

    /** Takes what is due; says when to look again. */
    private Looks.Next look() {
        try {
            return takeWhatIsDue();
        } catch (RuntimeException e) {
            // Whatever it was: a worker that does not look any more would be worse.
            LOG.warn("The worker could not look for what is due: {}", e.toString());
            return new Looks.Next(Optional.empty(), options.interval());
        }
    }

    private Looks.Next takeWhatIsDue() {
        known.removeIf(Engine::isClosed);
        List.copyOf(undriven).forEach(this::drive);
        int limit = Math.min(options.batch(), options.capacity() - held());
        full = limit <= 0;
        List<Taken> taken = full ? List.of() : journal.takeDue(registration.runner(), clock.instant(), limit);
        undriven.addAll(taken);
        taken.forEach(each -> {
            counts.took(each);
            drive(each);
        });
        if (!taken.isEmpty() && taken.size() == limit) {
            return Looks.Next.AT_ONCE;
        }
        if (full && hasRoom()) {
            // Something has left between the count and the note that there is no room.
            return Looks.Next.AT_ONCE;
        }
        Optional<Instant> due = journal.nextDue();
        lookedAt = Optional.of(clock.instant());
        crowd(full && due.filter(at -> !at.isAfter(clock.instant())).isPresent());
        return new Looks.Next(full ? Optional.empty() : due, options.interval());
    }

    /** What the journal takes no word of at the moment is tried again with the next look. */
    private void drive(Taken taken) {
        taken.from().ifPresent(dead -> LOG.info("Took execution {} over from {}.", taken.execution(), dead));
        try {
            Engine engine = engines.of(taken.execution(), this::equip);
            known.add(engine);
            engine.drive(taken);
        } catch (JournalException.Unavailable e) {
            LOG.warn("Execution {} waits for its journal: {}", taken.execution(), e.getMessage());
            return;
        } catch (RuntimeException e) {
            journal.release(
                    taken.execution(), taken.fence(), Wakeup.at(clock.instant().plus(AFTER_A_FAILURE)));
            listener.lost(taken.execution(), e);
        }
        undriven.remove(taken);
    }

    private void crowd(boolean now) {
        if (now != crowded) {
            crowded = now;
            known.forEach(engine -> engine.parking(now ? CROWDED : roomy()));
        }
    }

    /** Whether there is room that is worth a look: not for each single one, where many end at once. */
    private boolean hasRoom() {
        return options.capacity() - held() >= Math.max(1, Math.min(options.batch(), options.capacity() / 4));
    }

    /** Looks when there is room again for what may be due, and when something is due by what was done here. */
    private final class RoomListener implements ExecutionListener {

        @Override
        public void freed(ExecutionId execution) {
            looks.soon();
        }

        @Override
        public void givenBack(ExecutionId execution, Wakeup until) {
            if (until.equals(Wakeup.now())) {
                looks.soon();
            }
        }

        @Override
        public void left(ExecutionId execution) {
            if (full && hasRoom()) {
                looks.soon();
            }
        }
    }
}
