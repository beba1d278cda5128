package dev.penstock.testing;

import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalContract;
import dev.penstock.journal.RunnerId;

final class InMemoryJournalTest extends JournalContract {

    @Override
    protected Journal open() {
        return new InMemoryJournal();
    }

    @Override
    protected void endProcessOf(Journal journal, RunnerId runner) {
        ((InMemoryJournal) journal).endProcessOf(runner);
    }
}
