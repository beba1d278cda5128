package dev.penstock.cli;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.journal.Journal;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.postgresql.PostgresServer;
import dev.penstock.settings.JournalLocation;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A store that commands, functions and programs share, and how each of them is told of it. Its journal is that of simulated runs,
 * which is beside the one that is named.
 */
interface SharedStore extends AutoCloseable {

    /** What {@code --journal} is given. */
    String text();

    /** Environment variables that commands need for it. */
    Map<String, String> ofCommands();

    /** Environment variables that the Lambda functions need for it. */
    Map<String, String> ofFunctions();

    /** Opens the journal of simulated runs. */
    Journal open();

    @Override
    void close() throws Exception;

    /** A table of Amazon's DynamoDB Local; in this process are credentials that it takes. */
    final class Table implements SharedStore {

        static final String REGION = "us-east-1";
        private static final String NAME = "penstock";

        private final DynamoDBProxyServer server;
        private final URI endpoint;

        Table() throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            endpoint = URI.create("http://127.0.0.1:" + port);
            server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
            server.start();
        }

        private JournalLocation.DynamoDb location() {
            return new JournalLocation.DynamoDb(NAME, Optional.of(REGION), Optional.empty(), "", Optional.of(endpoint));
        }

        @Override
        public String text() {
            return text(NAME);
        }

        /** The same for a table of another name. */
        String text(String table) {
            return "dynamodb://" + table + "?region=" + REGION + "&endpoint=" + endpoint;
        }

        @Override
        public Map<String, String> ofCommands() {
            return Map.of();
        }

        @Override
        public Map<String, String> ofFunctions() {
            return Map.of(
                    "PENSTOCK_TABLE",
                    ((JournalLocation.DynamoDb) location().simulated()).table(),
                    "PENSTOCK_TABLE_ENDPOINT",
                    endpoint.toString());
        }

        @Override
        public Journal open() {
            return DynamoDbJournals.open((JournalLocation.DynamoDb) location().simulated());
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }

    /** A PostgreSQL server that asks for a password, which functions have in a secret. */
    final class Database implements SharedStore {

        static final String SECRET = "journal-password";
        static final String PASSWORD = "correct horse battery staple";
        private static final String ROLE = "runner";

        private final PostgresServer server = PostgresServer.guarded(ROLE, PASSWORD);
        private final JournalLocation.Postgresql location = server.location(ROLE, "shop");

        Database() throws Exception {}

        private String text(JournalLocation.Postgresql named) {
            return "postgresql://" + ROLE + "@" + named.hosts() + "/" + named.database() + "?schema=" + named.schema();
        }

        @Override
        public String text() {
            return text(location);
        }

        @Override
        public Map<String, String> ofCommands() {
            return Map.of("PGPASSWORD", PASSWORD);
        }

        @Override
        public Map<String, String> ofFunctions() {
            return Map.of(
                    "PENSTOCK_JOURNAL",
                    text((JournalLocation.Postgresql) location.simulated()),
                    "PENSTOCK_JOURNAL_PASSWORD",
                    SECRET);
        }

        @Override
        public Journal open() {
            return PostgresJournal.open(
                    PostgresJournalOptions.of((JournalLocation.Postgresql) location.simulated(), ofCommands()));
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
