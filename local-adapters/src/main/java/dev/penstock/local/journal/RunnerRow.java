package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.nio.file.Path;
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

    long checksum(Checksum checksum) {
        return checksum.start()
                .add(number)
                .add(id.value())
                .add(process.getMostSignificantBits())
                .add(process.getLeastSignificantBits())
                .add(locked ? 1 : 0)
                .add(leaseUntil)
                .value();
    }

    static final String COLUMNS =
            "runner.number, runner.id, runner.process, runner.locked, runner.lease_until," + " runner.checksum";

    /** Of a runner that was named but never registered. */
    static final UUID NO_PROCESS = new UUID(0, 0);

    static RunnerRow read(ResultSet rows, Checksum checksum, Path file) throws SQLException {
        long number = rows.getLong(1);
        try {
            RunnerRow row = new RunnerRow(
                    number,
                    new RunnerId(String.valueOf(rows.getString(2))),
                    UUID.fromString(String.valueOf(rows.getString(3))),
                    rows.getLong(4) != 0,
                    rows.getLong(5));
            if (row.checksum(checksum) == rows.getLong(6)) {
                return row;
            }
        } catch (IllegalArgumentException e) {
            // Not what was written, as a wrong checksum would say.
        }
        throw new JournalException.Damaged(
                "journal " + file + " is damaged: runner number " + number + " does not match its checksum");
    }
}
