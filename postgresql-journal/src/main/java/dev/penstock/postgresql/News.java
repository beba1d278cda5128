package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears what other processes have done, by {@code LISTEN}, on a connection of its own while somebody wants to know. */
final class News implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final Server server;
    private final String channel;
    private final String own;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** One subscription: who subscribes twice can end each for itself. */
    private static final class Listener {

        private final Consumer<ExecutionId> told;

        Listener(Consumer<ExecutionId> told) {
            this.told = told;
        }
    }

    News(Server server, String channel, UUID writer) {
        this.server = server;
        this.channel = channel;
        this.own = writer.toString();
    }

    /** The channel of a schema; channels belong to a database. */
    static String channel(Server server) {
        return "penstock_" + server.schema();
    }

    Subscription subscribe(Consumer<ExecutionId> listener) {
        var subscribed = new Listener(listener);
        listeners.add(subscribed);
        start();
        return () -> listeners.remove(subscribed);
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("penstock-journal-news").start(this::run);
        }
    }

    private void run() {
        while (!closed) {
            try (Connection connection = server.connect("journal news")) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                // News saves waiting and replaces no look: what is missed meanwhile is found by looking.
                LockSupport.parkNanos(this, BETWEEN_TRIES.toNanos());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel + "\"");
        }
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = notified.getNotifications((int) LOOK.toMillis());
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    tell(notification.getParameter());
                }
            }
        }
    }

    private void tell(String message) {
        int space = message.indexOf(' ');
        if (space < 0 || message.substring(0, space).equals(own)) {
            return;
        }
        ExecutionId id = ExecutionId.of(message.substring(space + 1));
        listeners.forEach(listener -> listener.told.accept(id));
    }

    @Override
    public synchronized void close() {
        closed = true;
        listeners.clear();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
