package dev.penstock.engine;

import dev.penstock.execution.GraphStanding;
import dev.penstock.execution.Wait;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Observer;
import dev.penstock.observe.ResourceId;
import dev.penstock.time.EngineClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has going on for an attempt of an action: a step on a thread, an alarm, a watch. All of it can be had
 * again from the state; nothing here is a fact. Used by the execution's driver only.
 */
final class Activity {

    private @Nullable Thread stepping;
    private int round;
    private @Nullable Wait registered;
    private EngineClock.@Nullable Alarm alarm;
    private Instant alarmAt = Instant.MAX;
    private EngineClock.@Nullable Alarm deadline;
    private Instant deadlineAt = Instant.MAX;
    private Patience deadlineIs = Patience.RUNS_OUT;
    private EngineClock.@Nullable Alarm bell;
    private final List<Observer.Watch> watches = new ArrayList<>(1);
    private Map<ResourceId, Observation> seen = Map.of();
    private boolean news;
    private int failedTries;
    private boolean abandoning;
    private boolean askedToStop;
    private Optional<GraphStanding> standing = Optional.empty();

    boolean isStepping() {
        return stepping != null;
    }

    /** Which step is being done, or was last: the end of one that was let go of is none of the one after it. */
    int round() {
        return round;
    }

    int nextRound() {
        return ++round;
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

    /** When the alarm rings; only asked for while {@linkplain #hasAlarm there is one}. */
    Instant alarmAt() {
        return alarmAt;
    }

    void alarm(EngineClock.Alarm set, Instant at) {
        cancelAlarm();
        alarm = set;
        alarmAt = at;
    }

    /** An alarm beside watches: what is seen before it rings counts at once. */
    void bell(EngineClock.Alarm set) {
        cancelBell();
        bell = set;
    }

    /** An alarm or the bell rang; to a step that is under way that is news. */
    void rang() {
        alarm = null;
        bell = null;
        news |= isStepping();
    }

    /** Somebody said something that the next step is to see: nothing else is waited for before it. */
    void told() {
        if (!abandoning) {
            cancelAlarm();
        }
    }

    void watch(Observer.Watch begun) {
        watches.add(begun);
    }

    void deadline(EngineClock.Alarm set, Instant at, Patience patience) {
        noDeadline();
        deadline = set;
        deadlineAt = at;
        deadlineIs = patience;
    }

    void noDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    boolean hasDeadline() {
        return deadline != null;
    }

    boolean hasDeadline(Instant at, Patience patience) {
        return deadline != null && at.equals(deadlineAt) && deadlineIs == patience;
    }

    /** Whether virtual time runs to the deadline for want of anything else. */
    enum Patience {
        RUNS_OUT,
        WITH_PEOPLE
    }

    /** Takes an observation; it counts as news until a step has seen it. */
    void saw(ResourceId resource, Observation observation) {
        if (seen.isEmpty() || (seen.size() == 1 && seen.containsKey(resource))) {
            seen = Map.of(resource, observation);
        } else {
            Map<ResourceId, Observation> more = new HashMap<>(seen);
            more.put(resource, observation);
            seen = Map.copyOf(more); // a step reads it on its own thread
        }
        news = true;
    }

    /** What was last seen of each resource that is waited for. */
    Map<ResourceId, Observation> seen() {
        return seen;
    }

    /** Whether all that is waited for was seen since the wait began; so it is of a wait for a time alone. */
    boolean hasSeenAll() {
        return registered != null && seen.keySet().containsAll(registered.resources());
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

    /** How the action stood in its release graph when its last step began. */
    void standing(Optional<GraphStanding> seen) {
        standing = seen;
    }

    /** Whether it stands in another way in its release graph than its last step knew. */
    boolean standsOtherwise(Optional<GraphStanding> now) {
        return now.isPresent() && !standing.orElse(GraphStanding.NOTHING_YET).allowsTheSameAs(now.get());
    }

    boolean isAbandoning() {
        return abandoning;
    }

    void abandoning() {
        abandoning = true;
    }

    /** Whether what goes on elsewhere was asked to stop, and is only looked at since. */
    boolean wasAskedToStop() {
        return askedToStop;
    }

    void askedToStop() {
        askedToStop = true;
    }

    private void stopWaiting() {
        cancelAlarm();
        cancelBell();
        watches.forEach(Observer.Watch::cancel);
        watches.clear();
        registered = null;
        seen = Map.of();
        news = false;
    }

    private void cancelBell() {
        if (bell != null) {
            bell.cancel();
            bell = null;
        }
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
        noDeadline();
        if (stepping != null) {
            stepping.interrupt();
            stepping = null;
        }
    }
}
