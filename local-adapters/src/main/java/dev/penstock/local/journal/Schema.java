package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;
import org.sqlite.SQLiteConnection;

/**
 * The form of the file: what each version of it adds to the one before. The file knows its version
 * ({@code PRAGMA user_version}) and that it is a journal ({@code PRAGMA application_id}).
 *
 * <p>{@code entry.key} is the execution's number shifted left by 24, plus the version: entries of one execution lie
 * together, and finding one is a search in a tree of plain numbers. Times are nanoseconds since 1970.
 */
final class Schema {

    /** "Pnst". */
    static final int APPLICATION_ID = 0x506e7374;

    private static final List<List<String>> MIGRATIONS = List.of(
            List.of(
                    """
                    CREATE TABLE execution (
                      number INTEGER PRIMARY KEY,
                      id BLOB NOT NULL UNIQUE,
                      pipeline TEXT NOT NULL,
                      definition TEXT NOT NULL,
                      started_at INTEGER NOT NULL,
                      status TEXT NOT NULL,
                      ended INTEGER NOT NULL,
                      detail TEXT NOT NULL,
                      version_bound INTEGER NOT NULL,
                      runner INTEGER NOT NULL,
                      token INTEGER NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    "CREATE INDEX execution_active ON execution (runner) WHERE ended = 0 OR runner <> 0",
                    """
                    CREATE TABLE entry (
                      key INTEGER PRIMARY KEY,
                      at INTEGER NOT NULL,
                      payload BLOB NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    """
                    CREATE TABLE snapshot (
                      execution INTEGER PRIMARY KEY,
                      version INTEGER NOT NULL,
                      at INTEGER NOT NULL,
                      payload BLOB NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    """
                    CREATE TABLE claim (
                      name TEXT PRIMARY KEY NOT NULL,
                      holder INTEGER NOT NULL,
                      waiting INTEGER NOT NULL,
                      checksum INTEGER NOT NULL) WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE signal (
                      id INTEGER PRIMARY KEY AUTOINCREMENT,
                      execution INTEGER NOT NULL,
                      at INTEGER NOT NULL,
                      payload BLOB NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    "CREATE INDEX signal_execution ON signal (execution)",
                    """
                    CREATE TABLE document (
                      digest TEXT PRIMARY KEY NOT NULL,
                      content BLOB NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    """
                    CREATE TABLE runner (
                      number INTEGER PRIMARY KEY AUTOINCREMENT,
                      id TEXT NOT NULL UNIQUE,
                      process TEXT NOT NULL,
                      locked INTEGER NOT NULL,
                      lease_until INTEGER NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """),
            // What is due, found without reading every execution.
            List.of(
                    """
                    CREATE TABLE parked (
                      execution INTEGER PRIMARY KEY,
                      due_at INTEGER NOT NULL,
                      heard TEXT NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """,
                    "CREATE INDEX parked_due ON parked (due_at)",
                    """
                    CREATE TABLE awaited (
                      resource TEXT NOT NULL,
                      execution INTEGER NOT NULL,
                      checksum INTEGER NOT NULL,
                      PRIMARY KEY (resource, execution)) WITHOUT ROWID\
                    """,
                    "CREATE INDEX awaited_execution ON awaited (execution)",
                    "CREATE INDEX claim_free ON claim (waiting) WHERE holder = 0",
                    """
                    CREATE TABLE moved (
                      execution INTEGER PRIMARY KEY,
                      destination TEXT NOT NULL,
                      checksum INTEGER NOT NULL)\
                    """),
            // Who waits for a claim behind the one that claim.waiting names: numbers between commas.
            List.of("""
                    CREATE TABLE line (
                      name TEXT PRIMARY KEY NOT NULL,
                      executions TEXT NOT NULL,
                      checksum INTEGER NOT NULL) WITHOUT ROWID\
                    """));

    /** The version that this program writes. */
    static final int VERSION = MIGRATIONS.size();

    private Schema() {}

    /** Brings the file to {@link #VERSION}, or says why it cannot be used. */
    static void prepare(SQLiteConnection connection, Path file) throws SQLException {
        long version = check(connection, file);
        if (version == VERSION) {
            checkText(connection, file);
            return;
        }
        Database.execute(connection, "BEGIN IMMEDIATE");
        try {
            // Once more under the lock: another process may have done it by now.
            version = check(connection, file);
            for (int next = (int) version; next < VERSION; next++) {
                for (String statement : MIGRATIONS.get(next)) {
                    Database.execute(connection, statement);
                }
            }
            Database.execute(connection, "PRAGMA application_id=" + APPLICATION_ID);
            Database.execute(connection, "PRAGMA user_version=" + VERSION);
            Database.execute(connection, "COMMIT");
        } catch (SQLException | RuntimeException e) {
            Database.rollback(connection);
            throw e;
        }
        checkText(connection, file);
    }

    private static long check(SQLiteConnection connection, Path file) throws SQLException {
        long application = Database.number(connection, "PRAGMA application_id");
        long version = Database.number(connection, "PRAGMA user_version");
        boolean empty = Database.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application == 0 && version == 0 && empty) {
            return 0;
        }
        if (application != APPLICATION_ID) {
            throw new JournalException.Damaged("file " + file + " is an SQLite database, but not a Penstock journal");
        }
        if (version > VERSION) {
            throw new JournalException.Damaged("journal " + file + " has version " + version
                    + ", but this program knows only versions up to " + VERSION + ": use a newer Penstock");
        }
        if (version < 1 || empty) {
            throw new JournalException.Damaged("journal " + file + " is damaged: its version and tables do not fit");
        }
        return version;
    }

    /** A bit that flips in the text of the schema changes what it means; nothing else would notice. */
    private static void checkText(SQLiteConnection connection, Path file) throws SQLException {
        TreeSet<String> wanted = new TreeSet<>();
        MIGRATIONS.forEach(wanted::addAll);
        TreeSet<String> found = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL" + " AND name <> 'sqlite_sequence'")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        if (!wanted.equals(found)) {
            throw new JournalException.Damaged("journal " + file + " is damaged: its tables are not as they were made");
        }
    }
}
