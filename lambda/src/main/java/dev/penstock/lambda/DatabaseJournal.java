package dev.penstock.lambda;

import dev.penstock.action.AwsScope;
import dev.penstock.journal.Journal;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.secret.SecretResolver;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A schema of a PostgreSQL database. It is opened by the first call: its connections and the name that it writes under must not
 * be in a snapshot, from which several sandboxes are made that would all go by it.
 */
final class DatabaseJournal implements HomeJournal {

    private static final String LOCATION = "PENSTOCK_JOURNAL";

    private final PostgresJournalOptions options;
    private @Nullable Journal journal;

    private DatabaseJournal(PostgresJournalOptions options) {
        this.options = options;
    }

    static DatabaseJournal of(Variables variables, SecretResolver secrets) {
        if (variables.optional("PENSTOCK_TABLE").isPresent()) {
            throw new IllegalStateException("PENSTOCK_TABLE and " + LOCATION
                    + " both name a journal; set the one that the functions are to work on.");
        }
        JournalLocation.Postgresql named = location(variables.required(LOCATION));
        JournalLocation.Postgresql location = variables
                .optional("PENSTOCK_JOURNAL_PASSWORD")
                .map(JournalLocation.Postgresql.InSecret::new)
                .map(named::withPassword)
                .orElse(named);
        return new DatabaseJournal(PostgresJournalOptions.of(
                location, variables.all(), reference -> secrets.secret(AwsScope.OWN, reference)));
    }

    private static JournalLocation.Postgresql location(String text) {
        return switch (JournalText.read(text, Path.of("/tmp"))) {
            case JournalText.Named(JournalLocation.Postgresql location) -> location;
            case JournalText.Named other ->
                throw new IllegalStateException(LOCATION + " is postgresql://USER@HOST/DATABASE; a table is named by"
                        + " PENSTOCK_TABLE. It is " + other.location().describe() + ".");
            case JournalText.Wrong wrong ->
                throw new IllegalStateException(LOCATION + ": " + wrong.message() + " " + wrong.hint());
        };
    }

    @Override
    public synchronized Journal open() {
        Journal known = journal;
        if (known == null) {
            known = PostgresJournal.open(options);
            journal = known;
        }
        return known;
    }

    @Override
    public boolean isPartOfSnapshots() {
        return false;
    }
}
