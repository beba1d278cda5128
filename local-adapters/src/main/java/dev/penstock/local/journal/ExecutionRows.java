package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads rows of the table {@code execution}, and makes sure that they are what was written. */
final class ExecutionRows {

    static final String COLUMNS = "execution.number, execution.id, execution.pipeline, execution.definition,"
            + " execution.started_at, execution.status, execution.ended, execution.detail, execution.version_bound,"
            + " execution.runner, execution.token, execution.checksum";

    static final String SELECT = "SELECT " + COLUMNS + " FROM execution";

    private ExecutionRows() {}

    static ExecutionRow read(ResultSet rows, Checksum checksum, Path file) throws SQLException {
        long number = rows.getLong(1);
        byte[] id = rows.getBytes(2);
        String pipeline = rows.getString(3);
        String definition = rows.getString(4);
        String status = rows.getString(6);
        String detail = rows.getString(8);
        if (id == null
                || id.length != 16
                || pipeline == null
                || definition == null
                || status == null
                || detail == null) {
            throw damaged(file, number);
        }
        ExecutionRow row = new ExecutionRow(number, ExecutionRow.toId(id), pipeline, definition, rows.getLong(5));
        row.status = status;
        row.ended = rows.getLong(7) != 0;
        row.detail = detail;
        row.versionBound = rows.getLong(9);
        row.runner = rows.getLong(10);
        row.token = rows.getLong(11);
        if (row.checksum(checksum) != rows.getLong(12)) {
            throw damaged(file, number);
        }
        return row;
    }

    /** The newest entry that is there must not be older than what the row knows of. */
    static void checkBound(ExecutionRow row, long version, Path file) {
        if (version < row.versionBound || version == 0) {
            throw new JournalException.Damaged("journal " + file + " is damaged: execution " + row.id
                    + " has come to version " + row.versionBound + ", but its newest entry is " + version);
        }
    }

    private static JournalException.Damaged damaged(Path file, long number) {
        return new JournalException.Damaged(
                "journal " + file + " is damaged: execution number " + number + " does not match its checksum");
    }
}
