package dev.penstock.postgresql.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.journal.Journal;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import jakarta.inject.Singleton;

/**
 * Binds {@link Journal} to a PostgreSQL database, beside {@code PenstockModule}. It is opened when it is first asked for.
 * Whoever makes the injector closes the journal, after {@code Penstock}.
 */
public final class PostgresJournalModule extends AbstractModule {

    private final PostgresJournalOptions options;

    /** A journal in a database. */
    public PostgresJournalModule(PostgresJournalOptions options) {
        this.options = options;
    }

    @Provides
    @Singleton
    Journal journal() {
        return PostgresJournal.open(options);
    }
}
