package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of how workers are run are right, as far as this machine can say. */
class WorkerSampleTest {

    private static final Path SAMPLE = Path.of("../samples/worker").toAbsolutePath();
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    @Test
    void systemdTakesTheUnit() throws Exception {
        assumeThat(Files.isExecutable(ANALYZE)).isTrue();
        Path unit = folder.resolve("penstock-worker.service");
        String text = Files.readString(SAMPLE.resolve("penstock-worker.service"));
        // Whether there is a JDK in that place is not the unit's affair.
        Files.writeString(unit, text.replace("/usr/bin/java", "/bin/true"));

        assertThat(said("verify", unit.toString())).isEmpty();
        assertThat(said("security", "--offline=true", "--threshold=20", unit.toString()))
                .contains("OK");
    }

    @Test
    void theOptionsOfUnitAndImageAreThoseOfTheCommand() throws IOException {
        for (String file : List.of("penstock-worker.service", "Dockerfile")) {
            List<String> options = Files.readString(SAMPLE.resolve(file))
                    .replaceAll("(?s)--native-access\\S*|--enable-native-access=\\S+", "")
                    .lines()
                    .filter(line -> line.startsWith("ExecStart=") || line.contains("--health"))
                    .flatMap(line -> List.of(line.split("[\\s\",\\]]+")).stream())
                    .filter(word -> word.startsWith("--"))
                    .toList();
            Console console = new Console(folder);
            console.run("work", "--help");
            assertThat(options)
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(option -> assertThat(console.out()).contains(option));
        }
    }

    private String said(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(ANALYZE.toString()));
        line.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
