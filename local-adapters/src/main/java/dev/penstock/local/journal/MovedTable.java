package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/** The table {@code moved}: where executions went that go on in another journal. Used by one thread at a time. */
final class MovedTable {

    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement insert;
    private final PreparedStatement select;

    MovedTable(SQLiteConnection connection, Path file) throws SQLException {
        this.file = file;
        insert = connection.prepareStatement("INSERT INTO moved (execution, destination, checksum) VALUES (?,?,?)");
        select = connection.prepareStatement("SELECT destination, checksum FROM moved WHERE execution = ?");
    }

    void insert(long execution, String destination) throws SQLException {
        insert.setLong(1, execution);
        insert.setString(2, destination);
        insert.setLong(3, checksum(execution, destination));
        insert.executeUpdate();
    }

    /** Where an execution went that is known to have moved. */
    String destination(long execution) throws SQLException {
        select.setLong(1, execution);
        try (ResultSet rows = select.executeQuery()) {
            if (rows.next()) {
                String destination = String.valueOf(rows.getString(1));
                if (checksum(execution, destination) == rows.getLong(2)) {
                    return destination;
                }
            }
        }
        throw new JournalException.Damaged("journal " + file + " is damaged: where execution number " + execution
                + " moved does not match its checksum");
    }

    private long checksum(long execution, String destination) {
        return checksum.start().add(execution).add(destination).value();
    }
}
