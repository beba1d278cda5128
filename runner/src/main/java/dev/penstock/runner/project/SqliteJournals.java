package dev.penstock.runner.project;

import dev.penstock.journal.Journal;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;

/** Opens the journals of projects. */
public final class SqliteJournals {

    private SqliteJournals() {}

    /** Opens the journal of runs against the target; makes it if there is none. */
    public static Journal open(Project project, RunTarget target) {
        return SqliteJournal.open(
                project.journal(target),
                SqliteJournalOptions.defaults()
                        .withNativeLibraries(project.cache().resolve("native")));
    }
}
