package dev.penstock.observe;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A resource that is, or lately was, watched. Guarded by the observer's lock. */
final class Target {

    final ResourceId resource;

    /** When it may be read next; kept when the last watcher leaves, so that leaving and returning does not read more often. */
    Instant due;

    /** When it was read last; long ago if it was not. */
    Instant looked = Instant.MIN;

    /** Whether it was seen under way, so that its end tells how long it took. */
    boolean underWay;

    /** Failures in a row. */
    int failures;

    /** Whether it is read by itself, because a batch with it failed for a reason that may be its own. */
    boolean alone;

    private final Set<Watcher> watchers = new LinkedHashSet<>();

    Target(ResourceId resource, Instant due) {
        this.resource = resource;
        this.due = due;
    }

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    boolean isWaitedFor() {
        return watchers.stream().anyMatch(watcher -> watcher.haste == Observer.Haste.WAITED_FOR);
    }

    List<Watcher> watchers() {
        return List.copyOf(watchers);
    }
}
