package dev.penstock.aws.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.journal.Journal;
import dev.penstock.settings.JournalLocation;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Binds {@link Journal} to a table of DynamoDB that exists, beside {@link AwsAdaptersModule}. Whoever makes the injector
 * closes the journal, after {@code Penstock} and before the cloud.
 */
public final class DynamoDbJournalModule extends AbstractModule {

    private final JournalLocation.DynamoDb location;
    private final Optional<Duration> retention;

    /**
     * A journal in a table.
     *
     * @param retention how long an execution is kept after it has ended; empty for ever
     */
    public DynamoDbJournalModule(JournalLocation.DynamoDb location, Optional<Duration> retention) {
        this.location = location;
        this.retention = retention;
    }

    @Provides
    @Singleton
    Journal journal(AwsServices services) {
        return DynamoDbJournals.open(services.clients(), location, retention);
    }
}
