package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes with one journal. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class JournalProcessesTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final ExecutionId THEIRS = JournalFiles.id(1);
    private static final RunnerId ME = new RunnerId("me");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("journal.db");
    }

    private JournalProcess start(Duration lease) throws Exception {
        return JournalProcess.start(file, THEIRS, lease, directory.resolve("libraries"));
    }

    private SqliteJournal open(Duration lease) {
        return SqliteJournal.open(
                file,
                SqliteJournalOptions.defaults()
                        .withLease(lease, InstantSource.system())
                        .withLockTimeout(Duration.ofSeconds(1)));
    }

    @Test
    void whatAKilledProcessHeldCanBeTakenAtOnceAndNothingAcknowledgedIsLost() throws Exception {
        try (SqliteJournal journal = open(LONG);
                JournalProcess other = start(LONG)) {
            journal.register(ME);
            other.awaitVersion(50);
            assertThatThrownBy(() -> journal.take(THEIRS, ME)).isInstanceOf(JournalException.Held.class);
            assertThat(journal.holder(THEIRS)).contains(new RunnerId("other"));

            long acknowledged = other.kill();

            assertThat(journal.holder(THEIRS)).isEmpty();
            Fence fence = journal.take(THEIRS, ME);
            List<Entry> entries = journal.read(THEIRS).orElseThrow().entries();
            assertThat(entries.size()).isBetween((int) acknowledged, (int) acknowledged + 1);
            assertThat(entries)
                    .extracting(Entry::version)
                    .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
            journal.append(new AppendBuilder(THEIRS, entries.size(), fence).build())
                    .join();
        }
    }

    @Test
    void aJournalWhoseOnlyProcessWasKilledOpensWithAllThatWasAcknowledged() throws Exception {
        long acknowledged;
        try (JournalProcess other = start(LONG)) {
            other.awaitVersion(300);
            acknowledged = other.kill();
        }

        try (SqliteJournal journal = open(LONG)) {
            assertThat(journal.read(THEIRS).orElseThrow().summary().version())
                    .isBetween(acknowledged, acknowledged + 1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatHungBeyondItsLeaseIsRefusedOnceAnotherHasTaken() throws Exception {
        Duration lease = Duration.ofMillis(300);
        try (SqliteJournal journal = open(lease);
                JournalProcess other = start(lease)) {
            journal.register(ME);
            other.awaitVersion(20);
            other.signal("STOP");
            // It may have been stopped while it held the lock on the whole file; then it must be let go once.
            Fence fence = takeWhenLeaseIsOver(journal, other);

            other.signal("CONT");

            assertThat(other.lastLine()).contains("FencedOff");
            long version = journal.read(THEIRS).orElseThrow().summary().version();
            journal.append(new AppendBuilder(THEIRS, version, fence).build()).join();
        }
    }

    private static Fence takeWhenLeaseIsOver(SqliteJournal journal, JournalProcess other) throws Exception {
        while (true) {
            try {
                return journal.take(THEIRS, ME);
            } catch (JournalException.Held e) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            } catch (JournalException.Unavailable e) {
                other.signal("CONT");
                other.awaitVersion(1);
                other.signal("STOP");
            }
        }
    }

    @Test
    void processesAppendAtTheSameTime() throws Exception {
        try (SqliteJournal journal = open(LONG);
                JournalProcess other = start(LONG)) {
            Fence fence = journal.register(ME).firstFence();
            other.awaitVersion(1);
            for (int number = 10; number < 60; number++) {
                ExecutionId id = JournalFiles.id(number);
                journal.create("web", "sha256:1", new AppendBuilder(id, 0, fence).build())
                        .join();
                journal.append(new AppendBuilder(id, 1, fence).build()).join();
            }
            other.kill();

            assertThat(journal.list(ExecutionQuery.open()))
                    .hasSize(51)
                    .filteredOn(summary -> !summary.id().equals(THEIRS))
                    .extracting(ExecutionSummary::version)
                    .containsOnly(2L);
        }
    }

    @Test
    void anotherProcessThatWritesForTooLongMakesTheJournalUnavailable() throws Exception {
        SqliteJournalOptions options = SqliteJournalOptions.defaults().withLockTimeout(Duration.ofMillis(50));
        try (SqliteJournal journal = SqliteJournal.open(file, options);
                var other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            Fence fence = new Fence(ME, 1);
            journal.create("web", "d", new AppendBuilder(THEIRS, 0, fence).build())
                    .join();
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> journal.append(new AppendBuilder(THEIRS, 1, fence).build())
                            .join())
                    .hasCauseInstanceOf(JournalException.Unavailable.class)
                    .hasMessageContaining("another process");
            assertThat(journal.read(THEIRS)).isPresent();

            statement.execute("COMMIT");
            journal.append(new AppendBuilder(THEIRS, 1, fence).build()).join();
        }
    }

    @Test
    void runnersThatAreGoneLeaveNothingBehind() throws Exception {
        try (SqliteJournal journal = open(LONG)) {
            try (JournalProcess other = start(LONG)) {
                other.awaitVersion(1);
                other.kill();
            }
            journal.register(ME);
            Fence fence = journal.take(THEIRS, ME);
            journal.release(THEIRS, fence);

            journal.register(new RunnerId("next")).close();

            assertThat(Sql.number(file, "SELECT count(*) FROM runner")).isEqualTo(1);
        }
        try (var files = Files.list(directory.resolve("runners"))) {
            assertThat(files).isEmpty();
        }
    }
}
