package dev.penstock.postgresql;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalContract;
import dev.penstock.journal.RunnerId;
import dev.penstock.settings.JournalLocation;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The contract on a server in a container, by a password that the environment has. */
@RequiresContainerEngine
final class PostgresContainerContractIT extends JournalContract {

    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:16-alpine");
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Override
    protected Journal open() {
        var location = new JournalLocation.Postgresql(
                SERVER.getHost() + ":" + SERVER.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                SERVER.getDatabaseName(),
                Optional.empty(),
                Map.of("sslmode", "prefer"),
                "journal_" + SCHEMAS.incrementAndGet(),
                Optional.of(new JournalLocation.Postgresql.InVariable("JOURNAL_PASSWORD")));
        return PostgresJournal.open(PostgresJournalOptions.of(
                location, Map.of("PGUSER", SERVER.getUsername(), "JOURNAL_PASSWORD", SERVER.getPassword())));
    }

    @Override
    protected void endProcessOf(Journal journal, RunnerId runner) {
        ((PostgresJournal) journal).abandon(runner);
    }
}
