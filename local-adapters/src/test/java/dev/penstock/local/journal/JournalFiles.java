package dev.penstock.local.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Journals to be damaged: made alike, and shown in a form that compares. */
final class JournalFiles {

    static final RunnerId RUNNER = new RunnerId("build-7/4711");
    static final Fence FENCE = new Fence(RUNNER, 1);
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    static final String DIGEST = "sha256:d1";

    private JournalFiles() {}

    static ExecutionId id(int number) {
        return new ExecutionId(new UUID(0x1234_5678_9abc_4000L + number, 0x8000_0000_0000_0000L + number));
    }

    /** Writes a little of everything: executions with entries, a claim, a signal, a snapshot, a document. */
    static void fill(Journal journal, int executions) {
        journal.pin(DIGEST, "name: web".getBytes(UTF_8));
        for (int number = 0; number < executions; number++) {
            ExecutionId id = id(number);
            journal.create(
                            "web",
                            DIGEST,
                            builder(id, 0).status("RUNNING", false, "Source").build())
                    .join();
            journal.append(builder(id, 1).acquire("web/" + number).build()).join();
            journal.append(builder(id, 2).build()).join();
        }
        journal.compact(id(0), FENCE, new Snapshot(2, "state".getBytes(UTF_8))).join();
        journal.send(id(1), "approve".getBytes(UTF_8), NOON);
        journal.append(builder(id(2), 3).status("FAILED", true, "Build").build())
                .join();
    }

    /** Releases an execution with everything that a wakeup can have. */
    static void release(Journal journal, int number) {
        journal.release(
                id(number),
                FENCE,
                new Wakeup(Optional.of(NOON.plusSeconds(60)), Set.of("stack:web"), Set.of(new SignalId(7))));
    }

    static void moveAway(Journal journal, int number) {
        journal.moveAway(id(number), FENCE, "another journal");
    }

    static AppendBuilder builder(ExecutionId id, long version) {
        return new AppendBuilder(id, version, FENCE).at(NOON.plusSeconds(version));
    }

    /** Everything that can be read of a journal, or that it says it is damaged. */
    static List<String> show(Journal journal, int executions) {
        List<String> shown = new ArrayList<>();
        for (int number = 0; number < executions; number++) {
            ExecutionId id = id(number);
            shown.add(number + " " + journal.read(id).map(JournalFiles::show).orElse("absent"));
            shown.add(number + " "
                    + journal.signals(id).stream()
                            .map(signal -> text(signal.payload()))
                            .toList());
            journal.whole(id).flatMap(WholeExecution::wakeup).ifPresent(wakeup -> shown.add(wakeup.toString()));
        }
        shown.add(journal.list(ExecutionQuery.newest(99)).toString());
        shown.add(journal.list(ExecutionQuery.open()).toString());
        shown.add(journal.signalled().toString());
        shown.add(journal.pinned(DIGEST).map(JournalFiles::text).orElse("absent"));
        return shown;
    }

    static String show(StoredExecution stored) {
        return stored.summary()
                + " " + stored.snapshot().map(snapshot -> snapshot.version() + text(snapshot.payload()))
                + " "
                + stored.entries().stream()
                        .map(entry -> entry.version() + " " + entry.at() + " " + text(entry.payload()))
                        .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    static SqliteJournal open(Path file) {
        return SqliteJournal.open(file, SqliteJournalOptions.defaults());
    }

    /** Copies a journal as it lies on the disk when its process is killed; the index is in memory and is not copied. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling("."));
        Files.write(to, Files.readAllBytes(from));
        Path log = log(from);
        Files.deleteIfExists(to.resolveSibling(to.getFileName() + "-shm"));
        Files.deleteIfExists(log(to));
        if (Files.exists(log)) {
            Files.write(log(to), Files.readAllBytes(log));
        }
    }

    static Path log(Path journal) {
        return journal.resolveSibling(journal.getFileName() + "-wal");
    }

    /** What a damaged journal gives: what can be read, or the one line that says that it is damaged. */
    static List<String> outcome(Path file, int executions) {
        try (SqliteJournal journal = open(file)) {
            return show(journal, executions);
        } catch (JournalException.Damaged e) {
            return List.of("damaged: " + e.getMessage());
        }
    }
}
