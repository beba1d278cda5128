package dev.penstock.observe;

import dev.penstock.action.RemoteCallException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watcher of a resource: knows what it was told, and tells only what is new. */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    final Observer.Haste haste;
    private final Consumer<Sighting> listener;
    private Object told;
    private volatile boolean cancelled;

    Watcher(Optional<Observation> known, Observer.Haste haste, Consumer<Sighting> listener) {
        this.told = known;
        this.haste = haste;
        this.listener = listener;
    }

    void cancel() {
        cancelled = true;
    }

    /** Called by one thread at a time: the one that reads for the watcher's group. */
    void seen(Observation observation) {
        tell(Optional.of(observation), new Sighting.Seen(observation));
    }

    void unreadable(RemoteCallException cause) {
        tell(new Failure(cause.kind(), cause.code()), new Sighting.Unreadable(cause));
    }

    void obstructed(RemoteCallException cause) {
        tell(new Failure(cause.kind(), cause.code()), new Sighting.Obstructed(cause));
    }

    private void tell(Object news, Sighting sighting) {
        if (cancelled || news.equals(told)) {
            return;
        }
        told = news;
        try {
            listener.accept(sighting);
        } catch (RuntimeException e) {
            // A watcher that is broken must not blind the others that share the read.
            LOG.error("a watcher did not take what was seen", e);
        }
    }

    private record Failure(RemoteCallException.Kind kind, String code) {}
}
