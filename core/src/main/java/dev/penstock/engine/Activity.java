package dev.penstock.engine;

import dev.penstock.execution.Wait;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Observer;
import dev.penstock.time.EngineClock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has going on for an attempt of an action: a step on a thread, an alarm, a watch. All of it can be had
 * again from the state; nothing here is a fact. Used by the execution's driver only.
 */
final class Activity {

    private @Nullable Thread stepping;
    private @Nullable Wait registered;
    private EngineClock.@Nullable Alarm alarm;
    private EngineClock.@Nullable Alarm deadline;
    private Observer.@Nullable Watch watch;
    private @Nullable Observation seen;
    private boolean news;
    private int failedTries;
    private boolean abandoning;

    boolean isStepping() {
        return stepping != null;
    }

    void stepping(Thread thread) {
        stepping = thread;
    }

    void stepped() {
        stepping = null;
    }

    /** Whether it waits for exactly this already. */
    boolean waitsFor(Wait until) {
        return until.equals(registered);
    }

    boolean hasAlarm() {
        return alarm != null;
    }

    void waiting(Wait until) {
        stopWaiting();
        registered = until;
    }

    void alarm(EngineClock.Alarm set) {
        cancelAlarm();
        alarm = set;
    }

    void rang() {
        alarm = null;
    }

    void watch(Observer.Watch begun) {
        watch = begun;
    }

    void deadline(EngineClock.Alarm set) {
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = set;
    }

    boolean hasDeadline() {
        return deadline != null;
    }

    /** Takes an observation; it counts as news until a step has seen it. */
    void saw(Observation observation) {
        seen = observation;
        news = true;
    }

    Optional<Observation> seen() {
        return Optional.ofNullable(seen);
    }

    /** Whether something was seen since this was last asked. */
    boolean takeNews() {
        boolean had = news;
        news = false;
        return had;
    }

    /** Counts a try that came to nothing, and says how many there were in a row. */
    int failedTry() {
        return ++failedTries;
    }

    void progressed() {
        failedTries = 0;
    }

    boolean isAbandoning() {
        return abandoning;
    }

    void abandoning() {
        abandoning = true;
    }

    private void stopWaiting() {
        cancelAlarm();
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        registered = null;
        seen = null;
        news = false;
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** Lets go of everything. */
    void end() {
        stopWaiting();
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
        if (stepping != null) {
            stepping.interrupt();
            stepping = null;
        }
    }
}
