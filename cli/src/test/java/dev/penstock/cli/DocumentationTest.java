package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.command.CommandName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/cli.md says what the commands do. */
class DocumentationTest {

    @Test
    void listsEveryCommandAndEveryExitCode() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/cli.md"));

        for (CommandName name : CommandName.values()) {
            assertThat(page).anyMatch(line -> line.matches("\\| `" + name.word() + "[ `].*"));
        }
        assertThat(page)
                .containsAll(Arrays.stream(ExitCode.values())
                        .map(code -> "| " + code.number() + " | " + code.meaning() + " |")
                        .toList());
    }
}
