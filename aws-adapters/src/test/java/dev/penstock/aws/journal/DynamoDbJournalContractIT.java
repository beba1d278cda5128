package dev.penstock.aws.journal;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalContract;
import dev.penstock.journal.RunnerId;
import dev.penstock.simulator.dynamodb.LocalTables;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class DynamoDbJournalContractIT extends JournalContract {

    private static final Duration LEASE = Duration.ofMinutes(10);

    private final ManualClock clock = new ManualClock();

    @Override
    protected Journal open() {
        String table = LocalTables.newName();
        DynamoDbClient client = LocalTables.client();
        client.createTable(DynamoDbJournal.table(table));
        return DynamoDbJournal.open(client, DynamoDbJournalOptions.of(table).withLease(LEASE, clock));
    }

    @Override
    protected void endProcessOf(Journal journal, RunnerId runner) {
        ((DynamoDbJournal) journal).abandon(runner);
        clock.advance(LEASE.plusMillis(1));
    }
}
