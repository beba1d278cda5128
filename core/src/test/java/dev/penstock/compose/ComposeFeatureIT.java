package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is recorded of the features is what {@code docker compose config} says, where it is installed. With the system property
 * {@code penstock.golden=write} it is recorded anew, for people to judge.
 */
final class ComposeFeatureIT {

    @TempDir
    private Path folder;

    @BeforeAll
    static void composeIsInstalled() throws InterruptedException {
        DockerCompose.assumeInstalled();
    }

    @Test
    void whatIsRecordedIsWhatDockerComposeSays() throws Exception {
        Map<String, List<ComposeFeature>> groups =
                ComposeFeature.all().stream().collect(Collectors.groupingBy(ComposeFeature::group));
        for (Map.Entry<String, List<ComposeFeature>> group : groups.entrySet()) {
            String said = said(group.getValue());
            Path recorded = ComposeFeature.FOLDER.resolve(group.getKey() + ".expected");
            if ("write".equals(System.getProperty("penstock.golden"))) {
                Files.writeString(recorded, said);
            }
            assertThat(withoutReasons(said)).isEqualTo(withoutReasons(Files.readString(recorded)));
        }
    }

    /** Which of several mistakes Docker Compose tells is by chance: it goes through maps of Go. */
    private static String withoutReasons(String said) {
        return said.replaceAll("(?m)^refused: .*$", "refused");
    }

    private String said(List<ComposeFeature> features) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                4, Thread.ofVirtual().name("compose-", 0).factory())) {
            List<Callable<String>> questions = features.stream()
                    .<Callable<String>>map(feature -> () -> "=== " + feature.name() + "\n" + answer(feature) + "\n")
                    .toList();
            StringBuilder said = new StringBuilder();
            for (Future<String> answer : threads.invokeAll(questions)) {
                said.append(answer.get());
            }
            return said.toString();
        }
    }

    private String answer(ComposeFeature feature) throws IOException, InterruptedException {
        Path above = Files.createTempDirectory(folder, "feature");
        Path project = Files.createDirectories(above.resolve("project"));
        feature.files().forEach((name, bytes) -> {
            try {
                Files.createDirectories(project.resolve(name).getParent());
                Files.write(project.resolve(name), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        DockerCompose.Answer answer = DockerCompose.config(project, feature.variables(), feature.profiles());
        if (answer.accepted()) {
            return String.join("\n", ComposeConfig.ofDocker(answer.said().replace(above.toString(), "")));
        }
        List<String> lines =
                answer.said().replace(above.toString(), "").strip().lines().toList();
        return "refused: " + lines.getLast().strip();
    }
}
