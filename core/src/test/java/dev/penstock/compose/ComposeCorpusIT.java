package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compose files of other people; {@code docker compose} judges, where it is installed. */
final class ComposeCorpusIT {

    private static final String VERSION_ONE = "PEN-COMPOSE-002 at line 1";

    /** What is refused, and for what first. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("compose/PluribusDigital__open-fda/deploy__docker-compose.yml", VERSION_ONE),
            Map.entry("compose/PluribusDigital__open-fda/docker-compose.yml", VERSION_ONE),
            Map.entry("compose/SumOfUs__Champaign/docker-compose.yml", "PEN-COMPOSE-002 at line 17"),
            Map.entry("compose/omaha-consulting__omaha-server/docker-compose.common.yml", VERSION_ONE),
            Map.entry("compose/omaha-consulting__omaha-server/docker-compose.dev.yml", VERSION_ONE),
            Map.entry("compose/omaha-consulting__omaha-server/docker-compose.tests.yml", VERSION_ONE),
            // Overrides another file, and means nothing alone.
            Map.entry("compose/articulate__shush/docker-compose.override.example.yml", "PEN-COMPOSE-003 at line 3"));

    @TempDir
    private Path folder;

    @Test
    void readsEveryFileAsDockerComposeDoesOrSaysWhereItIsWrong() throws Exception {
        Map<String, String> refused = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples("compose")) {
            Files.write(folder.resolve("compose.yaml"), sample.bytes());
            ComposeReading reading = ComposeReader.read(
                    ComposeConfig.source(folder, folder.toString(), "compose.yaml"),
                    ComposeOptions.none()
                            .withProjectDirectory(folder.toString())
                            .withFiles(ComposeConfig.files(folder, folder.toString())));
            if (reading instanceof ComposeReading.Refused) {
                refused.put(sample.name(), firstError(reading));
            }
            DockerCompose.Answer docker = DockerCompose.config(folder, Map.of(), Set.of());
            if (docker.accepted() && reading instanceof ComposeReading.Accepted accepted) {
                assertThat(ComposeConfig.of(accepted.document()))
                        .as(sample.name())
                        .isEqualTo(ComposeConfig.ofDocker(docker.said()));
            } else {
                // Docker Compose refuses besides what names a file of variables that is not there.
                boolean noFile = reading.problems().stream()
                        .anyMatch(problem -> problem.id().equals(ProblemType.COMPOSE_ENV_FILE_MISSING.id()));
                assertThat(docker.accepted()).as(sample.name()).isFalse();
                assertThat(noFile || reading instanceof ComposeReading.Refused)
                        .as(sample.name())
                        .isTrue();
            }
        }
        assertThat(refused).isEqualTo(REFUSED);
    }

    @BeforeAll
    static void composeIsInstalled() throws InterruptedException {
        DockerCompose.assumeInstalled();
    }

    private static String firstError(ComposeReading reading) {
        return reading.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst()
                .map(ComposeCorpusIT::shown)
                .orElse("no error");
    }

    private static String shown(Problem problem) {
        return problem.id() + " at line " + problem.span().line();
    }
}
