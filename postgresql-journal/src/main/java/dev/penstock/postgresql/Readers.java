package dev.penstock.postgresql;

import dev.penstock.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Connections for questions: at most a few, opened when they are needed and kept. */
final class Readers implements AutoCloseable {

    private static final int MOST = 4;

    /** A question. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Sql sql) throws SQLException;
    }

    private final Server server;
    private final Semaphore free = new Semaphore(MOST);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(Server server) {
        this.server = server;
    }

    /** Asks; once more on a new connection if the one that was kept is gone. */
    <T> T ask(Question<T> question) {
        return withConnection(connection -> question.ask(new Sql(connection)));
    }

    /** Asks several questions of one state of the journal. */
    <T> T askAtOnce(Question<T> question) {
        return withConnection(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return question.ask(new Sql(connection));
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        });
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T withConnection(Use<T> use) {
        free.acquireUninterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw new JournalException.Closed();
                }
                Connection kept = idle.poll();
                Connection connection = kept == null ? server.connect("journal reader") : kept;
                try {
                    T answer = use.of(connection);
                    giveBack(connection);
                    return answer;
                } catch (SQLException | RuntimeException e) {
                    close(connection);
                    boolean again = kept != null && e instanceof SQLException sql && Failures.isLost(sql);
                    if (!again) {
                        throw e;
                    }
                }
            }
        } catch (SQLException e) {
            throw Failures.translate(server, e);
        } finally {
            free.release();
        }
    }

    private void giveBack(Connection connection) {
        idle.push(connection);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (Connection each = idle.poll(); each != null; each = idle.poll()) {
            close(each);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing more can be done with it.
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
