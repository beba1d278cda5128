package dev.penstock.postgresql;

import dev.penstock.action.RemoteCallException;
import dev.penstock.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/** Makes connections to the database of the journal, all set up alike. */
final class Server {

    /**
     * Flushes are not this role's or this database's to switch off. Statements are planned once, and always by index:
     * the planner knows nothing of tables that have just begun to grow.
     */
    private static final String SET_UP = """
        SET synchronous_commit TO on;
        SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SET plan_cache_mode TO force_generic_plan;
        SET enable_seqscan TO off;
        SET enable_hashjoin TO off;
        SET enable_mergejoin TO off;
        SET jit TO off;
        SET lock_timeout TO '10s';
        SET idle_in_transaction_session_timeout TO '60s';
        """;

    private final PostgresJournalOptions options;

    Server(PostgresJournalOptions options) {
        this.options = options;
    }

    PostgresJournalOptions options() {
        return options;
    }

    String schema() {
        return options.location().schema();
    }

    /** For people. */
    String describe() {
        return options.location().describe();
    }

    /** A connection in autocommit whose tables are those of the journal. */
    Connection connect(String purpose) throws SQLException {
        String database = URLEncoder.encode(options.location().database(), StandardCharsets.UTF_8);
        Connection connection = new Driver()
                .connect("jdbc:postgresql://" + options.location().hosts() + "/" + database, properties(purpose));
        if (connection == null) {
            throw new SQLException("the driver does not take the name of " + describe(), "08001");
        }
        try (Statement statement = connection.createStatement()) {
            // The name of a schema has no characters that would need more than quotes.
            statement.execute(SET_UP + "SET search_path TO \"" + schema() + "\"");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(String purpose) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "penstock " + purpose);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        // A connection that is cut without a word is noticed by this.
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("reWriteBatchedInserts", "false");
        options.location().parameters().forEach(properties::setProperty);
        options.user().ifPresent(user -> properties.setProperty("user", user));
        password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        return properties;
    }

    private Optional<Secret> password() throws SQLException {
        try {
            return options.password().get();
        } catch (RemoteCallException e) {
            // As if the server could not be reached, or did not let the role in.
            throw new SQLException(e.getMessage(), e.kind().isWorthAskingAgain() ? "08001" : "28000", e);
        }
    }
}
