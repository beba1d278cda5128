package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCopyTest {

    private static final RunnerId ALICE = new RunnerId("alice");

    @TempDir
    Path folder;

    private Journal open(String name) {
        return SqliteJournal.open(folder.resolve(name), SqliteJournalOptions.defaults());
    }

    @Test
    void movesOpenExecutionsAndSaysWhatBecameOfEach() {
        Console console = new Console(folder);
        ExecutionId open = new ExecutionId(UUID.randomUUID());
        ExecutionId ended = new ExecutionId(UUID.randomUUID());
        Fence fence = new Fence(ALICE, 1);
        try (Journal journal = open("one.db")) {
            journal.pin("d", "the definition".getBytes(UTF_8));
            journal.create("web", "d", new AppendBuilder(open, 0, fence).build())
                    .join();
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(ended, 0, fence)
                                    .status("SUCCEEDED", true, "")
                                    .build())
                    .join();
        }

        assertThat(console.run("journal", "copy", "one.db", "two.db", "--open"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .contains("Moved " + open + ", 1 facts, sha256:", "Moved 1 of 1 executions.")
                .doesNotContain(ended.toString());
        try (Journal journal = open("two.db")) {
            assertThat(journal.read(open)).isPresent();
            assertThat(journal.read(ended)).isEmpty();
        }

        assertThat(console.run("journal", "copy", "one.db", "two.db", "--all")).isZero();
        assertThat(console.out()).contains("Was there: " + open, "Moved " + ended);
    }

    @Test
    void saysWhatIsMissingInTheCall() {
        Console console = new Console(folder);
        assertThat(console.run("journal", "copy", "one.db", "two.db")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("Give one of --execution ID, --open and --all.");
        assertThat(console.run("journal", "copy", "one.db", "two.db", "--all")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There is no journal");
    }
}
