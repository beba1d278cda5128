package dev.penstock.runner.wiring;

import dev.penstock.time.EngineClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The clock of a simulated AWS in another process: what is waited for here passes as fast as it does there. Between two looks at it the
 * time is reckoned by the pace that it had, and never goes back.
 */
final class ServedClock implements EngineClock, AutoCloseable {

    private static final long BETWEEN_LOOKS_MILLIS = 200;
    private static final double NANOS_IN_A_MILLI = 1_000_000;
    private static final Busy NOT_NOTICED = () -> {};

    private final SimulatorPage page;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor alarms;
    private Look look;
    private Instant latest;

    /** What was seen. */
    private record Look(SimulatorPage.Time time, long nanos) {}

    /**
     * Looks what time it is.
     *
     * @param nanos of this machine, as {@link System#nanoTime()}
     */
    ServedClock(SimulatorPage page, LongSupplier nanos) {
        this.page = page;
        this.nanos = nanos;
        this.look = new Look(page.time(), nanos.getAsLong());
        this.latest = look.time().now();
        this.alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "penstock-served-time");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
        var unused = alarms.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Look seen = new Look(page.time(), nanos.getAsLong());
            synchronized (this) {
                look = seen;
            }
        } catch (UncheckedIOException e) {
            // It is looked at again; until then time goes on as it did, and calls to AWS say what is wrong.
            return;
        }
    }

    @Override
    public synchronized Instant instant() {
        double passed = (nanos.getAsLong() - look.nanos()) * look.time().factor();
        Instant now = look.time().now().plusNanos((long) passed);
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        var takenBack = new AtomicBoolean();
        await(due, task, takenBack);
        return () -> takenBack.set(true);
    }

    private void await(Instant due, Runnable task, AtomicBoolean takenBack) {
        var unused = alarms.schedule(
                () -> {
                    if (takenBack.get()) {
                        return;
                    }
                    if (instant().isBefore(due)) {
                        await(due, task, takenBack);
                    } else {
                        task.run();
                    }
                },
                millisUntil(due),
                TimeUnit.MILLISECONDS);
    }

    /** Never longer than until the pace may be seen to be another. */
    private synchronized long millisUntil(Instant due) {
        double factor = look.time().factor();
        double left = Duration.between(instant(), due).toNanos() / NANOS_IN_A_MILLI;
        return left <= 0 ? 0 : Math.max(1, (long) Math.min(BETWEEN_LOOKS_MILLIS, factor == 0 ? left : left / factor));
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
        page.close();
    }
}
