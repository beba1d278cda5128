package dev.penstock.lambda;

import dev.penstock.journal.Journal;

/** The journal that the functions work on, in one of the stores that they can share with others. */
sealed interface HomeJournal permits TableJournal, DatabaseJournal {

    /**
     * The journal, opened when this is asked for the first time.
     *
     * @throws dev.penstock.journal.JournalException.Unavailable if it cannot be; the next call tries again
     */
    Journal open();

    /** Whether it may be open in a snapshot of the sandbox, from which many are made. */
    boolean isPartOfSnapshots();
}
