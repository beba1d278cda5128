package dev.penstock.local.journal;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalContract;
import dev.penstock.journal.RunnerId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalContractTest extends JournalContract {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();

    @TempDir
    Path directory;

    @Override
    protected Journal open() {
        return SqliteJournal.open(
                directory.resolve("state/journal.db"),
                SqliteJournalOptions.defaults().withLease(LEASE, clock));
    }

    @Override
    protected void endProcessOf(Journal journal, RunnerId runner) {
        ((SqliteJournal) journal).abandon(runner);
        clock.advance(LEASE.plusMillis(1));
    }
}
