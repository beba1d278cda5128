package dev.penstock.runner.project;

import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.journal.Journal;
import dev.penstock.settings.JournalLocation;
import java.nio.file.Files;

/**
 * Opens journals of every kind: the one place that knows which store stands behind a {@link JournalLocation}. Each has its
 * opener in a class of its own, so that a command loads the driver of the store that it works on and no other.
 */
public final class JournalStores {

    private JournalStores() {}

    /** Opens the journal of runs against the target; makes it if there is none. */
    public static Journal open(JournalChoice choice, RunTarget target) {
        return switch (choice.location(target)) {
            case JournalLocation.Sqlite sqlite -> SqliteJournals.open(sqlite.file(), choice.keptLibraries());
            case JournalLocation.Postgresql postgresql -> PostgresqlJournals.open(postgresql, choice.environment());
            case JournalLocation.DynamoDb dynamoDb -> DynamoDbJournals.open(dynamoDb);
        };
    }

    /**
     * Has the function called that goes on with executions of the journal, if it has one, because one of them was told something.
     *
     * @return whether there is one
     * @throws dev.penstock.action.RemoteCallException if it could not be called
     */
    public static boolean callRunner(JournalChoice choice, RunTarget target) {
        return switch (choice.location(target)) {
            case JournalLocation.Sqlite ignored -> false;
            case JournalLocation.Postgresql ignored -> false;
            case JournalLocation.DynamoDb dynamoDb -> DynamoDbJournals.callRunner(dynamoDb);
        };
    }

    /** Whether there is such a journal; it is not made by this. */
    public static boolean exists(JournalChoice choice, RunTarget target) {
        return switch (choice.location(target)) {
            case JournalLocation.Sqlite sqlite -> Files.exists(sqlite.file());
            case JournalLocation.Postgresql postgresql -> PostgresqlJournals.exists(postgresql, choice.environment());
            case JournalLocation.DynamoDb dynamoDb -> DynamoDbJournals.exists(dynamoDb);
        };
    }
}
