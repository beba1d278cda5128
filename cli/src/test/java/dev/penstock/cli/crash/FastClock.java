package dev.penstock.cli.crash;

import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real time, but alarms ring after a twentieth of it: what waits for the simulated AWS of another process is not slow. */
final class FastClock implements EngineClock, AutoCloseable {

    private static final int FASTER = 20;

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "fast-clock");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Instant instant() {
        return InstantSource.system().instant();
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        long millis = Math.max(0, Duration.between(instant(), due).toMillis() / FASTER);
        var future = alarms.schedule(task, millis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        return at(due, task);
    }

    @Override
    public Busy busy() {
        return () -> {};
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
