package dev.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.Console;
import dev.penstock.cli.ExitCode;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class JournalOptionTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void call() {
        console = new Console(folder);
    }

    private void recorded(String file, String pipeline) {
        try (Journal journal = SqliteJournal.open(folder.resolve(file), SqliteJournalOptions.defaults())) {
            var status = new Append.StatusChange("SUCCEEDED", true, "");
            journal.create(
                            pipeline,
                            "sha256:1",
                            new Append(
                                    new ExecutionId(UUID.randomUUID()),
                                    0,
                                    new Fence(new RunnerId("tester"), 1),
                                    Instant.parse("2026-05-04T12:00:00Z"),
                                    new byte[] {1},
                                    List.of(),
                                    List.of(),
                                    Optional.of(status)))
                    .join();
        }
    }

    @Test
    void theOptionNamesAJournalAlsoWhereNothingWasRun() {
        recorded("shared/releases.db", "shop");
        recorded("shared/releases-simulated.db", "trial");

        assertThat(console.run("list", "--journal", "shared/releases.db"))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("shop").contains("trial");
        assertThat(folder.resolve(".penstock")).doesNotExist();
    }

    @Test
    void theOptionGoesBeforeTheVariableAndThatBeforeTheSettings() throws IOException {
        recorded("option.db", "by-option");
        recorded("variable.db", "by-variable");
        recorded("settings.db", "by-settings");
        Files.writeString(folder.resolve("penstock.yml"), "journal: {sqlite: settings.db}\n");

        assertThat(console.run("list")).as(console.err()).isZero();
        assertThat(console.out()).contains("by-settings");
        console.environment("PENSTOCK_JOURNAL", "variable.db");
        assertThat(console.run("list")).isZero();
        assertThat(console.out()).contains("by-variable").doesNotContain("by-settings");
        assertThat(console.run("list", "--journal", "option.db")).isZero();
        assertThat(console.out()).contains("by-option").doesNotContain("by-variable");
    }

    @Test
    void anEmptyListSaysWhichJournalWasLookedInto() {
        recorded("shared.db", "shop");

        assertThat(console.run("list", "--journal", "shared.db", "--pipeline", "other"))
                .isZero();
        assertThat(console.err()).contains("There are no such executions in " + folder.resolve("shared.db"));
    }

    @Test
    void theNextCommandToTypeNamesTheSameJournal() {
        recorded("shared.db", "shop");
        ProjectCommand command = new ListCommand(console.surroundings());
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--journal", "shared.db");

        assertThat(command.advice().call("resume")).isEqualTo("penstock resume --journal shared.db");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithWhatToDo() {
        console.environment("PGPASSWORD", "hunter2");

        assertThat(console.run("list", "--journal", "postgresql://me@127.0.0.1:1/releases"))
                .isEqualTo(ExitCode.MACHINE.number());
        assertThat(console.err())
                .contains("PEN-JOURNAL-002")
                .contains("postgresql://127.0.0.1:1/releases, schema penstock: the server cannot be reached")
                .contains("penstock resume")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
    }

    @Test
    void whatNamesNoJournalIsRefusedWithTheReason() throws IOException {
        assertThat(console.run("list", "--journal", "postgresql://me:hunter2@db/releases"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err())
                .contains("--journal: The URL holds a password.")
                .doesNotContain("hunter2");

        Files.writeString(folder.resolve("penstock.yml"), "journal:\n  postgresql: {}\n");
        assertThat(console.run("list")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err())
                .contains("PEN-SETTINGS-001")
                .contains("penstock.yml")
                .contains("--journal");
    }
}
