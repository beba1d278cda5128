package dev.penstock.postgresql;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalContract;
import dev.penstock.journal.RunnerId;
import java.io.IOException;

/** The contract on a server of this machine. */
final class PostgresJournalContractIT extends JournalContract {

    @Override
    protected Journal open() throws IOException, InterruptedException {
        return PostgresJournal.open(
                PostgresServer.options(PostgresServer.shared().location()));
    }

    @Override
    protected void endProcessOf(Journal journal, RunnerId runner) {
        ((PostgresJournal) journal).abandon(runner);
    }
}
