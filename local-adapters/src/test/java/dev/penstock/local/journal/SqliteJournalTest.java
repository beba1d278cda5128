package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Claim;
import dev.penstock.journal.Entry;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The embedded journal as a file: its form, its versions, its permissions, its size. */
final class SqliteJournalTest {

    private static final int EXECUTIONS = 4;
    private static final RunnerId ALICE = new RunnerId("alice");
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain() {
        Path file = directory.resolve("journal.db");
        List<String> shown;
        try (SqliteJournal journal = JournalFiles.open(file)) {
            JournalFiles.fill(journal, EXECUTIONS);
            shown = JournalFiles.show(journal, EXECUTIONS);
        }

        assertThat(JournalFiles.outcome(file, EXECUTIONS)).isEqualTo(shown);
        assertThat(JournalFiles.log(file)).doesNotExist();
    }

    @Test
    void opensAFileOfTheFirstVersion() throws Exception {
        Path file = directory.resolve("journal.db");
        try (InputStream kept = SqliteJournalTest.class.getResourceAsStream("journal-v1.db")) {
            assertThat(kept).isNotNull();
            Files.write(file, kept.readAllBytes());
        }
        Path fresh = directory.resolve("fresh.db");
        try (SqliteJournal journal = JournalFiles.open(fresh)) {
            JournalFiles.fill(journal, EXECUTIONS);
        }

        assertThat(JournalFiles.outcome(file, EXECUTIONS)).isEqualTo(JournalFiles.outcome(fresh, EXECUTIONS));
        assertThat(Sql.number(file, "PRAGMA user_version")).isEqualTo(Schema.VERSION);
    }

    @Test
    void whoWaitedInAFileOfTheVersionBeforeIsTheFirstOfTheLine() throws Exception {
        Path file = directory.resolve("journal.db");
        ExecutionId holder = JournalFiles.id(1);
        ExecutionId waiter = JournalFiles.id(2);
        ExecutionId behind = JournalFiles.id(3);
        Fence fence = new Fence(ALICE, 1);
        try (SqliteJournal journal = JournalFiles.open(file)) {
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(holder, 0, fence).acquire("a").build())
                    .join();
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(waiter, 0, fence).await("a").build())
                    .join();
        }
        Sql.run(file, "DROP TABLE line");
        Sql.run(file, "PRAGMA user_version=2");

        try (SqliteJournal journal = JournalFiles.open(file)) {
            assertThat(journal.claim("a")).isEqualTo(new Claim(Optional.of(holder), List.of(waiter)));
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(behind, 0, fence).lineUp("a").build())
                    .join();
            assertThat(journal.claim("a").waiting()).containsExactly(waiter, behind);
        }
    }

    @Test
    void refusesAFileOfANewerVersion() throws Exception {
        Path file = directory.resolve("journal.db");
        JournalFiles.open(file).close();
        Sql.run(file, "PRAGMA user_version=99");

        assertThatThrownBy(() -> JournalFiles.open(file))
                .isInstanceOf(JournalException.Damaged.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("use a newer Penstock");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewJournalBelongsToItsOwnerAlone() throws Exception {
        Path file = directory.resolve("state/journal.db");
        try (SqliteJournal journal = JournalFiles.open(file)) {
            journal.register(ALICE);

            assertThat(permissions(file.resolveSibling("."))).isEqualTo("rwx------");
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(permissions(JournalFiles.log(file))).isEqualTo("rw-------");
            assertThat(permissions(file.resolveSibling("runners"))).isEqualTo("rwx------");
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aFileThatCannotBeWrittenToIsUnavailable() throws Exception {
        Path notADirectory = directory.resolve("file");
        Files.writeString(notADirectory, "x");

        assertThatThrownBy(() -> JournalFiles.open(notADirectory.resolve("journal.db")))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("journal.db");
    }

    @Test
    void theLogStaysShortUnderConstantLoad() throws Exception {
        Path file = directory.resolve("journal.db");
        ExecutionId id = JournalFiles.id(1);
        Fence fence = new Fence(ALICE, 1);
        long longest = 0;
        try (SqliteJournal journal = JournalFiles.open(file)) {
            journal.create("web", "d", new AppendBuilder(id, 0, fence).build()).join();
            for (long version = 1; version <= 2_000; version++) {
                journal.append(new AppendBuilder(id, version, fence)
                                .payload(new byte[50_000])
                                .build())
                        .join();
                longest = Math.max(longest, Files.size(JournalFiles.log(file)));
            }
        }
        // 100 MB were written.
        assertThat(longest).isLessThan(40L << 20);
    }

    @Test
    void aRunnerKeepsItsLeaseWhileItHoldsAnExecutionAndAppends() {
        ManualClock clock = new ManualClock();
        Path file = directory.resolve("journal.db");
        SqliteJournalOptions options = SqliteJournalOptions.defaults().withLease(LEASE, clock);
        try (SqliteJournal first = SqliteJournal.open(file, options);
                SqliteJournal second = SqliteJournal.open(file, options)) {
            Fence fence = first.register(ALICE).firstFence();
            ExecutionId id = JournalFiles.id(1);
            first.create("web", "d", new AppendBuilder(id, 0, fence).build()).join();
            for (long version = 1; version < 10; version++) {
                clock.advance(LEASE.dividedBy(2));
                first.append(new AppendBuilder(id, version, fence).build()).join();
            }

            assertThat(second.holder(id)).contains(ALICE);
            // It hangs from now on: no further sign of life.
            first.abandon(ALICE);
            clock.advance(LEASE.plusMillis(1));
            assertThat(second.take(id, new RunnerId("bob"))).isEqualTo(new Fence(new RunnerId("bob"), 2));
            assertThatThrownBy(() -> first.append(new AppendBuilder(id, 10, fence).build())
                            .join())
                    .hasCauseInstanceOf(JournalException.FencedOff.class);
        }
    }

    @Test
    void anExecutionOfManyEntriesIsReadWhole() {
        int entries = 5_000;
        ExecutionId id = JournalFiles.id(1);
        Fence fence = new Fence(ALICE, 1);
        try (SqliteJournal journal = JournalFiles.open(directory.resolve("journal.db"))) {
            List<CompletableFuture<?>> futures = new ArrayList<>();
            futures.add(journal.create("web", "d", new AppendBuilder(id, 0, fence).build()));
            for (long version = 1; version < entries; version++) {
                futures.add(journal.append(new AppendBuilder(id, version, fence).build()));
            }
            futures.forEach(CompletableFuture::join);

            assertThat(journal.read(id).orElseThrow().entries())
                    .extracting(Entry::version)
                    .isEqualTo(LongStream.rangeClosed(1, entries).boxed().toList());
        }
    }

    @Test
    void theNativeLibraryIsUnpackedOnceAndReplacedWhenItIsNotTheRightOne() throws Exception {
        Path libraries = directory.resolve("libraries");
        Path library = NativeLibrary.unpackInto(libraries).orElseThrow();
        byte[] right = Files.readAllBytes(library);
        var unpacked = Files.getLastModifiedTime(library);

        assertThat(NativeLibrary.unpackInto(libraries)).contains(library);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(unpacked);

        Files.writeString(library, "something else");
        NativeLibrary.unpackInto(libraries);
        assertThat(Files.readAllBytes(library)).isEqualTo(right);
        try (var files = Files.list(library.resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }
}
