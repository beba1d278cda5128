package dev.penstock.local.journal;

import dev.penstock.journal.Snapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/** The tables that keep bytes whose meaning the journal does not know, as the writer sees them. */
final class PayloadTables {

    private final Checksum checksum = new Checksum();
    private final PreparedStatement insertEntry;
    private final PreparedStatement deleteEntries;
    private final PreparedStatement selectEntryTime;
    private final PreparedStatement insertSignal;
    private final PreparedStatement deleteSignal;
    private final PreparedStatement nextSignal;
    private final PreparedStatement selectSnapshot;
    private final PreparedStatement replaceSnapshot;
    private final PreparedStatement insertDocument;

    PayloadTables(SQLiteConnection connection) throws SQLException {
        insertEntry = connection.prepareStatement("INSERT INTO entry (key, at, payload, checksum) VALUES (?,?,?,?)");
        deleteEntries = connection.prepareStatement("DELETE FROM entry WHERE key BETWEEN ? AND ?");
        selectEntryTime = connection.prepareStatement("SELECT at FROM entry WHERE key = ?");
        insertSignal = connection.prepareStatement(
                "INSERT INTO signal (id, execution, at, payload, checksum) VALUES (?,?,?,?,?)");
        deleteSignal = connection.prepareStatement("DELETE FROM signal WHERE id = ? AND execution = ?");
        nextSignal = connection.prepareStatement(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'signal'), 0) + 1");
        selectSnapshot = connection.prepareStatement("SELECT version, at FROM snapshot WHERE execution = ?");
        replaceSnapshot = connection.prepareStatement(
                "INSERT OR REPLACE INTO snapshot (execution, version, at, payload, checksum) VALUES (?,?,?,?,?)");
        insertDocument = connection.prepareStatement(
                "INSERT INTO document (digest, content, checksum) VALUES (?,?,?) ON CONFLICT DO NOTHING");
    }

    static long entryChecksum(Checksum checksum, long key, long at, byte[] payload) {
        return checksum.start().add(key).add(at).add(payload).value();
    }

    static long signalChecksum(Checksum checksum, long id, long execution, long at, byte[] payload) {
        return checksum.start().add(id).add(execution).add(at).add(payload).value();
    }

    static long snapshotChecksum(Checksum checksum, long execution, long version, long at, byte[] payload) {
        return checksum.start().add(execution).add(version).add(at).add(payload).value();
    }

    static long documentChecksum(Checksum checksum, String digest, byte[] content) {
        return checksum.start().add(digest).add(content).value();
    }

    void insertEntry(long key, long at, byte[] payload) throws SQLException {
        insertEntry.setLong(1, key);
        insertEntry.setLong(2, at);
        insertEntry.setBytes(3, payload);
        insertEntry.setLong(4, entryChecksum(checksum, key, at, payload));
        insertEntry.executeUpdate();
    }

    void deleteEntries(long execution, long upTo) throws SQLException {
        deleteEntries.setLong(1, ExecutionRow.key(execution, 0));
        deleteEntries.setLong(2, ExecutionRow.key(execution, upTo));
        deleteEntries.executeUpdate();
    }

    long insertSignal(long execution, long at, byte[] payload) throws SQLException {
        long id;
        try (ResultSet rows = nextSignal.executeQuery()) {
            rows.next();
            id = rows.getLong(1);
        }
        insertSignal.setLong(1, id);
        insertSignal.setLong(2, execution);
        insertSignal.setLong(3, at);
        insertSignal.setBytes(4, payload);
        insertSignal.setLong(5, signalChecksum(checksum, id, execution, at, payload));
        insertSignal.executeUpdate();
        return id;
    }

    void deleteSignal(long id, long execution) throws SQLException {
        deleteSignal.setLong(1, id);
        deleteSignal.setLong(2, execution);
        deleteSignal.executeUpdate();
    }

    /** Of the snapshot of an execution; 0 when there is none. */
    long snapshotVersion(long execution) throws SQLException {
        selectSnapshot.setLong(1, execution);
        try (ResultSet rows = selectSnapshot.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Writes a snapshot together with the time of the entry that it stands for, which is about to be dropped. */
    void replaceSnapshot(long execution, Snapshot snapshot) throws SQLException {
        writeSnapshot(execution, snapshot, timeOf(execution, snapshot.version()));
    }

    /** Writes a snapshot that stands for an entry of that time. */
    void writeSnapshot(long execution, Snapshot snapshot, long at) throws SQLException {
        replaceSnapshot.setLong(1, execution);
        replaceSnapshot.setLong(2, snapshot.version());
        replaceSnapshot.setLong(3, at);
        replaceSnapshot.setBytes(4, snapshot.payload());
        replaceSnapshot.setLong(5, snapshotChecksum(checksum, execution, snapshot.version(), at, snapshot.payload()));
        replaceSnapshot.executeUpdate();
    }

    private long timeOf(long execution, long version) throws SQLException {
        selectEntryTime.setLong(1, ExecutionRow.key(execution, version));
        try (ResultSet rows = selectEntryTime.executeQuery()) {
            if (rows.next()) {
                return rows.getLong(1);
            }
        }
        // The entry is gone because the snapshot that is being replaced stands for it.
        selectSnapshot.setLong(1, execution);
        try (ResultSet rows = selectSnapshot.executeQuery()) {
            return rows.next() ? rows.getLong(2) : 0;
        }
    }

    boolean insertDocument(String digest, byte[] content) throws SQLException {
        insertDocument.setString(1, digest);
        insertDocument.setBytes(2, content);
        insertDocument.setLong(3, documentChecksum(checksum, digest, content));
        return insertDocument.executeUpdate() > 0;
    }
}
