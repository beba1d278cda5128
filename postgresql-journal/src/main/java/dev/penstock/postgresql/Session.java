package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The writer's connection. In the table {@code writer} stands what this writer has committed last: every transaction writes
 * its number there first. A new connection raises the epoch, which waits for a transaction that an old connection is
 * still in, and makes one that has not begun to write do nothing: from then on it is certain what is in and what is not.
 */
final class Session implements AutoCloseable {

    private static final String ENTER =
            "INSERT INTO writer AS w (id, epoch, batch, at) VALUES (?, 1, 0, clock_timestamp()) ON CONFLICT (id) DO"
                    + " UPDATE SET epoch = w.epoch + 1, at = clock_timestamp() RETURNING epoch, batch";

    private static final String BEGIN =
            "UPDATE writer SET batch = ?, at = clock_timestamp() WHERE id = ? AND epoch = ?";

    private final Connection connection;
    private final Sql sql;
    private final UUID writer;
    private final long epoch;
    private final long committed;

    private record Entered(long epoch, long batch) {}

    private Session(Connection connection, UUID writer) throws SQLException {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.writer = writer;
        // A process that died leaves a row, which nobody asks for any more.
        sql.change("DELETE FROM writer WHERE at < clock_timestamp() - interval '30 days' AND id <> ?", writer);
        Entered entered = sql.first(ENTER, row -> new Entered(row.getLong(1), row.getLong(2)), writer)
                .orElseThrow();
        this.epoch = entered.epoch();
        this.committed = entered.batch();
    }

    static Session open(Server server, UUID writer) throws SQLException {
        Connection connection = server.connect("journal");
        try {
            Schema.prepare(connection, server);
            return new Session(connection, writer);
        } catch (SQLException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** The number of the batch that this writer had committed last when the session began. */
    long committed() {
        return committed;
    }

    Sql sql() {
        return sql;
    }

    /** Writes a batch of plain jobs; empty if the session was overtaken by a newer one. */
    Optional<Set<ExecutionId>> write(PlainBatch batch, long number) throws SQLException {
        return batch.write(sql, writer, epoch, number);
    }

    /** Does jobs in a transaction; says whether it did, and not if the session was overtaken by a newer one. */
    boolean write(List<Job<?>> jobs, long number, String channel) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (sql.change(BEGIN, number, writer, epoch) == 0) {
                connection.rollback();
                connection.setAutoCommit(true);
                return false;
            }
            var transaction = new Transaction(sql, number);
            transaction.lock(jobs);
            for (Job<?> job : jobs) {
                job.run(transaction);
            }
            transaction.finish(channel, writer.toString());
            connection.commit();
            connection.setAutoCommit(true);
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            rollback();
            throw e;
        }
    }

    private void rollback() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            close();
        }
    }

    boolean isOpen() {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing more can be done with it.
        }
    }
}
