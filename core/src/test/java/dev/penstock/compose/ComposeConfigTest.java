package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects are read with the meaning that {@code docker compose config} (2.26) printed for them. */
final class ComposeConfigTest {

    private static final String PROJECT = "/project";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everything",
                "extends",
                "fragments",
                "include",
                "interpolation",
                "merge",
                "profiles",
                "variables"
            })
    void meansWhatDockerComposeTakesItFor(String name) throws IOException {
        Path folder = Path.of("src/test/resources/dev/penstock/compose", name);
        List<SourceText> sources = new ArrayList<>();
        sources.add(ComposeConfig.source(folder, PROJECT, "compose.yaml"));
        if (Files.exists(folder.resolve("compose.override.yaml"))) {
            sources.add(ComposeConfig.source(folder, PROJECT, "compose.override.yaml"));
        }
        ComposeReading reading = ComposeReader.read(
                sources,
                ComposeOptions.none()
                        .withProjectDirectory(PROJECT)
                        .withProfiles(Set.of("debug"))
                        .withFiles(ComposeConfig.files(folder, PROJECT)));
        assertThat(reading.problems())
                .filteredOn(problem -> problem.severity() == dev.penstock.problem.Severity.ERROR)
                .isEmpty();
        assertThat(reading)
                .isInstanceOfSatisfying(
                        ComposeReading.Accepted.class,
                        accepted -> assertThat(ComposeConfig.of(accepted.document()))
                                .isEqualTo(ComposeConfig.ofDocker(read(folder.resolve("config.json")))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
