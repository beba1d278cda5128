package dev.penstock.engine;

import dev.penstock.journal.JournalException;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Takes in messages one after the other. While there are none it has no thread. A message that the journal could not take
 * stays first and is taken in again after a while.
 */
final class Mailbox {

    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(1);

    private final EngineClock clock;
    private final EngineThreads threads;
    private final Receiver receiver;
    private @Nullable ArrayDeque<Message> messages;
    private boolean draining;
    private boolean closed;

    Mailbox(EngineClock clock, EngineThreads threads, Receiver receiver) {
        this.clock = clock;
        this.threads = threads;
        this.receiver = receiver;
    }

    /** Whose mailbox it is. Called by one thread at a time. */
    interface Receiver {

        /** Takes a message in; asked again with the same message after {@link JournalException.Unavailable}. */
        void takeIn(Message message);

        /** There is nothing to take in. */
        void idle();

        /** A message could not be taken in, and no other will be. */
        void failed(RuntimeException reason);

        /** The mailbox was closed, and nothing is being taken in any more. */
        void closed();
    }

    /** Leaves a message. Never blocks. */
    void tell(Message message) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (messages == null) {
                messages = new ArrayDeque<>(2);
            }
            messages.add(message);
            if (draining) {
                return;
            }
            draining = true;
        }
        start();
    }

    /** Takes nothing in any more. The receiver is told once the message that is being taken in has been. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            messages = null;
            if (draining) {
                return;
            }
        }
        receiver.closed();
    }

    private void start() {
        // The token is taken before the thread runs, so that virtual time does not slip in between.
        Busy busy = clock.busy();
        var unused = threads.start(() -> {
            try (busy) {
                drain();
            }
        });
    }

    private void drain() {
        while (true) {
            Message message = next();
            if (message == null) {
                return;
            }
            try {
                receiver.takeIn(message);
            } catch (JournalException.Unavailable e) {
                clock.at(clock.instant().plus(JOURNAL_PAUSE), this::start);
                return;
            } catch (RuntimeException e) {
                receiver.failed(e);
                close();
            }
            synchronized (this) {
                if (messages != null) {
                    messages.poll();
                }
            }
        }
    }

    private @Nullable Message next() {
        synchronized (this) {
            if (!closed) {
                if (messages != null && !messages.isEmpty()) {
                    return messages.peek();
                }
                receiver.idle();
                messages = null;
            }
            draining = false;
            if (!closed) {
                return null;
            }
        }
        receiver.closed();
        return null;
    }
}
