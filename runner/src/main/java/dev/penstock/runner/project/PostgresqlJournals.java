package dev.penstock.runner.project;

import dev.penstock.journal.Journal;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.settings.JournalLocation;
import java.util.Map;

/** Opens journals in PostgreSQL databases. */
final class PostgresqlJournals {

    private PostgresqlJournals() {}

    static Journal open(JournalLocation.Postgresql location, Map<String, String> environment) {
        return PostgresJournal.open(PostgresJournalOptions.of(location, environment));
    }

    static boolean exists(JournalLocation.Postgresql location, Map<String, String> environment) {
        return PostgresJournal.exists(PostgresJournalOptions.of(location, environment));
    }
}
