package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Connections to the journal's file, set up alike. Transactions are begun and ended in so many words: the driver's own
 * handling of them takes the write lock before there is anything to write.
 */
class Database {

    /** In KiB, negative as SQLite wants it: a batch must not spill before it is committed. */
    private static final int WRITER_CACHE = -8_000;

    private static final int READER_CACHE = -1_000;

    private final Path file;
    private final SqliteJournalOptions options;

    Database(Path file, SqliteJournalOptions options) {
        this.file = file;
        this.options = options;
    }

    Path file() {
        return file;
    }

    /** Whether there is a log that is not yet in the main file: the process before did not end by itself. */
    boolean hasLog() {
        try {
            Path log = file.resolveSibling(file.getFileName() + "-wal");
            return Files.exists(log) && Files.size(log) > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Creates the file if it is not there, brings it to the newest form, and gives the connection that writes. */
    SQLiteConnection openWriter() throws SQLException {
        try {
            OwnerOnly.createDirectories(file.resolveSibling("."));
            OwnerOnly.createFile(file);
        } catch (IOException e) {
            throw new JournalException.Unavailable("journal " + file + " cannot be created: " + e.getMessage(), e);
        }
        SQLiteConnection connection = connect(WRITER_CACHE);
        try {
            Schema.prepare(connection, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives a connection for questions. */
    SQLiteConnection openReader() throws SQLException {
        SQLiteConnection connection = connect(READER_CACHE);
        execute(connection, "PRAGMA query_only=ON");
        return connection;
    }

    /** Gives a connection for nothing but copying the log into the main file. */
    SQLiteConnection openCheckpointer() throws SQLException {
        return connect(READER_CACHE);
    }

    private SQLiteConnection connect(int cache) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // Nobody asks for generated keys, and the driver looks for them with a statement of its own after each write.
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(Math.toIntExact(options.lockTimeout().toMillis()));
        Properties properties = config.toProperties();
        // Not by the driver's own class, which names itself to DriverManager, and so would hold the class loader for
        // ever.
        SQLiteConnection connection = new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), properties);
        connection.setAutoCommit(false);
        execute(connection, "COMMIT");
        execute(connection, "PRAGMA journal_mode=WAL");
        execute(connection, "PRAGMA synchronous=FULL");
        execute(connection, "PRAGMA wal_autocheckpoint=0");
        execute(connection, "PRAGMA trusted_schema=OFF");
        execute(connection, "PRAGMA cell_size_check=ON");
        execute(connection, "PRAGMA cache_size=" + cache);
        return connection;
    }

    static void execute(SQLiteConnection connection, String sql) throws SQLException {
        connection.getDatabase().exec(sql, false);
    }

    /** The first column of the first row, as a number. */
    static long number(SQLiteConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Ends a transaction that did not come to its end, if the error has not ended it already. */
    static void rollback(SQLiteConnection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // Some errors end the transaction by themselves; then there is none to roll back.
        }
    }
}
