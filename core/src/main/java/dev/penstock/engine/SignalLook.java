package dev.penstock.engine;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks for signals again and again. They come from people and other processes, so they are looked for in real time, whatever
 * the clock is.
 */
final class SignalLook {

    private final Journal journal;
    private final Driving driving;
    private final ScheduledThreadPoolExecutor thread;

    SignalLook(Journal journal, Driving driving, Duration interval) {
        this.journal = journal;
        this.driving = driving;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "penstock-signals");
            made.setDaemon(true);
            return made;
        });
        long millis = interval.toMillis();
        var unused = thread.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            journal.signalled().forEach(driving::tellToLook);
            driving.tellQueuedToLook();
        } catch (JournalException e) {
            // Looked for again in a moment; a journal that is gone is noticed by the drivers.
        }
    }

    /** Looks no more. */
    void end() {
        thread.shutdownNow();
    }

    /** Waits a moment for a look that is under way. */
    void awaitEnd() {
        try {
            boolean unused = thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
