package dev.penstock.runner.project;

import dev.penstock.journal.Journal;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import java.nio.file.Path;
import java.util.Optional;

/** Opens journals in SQLite files. */
public final class SqliteJournals {

    private SqliteJournals() {}

    /** Opens a project's own journal of runs against the target; makes it if there is none. */
    public static Journal open(Project project, RunTarget target) {
        return open(project.journal(target), Optional.of(project.cache().resolve("native")));
    }

    /**
     * Opens the journal in a file; makes it if there is none.
     *
     * @param libraries where SQLite's native library is kept from one start to the next, if anywhere
     */
    static Journal open(Path file, Optional<Path> libraries) {
        var options = SqliteJournalOptions.defaults();
        return SqliteJournal.open(
                file, libraries.map(options::withNativeLibraries).orElse(options));
    }
}
