package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** A disk without room: nothing is accepted, nothing is lost, and it goes on when there is room again. */
final class JournalDiskFullTest {

    private static final int APPENDS = 300;

    @TempDir
    Path directory;

    /** A file that may not grow beyond a number of pages, which SQLite reports as it does a full disk. */
    private static final class SmallDisk extends Database {

        private volatile long pages = 40;

        SmallDisk(Path file) {
            super(file, SqliteJournalOptions.defaults());
        }

        @Override
        SQLiteConnection openWriter() throws SQLException {
            SQLiteConnection connection = super.openWriter();
            execute(connection, "PRAGMA max_page_count=" + pages);
            return connection;
        }

        void makeRoom() {
            pages = 100_000;
        }
    }

    @Test
    void refusesWhatDoesNotFitAndGoesOnWhenThereIsRoomAgain() {
        Path file = directory.resolve("journal.db");
        SmallDisk disk = new SmallDisk(file);
        ExecutionId id = JournalFiles.id(1);
        Fence fence = new Fence(new RunnerId("a"), 1);
        long version;
        try (SqliteJournal journal = SqliteJournal.open(disk, SqliteJournalOptions.defaults())) {
            journal.create("web", "d", new AppendBuilder(id, 0, fence).build()).join();
            version = appendUntilFull(journal, id, fence);

            assertThat(journal.read(id).orElseThrow().entries()).hasSize((int) version);
            disk.makeRoom();
            journal.append(big(id, version, fence)).join();
            version++;
            assertThat(journal.read(id).orElseThrow().entries()).hasSize((int) version);
        }
        try (SqliteJournal journal = JournalFiles.open(file)) {
            assertThat(journal.read(id).orElseThrow().entries()).hasSize((int) version);
        }
    }

    /** Gives the version that was reached; every append after the first that failed must fail as well. */
    private static long appendUntilFull(SqliteJournal journal, ExecutionId id, Fence fence) {
        List<CompletableFuture<Committed>> futures = new ArrayList<>();
        for (long version = 1; version <= APPENDS; version++) {
            futures.add(journal.append(big(id, version, fence)));
        }
        long reached = 1;
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Committed> future : futures) {
            try {
                reached = future.join().version();
                assertThat(failures).isEmpty();
            } catch (CompletionException e) {
                failures.add(e.getCause());
            }
        }
        assertThat(failures.getFirst())
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("full");
        return reached;
    }

    private static Append big(ExecutionId id, long version, Fence fence) {
        return new AppendBuilder(id, version, fence).payload(new byte[2_000]).build();
    }
}
