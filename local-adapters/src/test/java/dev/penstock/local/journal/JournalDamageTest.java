package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal whose bytes were changed or cut off opens to a prefix of what was acknowledged, or says that it is damaged. It
 * never gives anything else.
 */
final class JournalDamageTest {

    private static final int EXECUTIONS = 4;
    private static final int LAST_COMMITS = 5;
    private static final int LOG_HEADER = 32;
    private static final int FRAME = 24 + 4096;

    @TempDir
    Path directory;

    /** A journal in its main file alone, closed in peace. */
    private Path closedJournal() {
        Path file = directory.resolve("closed/journal.db");
        try (SqliteJournal journal = JournalFiles.open(file)) {
            JournalFiles.fill(journal, EXECUTIONS);
            JournalFiles.release(journal, 0);
            JournalFiles.moveAway(journal, 3);
        }
        return file;
    }

    /** What the journal shows after each of its last commits, and how long its log is then. */
    private record Prefix(long logSize, List<String> shown) {}

    /** A journal whose process was killed: everything is in its log. */
    private List<Prefix> killedJournal(Path file) throws IOException {
        List<Prefix> prefixes = new ArrayList<>();
        Path live = directory.resolve("live/journal.db");
        try (SqliteJournal journal = JournalFiles.open(live)) {
            JournalFiles.fill(journal, EXECUTIONS);
            ExecutionId id = JournalFiles.id(1);
            for (long version = 3; ; version++) {
                prefixes.add(new Prefix(Files.size(JournalFiles.log(live)), JournalFiles.show(journal, EXECUTIONS)));
                if (prefixes.size() > LAST_COMMITS) {
                    break;
                }
                journal.append(JournalFiles.builder(id, version)
                                .status("RUNNING", false, "step " + version)
                                .build())
                        .join();
            }
            JournalFiles.copy(live, file);
        }
        return prefixes;
    }

    @Test
    void aLogThatWasCutOpensToWhatWasCommittedBeforeTheCut() throws IOException {
        Path killed = directory.resolve("killed/journal.db");
        List<Prefix> prefixes = killedJournal(killed);
        Path cut = directory.resolve("cut/journal.db");

        for (long size = prefixes.getLast().logSize();
                size >= prefixes.getFirst().logSize();
                size -= step(size)) {
            JournalFiles.copy(killed, cut);
            truncate(JournalFiles.log(cut), size);

            assertThat(JournalFiles.outcome(cut, EXECUTIONS))
                    .as("cut at %d", size)
                    .isEqualTo(shownAt(prefixes, size));
        }
    }

    /** Every byte of a frame's header; of its page, which is the same to SQLite, one in five hundred. */
    private static long step(long size) {
        long inFrame = (size - LOG_HEADER) % FRAME;
        return inFrame <= 32 || inFrame > FRAME - 8 ? 1 : 499;
    }

    private static List<String> shownAt(List<Prefix> prefixes, long logSize) {
        return prefixes.stream()
                .filter(prefix -> prefix.logSize() <= logSize)
                .reduce((before, after) -> after)
                .orElseThrow()
                .shown();
    }

    @Test
    void aBitThatFlipsInTheLogGivesAPrefixOrIsReported() throws IOException {
        Path killed = directory.resolve("killed/journal.db");
        List<Prefix> prefixes = killedJournal(killed);
        Path flipped = directory.resolve("flipped/journal.db");
        long tail = prefixes.getFirst().logSize();
        long end = prefixes.getLast().logSize();
        Random random = new Random(1);
        int reported = 0;

        for (long at = 0; at < end; at += at < LOG_HEADER ? 1 : 1 + random.nextInt(2_400)) {
            JournalFiles.copy(killed, flipped);
            flip(JournalFiles.log(flipped), at, random.nextInt(8));

            List<String> outcome = JournalFiles.outcome(flipped, EXECUTIONS);

            if (outcome.getFirst().startsWith("damaged")) {
                reported++;
            } else {
                // Only the transaction that was written last can pass for one that never came to its end.
                assertThat(at).as("silent about a bit at").isGreaterThanOrEqualTo(tail);
                assertThat(prefixes)
                        .as("bit at %d", at)
                        .extracting(Prefix::shown)
                        .contains(outcome);
            }
        }
        assertThat(reported).isGreaterThan(LOG_HEADER / 2);
    }

    @Test
    void aBitThatFlipsInTheFileIsReportedOrChangesNothing() throws IOException {
        Path closed = closedJournal();
        List<String> whole = JournalFiles.outcome(closed, EXECUTIONS);
        Path flipped = directory.resolve("flipped/journal.db");
        long size = Files.size(closed);
        Random random = new Random(2);
        int reported = 0;

        for (long at = 0; at < size; at += at < 100 ? 1 : 1 + random.nextInt(300)) {
            JournalFiles.copy(closed, flipped);
            flip(flipped, at, random.nextInt(8));

            List<String> outcome = JournalFiles.outcome(flipped, EXECUTIONS);

            if (!outcome.equals(whole)) {
                assertThat(outcome).as("bit at %d", at).hasSize(1);
                assertThat(outcome.getFirst()).as("bit at %d", at).startsWith("damaged: ");
                reported++;
            }
        }
        assertThat(reported).isGreaterThan(20);
    }

    @Test
    void aFileThatWasCutIsReported() throws IOException {
        Path closed = closedJournal();
        List<String> whole = JournalFiles.outcome(closed, EXECUTIONS);
        Path cut = directory.resolve("cut/journal.db");

        for (long size = Files.size(closed) - 1; size > 0; size -= 1 + size % 1_401) {
            JournalFiles.copy(closed, cut);
            truncate(cut, size);

            assertThat(JournalFiles.outcome(cut, EXECUTIONS))
                    .as("cut at %d", size)
                    .isNotEqualTo(whole)
                    .singleElement()
                    .asString()
                    .startsWith("damaged: ");
        }
    }

    @Test
    void entriesThatAreLostFromTheFileAreReported() throws Exception {
        Path file = closedJournal();
        assertLoss(file, "DELETE FROM entry WHERE key = (SELECT max(key) FROM entry)");
        assertLoss(file, "DELETE FROM entry WHERE key = (SELECT min(key) FROM entry)");
        assertLoss(file, "DELETE FROM entry");
        assertLoss(file, "UPDATE entry SET payload = x'00' WHERE key = (SELECT max(key) FROM entry)");
        assertLoss(file, "UPDATE entry SET at = at + 1 WHERE key = (SELECT max(key) FROM entry)");
        assertLoss(file, "UPDATE execution SET status = 'SUCCEEDED' WHERE number = 1");
        assertLoss(file, "UPDATE snapshot SET payload = x'00'");
        assertLoss(file, "UPDATE signal SET payload = x'00'");
        assertLoss(file, "UPDATE document SET content = x'00'");
        assertLoss(file, "UPDATE parked SET due_at = due_at + 1");
        assertLoss(file, "UPDATE awaited SET resource = 'stack:api'");
        assertLoss(file, "UPDATE moved SET destination = ''");
        assertLoss(file, "DELETE FROM moved");
    }

    private void assertLoss(Path file, String sql) throws Exception {
        Path damaged = directory.resolve("damaged/journal.db");
        JournalFiles.copy(file, damaged);
        Sql.run(damaged, sql);

        assertThat(JournalFiles.outcome(damaged, EXECUTIONS))
                .as(sql)
                .singleElement()
                .asString()
                .startsWith("damaged: ");
    }

    @Test
    void aFileThatIsSomethingElseIsRefusedAndLeftAlone() throws Exception {
        Path text = directory.resolve("notes.txt");
        Files.writeString(text, "This is not a journal. ".repeat(300));
        Path database = directory.resolve("other.db");
        Sql.run(database, "CREATE TABLE recipe (name TEXT)");

        assertThatThrownBy(() -> JournalFiles.open(text))
                .isInstanceOf(JournalException.Damaged.class)
                .hasMessageContaining("notes.txt")
                .hasMessageContaining("not a journal");
        assertThat(text).hasContent("This is not a journal. ".repeat(300));
        assertThatThrownBy(() -> JournalFiles.open(database))
                .isInstanceOf(JournalException.Damaged.class)
                .hasMessageContaining("not a Penstock journal");
        assertThat(Sql.number(database, "SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
    }

    private static void truncate(Path file, long size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
            channel.write(one, at);
        }
    }
}
