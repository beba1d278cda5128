package dev.penstock.journal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every implementation of {@link Journal} does. A subclass opens the implementation. */
public abstract class JournalContract
        implements JournalAppendContract,
                JournalHoldingContract,
                JournalClaimContract,
                JournalLineContract,
                JournalSignalContract,
                JournalListContract,
                JournalDueContract,
                JournalMoveContract,
                JournalConcurrencyContract,
                JournalModelContract {

    private Journal journal;

    /** A new, empty journal. */
    protected abstract Journal open() throws Exception;

    /** Makes the journal see that the process of a runner has ended, as it would after {@code kill -9}. */
    protected abstract void endProcessOf(Journal of, RunnerId runner);

    @Override
    public final Journal journal() {
        return journal;
    }

    @Override
    public final void endProcessOf(RunnerId runner) {
        endProcessOf(journal, runner);
    }

    @BeforeEach
    final void openJournal() throws Exception {
        journal = open();
    }

    @AfterEach
    final void closeJournal() {
        journal.close();
    }
}
