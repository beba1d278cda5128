package dev.penstock.postgresql;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings the schema of a journal to the newest form: files in order, each once, by one process at a time. */
final class Schema {

    /** Each is a file beside this class; its place in the list, from 1, is the version that it leads to. */
    private static final List<String> MIGRATIONS = List.of("V1__journal.sql", "V2__lines.sql");

    static final int VERSION = MIGRATIONS.size();

    /** Taken while the schema is changed; the first part is this program's, the second the schema's. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(1885695603, hashtext(current_schema()))";

    private Schema() {}

    /**
     * Makes the schema and its tables if they are missing, and what newer versions of this program added to them.
     *
     * @throws JournalException.Damaged if a newer version of this program has changed the tables
     */
    static void prepare(Connection connection, Server server) throws SQLException {
        if (version(connection, server) == VERSION) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Asked first: whoever may use a schema need not be allowed to make one.
            if (!exists(connection, server)) {
                statement.execute("SELECT pg_advisory_xact_lock(1885695603)");
                statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + server.schema() + "\"");
            }
            statement.execute(LOCK);
            for (int next = version(connection, server); next < VERSION; next++) {
                statement.execute(text(MIGRATIONS.get(next)));
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL, at timestamptz NOT NULL)");
                statement.execute("INSERT INTO schema_version VALUES (" + (next + 1) + ", clock_timestamp())");
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollback(connection);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The version of the tables; 0 if there are none. */
    static int version(Connection connection, Server server) throws SQLException {
        String table = "'\"" + server.schema() + "\".schema_version'";
        try (Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("SELECT to_regclass(" + table + ") IS NOT NULL")) {
            if (!there.next() || !there.getBoolean(1)) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
            int version = rows.next() ? rows.getInt(1) : 0;
            if (version > VERSION) {
                throw new JournalException.Damaged("journal " + server.describe()
                        + " was changed by a newer version of Penstock (its tables have version " + version
                        + ", this one knows " + VERSION + "): use that version");
            }
            return version;
        }
    }

    private static boolean exists(Connection connection, Server server) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, server.schema());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and the transaction with it.
        }
    }

    private static String text(String file) {
        try (InputStream stream = Schema.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + file + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
