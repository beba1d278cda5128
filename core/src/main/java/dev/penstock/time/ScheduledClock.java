package dev.penstock.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock of the real world: alarms ring on one daemon thread, by the time source it is given. */
public final class ScheduledClock implements EngineClock, AutoCloseable {

    private static final Busy NOT_NOTICED = () -> {};

    private final InstantSource source;
    private final ScheduledExecutorService alarms;

    /**
     * A clock over a time source.
     *
     * @param source {@link InstantSource#system()} in every program that is not a test
     */
    public ScheduledClock(InstantSource source) {
        this.source = Objects.requireNonNull(source, "source");
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "penstock-alarms");
            thread.setDaemon(true);
            return thread;
        });
        // Otherwise 100,000 parked executions whose alarms were taken back would keep their alarms in memory.
        executor.setRemoveOnCancelPolicy(true);
        this.alarms = executor;
    }

    @Override
    public Instant instant() {
        return source.instant();
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        Duration delay = Duration.between(source.instant(), due);
        ScheduledFuture<?> future = alarms.schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        return at(due, task);
    }

    @Override
    public Busy busy() {
        return NOT_NOTICED;
    }

    /** Takes all alarms back, and waits a moment for one that is just ringing. */
    @Override
    public void close() {
        alarms.shutdownNow();
        try {
            boolean unused = alarms.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
