package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane is made, brought up to date and removed by Penstock itself, after its plan was shown. */
class BootstrapIT {

    @TempDir
    private Path folder;

    private Console console = new Console();

    @BeforeEach
    void code() throws IOException {
        console = new Console(folder);
        Path zip = folder.resolve("penstock-lambda.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/penstock.jar"));
            out.write(1);
        }
    }

    @Test
    void isPlannedMadeBroughtUpToDateAndRemovedCleanly() {
        assertThat(bootstrap("--plan")).isZero();
        assertThat(console.out())
                .contains("stack penstock: is created: 35 added", "Table  AWS::DynamoDB::Table")
                .contains("Nothing was changed.");

        console.input("no\n");
        assertThat(bootstrap()).isZero();
        assertThat(console.err()).contains("Deploy this to the stack penstock? Type yes:", "Nothing was changed.");
        assertThat(bootstrap("--plan")).isZero();
        assertThat(console.out()).contains("is created: 35 added");

        console.input("yes\n");
        assertThat(bootstrap()).as(console.out() + console.err()).isZero();
        assertThat(console.out())
                .containsPattern(
                        "Journal +dynamodb://penstock-Table-\\w+\\?region=us-east-1&bucket=penstock-bucket-\\w+")
                .containsPattern("Webhooks +https://\\w+\\.lambda-url\\.us-east-1\\.on\\.aws/github")
                .containsPattern("Runner's role +arn:aws:iam::123456789012:role/");

        assertThat(bootstrap("--yes", "--parameter", "MemorySize=1024")).isZero();
        assertThat(console.out()).contains("MemorySize: 1769 → 1024", "updated");
        // What was set once is kept by the next update.
        assertThat(bootstrap("--yes")).isZero();
        assertThat(console.out()).contains("no changes.");

        assertThat(console.run("bootstrap", "--simulate", "--remove", "--yes")).isZero();
        assertThat(console.out())
                .contains("deleted")
                .containsPattern("Kept: the table penstock-Table-\\w+ and the bucket penstock-bucket-\\w+\\.");
        assertThat(console.run("bootstrap", "--simulate", "--remove", "--yes")).isZero();
        assertThat(console.out()).isEqualTo("There is no stack penstock.\n");
    }

    @Test
    void badInputChangesNothing() {
        assertThat(bootstrap("--stack-name", "9lives")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("'9lives' cannot be the stack's name, and nothing was changed.");

        assertThat(console.run("bootstrap", "--simulate")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("The functions' code is not named", "--code penstock-lambda.zip");

        assertThat(console.run("bootstrap", "--simulate", "--code", "absent.zip"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There is no file absent.zip");

        assertThat(bootstrap("--delete-data")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("--delete-data goes with --remove alone");

        assertThat(bootstrap("--plan", "--parameter", "Memory=1")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out()).contains("The template has no parameter 'Memory'. Known here: CodeKey, MemorySize");

        assertThat(bootstrap("--plan", "--parameter", "MemorySize=1")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out()).contains("MemorySize");
    }

    @Test
    void aStackOfAnotherApplicationIsLeftAlone() throws IOException {
        Path home = folder.resolve("penstock-control-plane");
        assertThat(bootstrap("--plan")).isZero();
        Files.writeString(home.resolve("infrastructure/stack.yml"), """
            Resources:
              Queue:
                Type: AWS::SQS::Queue
            """);
        Files.writeString(home.resolve("infrastructure/configuration.json"), "{}");
        assertThat(console.run("run", "penstock-control-plane/pipeline.yml", "--simulate"))
                .isZero();

        assertThat(bootstrap("--yes")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("The stack penstock is of another application, and nothing was changed.");
        assertThat(console.run("bootstrap", "--simulate", "--remove", "--yes")).isEqualTo(ExitCode.USAGE.number());
    }

    private int bootstrap(String... more) {
        List<String> line = new ArrayList<>(List.of("bootstrap", "--simulate", "--code", "penstock-lambda.zip"));
        line.addAll(List.of(more));
        return console.run(line.toArray(String[]::new));
    }
}
