package dev.penstock.local.journal;

import dev.penstock.journal.RunnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * One row of the table {@code runner}.
 *
 * @param number what executions refer to; never used again
 * @param id the runner
 * @param process a random number of the process that registered it
 * @param locked whether that process holds a lock that the system takes away when it ends
 * @param leaseUntil nanoseconds since 1970; after that time the runner counts as dead
 */
record RunnerRow(long number, RunnerId id, UUID process, boolean locked, long leaseUntil) {

    static final String COLUMNS = "runner.number, runner.id, runner.process, runner.locked, runner.lease_until";

    /** Of a runner that was named but never registered. */
    static final UUID NO_PROCESS = new UUID(0, 0);

    static RunnerRow read(ResultSet rows) throws SQLException {
        return new RunnerRow(
                rows.getLong(1),
                new RunnerId(rows.getString(2)),
                UUID.fromString(rows.getString(3)),
                rows.getLong(4) != 0,
                rows.getLong(5));
    }
}
