package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The plugin of Docker's client that reads Compose files, as a judge. */
final class DockerCompose {

    private DockerCompose() {}

    /** What it printed: the project as JSON, or why it refused the file. */
    record Answer(boolean accepted, String said) {}

    /** A docker client without the plugin refuses every file, which would look like a judgement. */
    static void assumeInstalled() throws InterruptedException {
        boolean there;
        try {
            Process process = new ProcessBuilder("docker", "compose", "version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            there = process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            there = false;
        }
        if ("true".equals(System.getenv("PENSTOCK_REQUIRE_COMPOSE"))) {
            assertThat(there).as("docker compose is installed").isTrue();
        }
        assumeTrue(there, "docker compose is not installed here");
    }

    /** What it makes of the project in a folder; of the environment it sees those variables only. */
    static Answer config(Path project, Map<String, String> variables, Set<String> profiles)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        profiles.forEach(profile -> command.addAll(List.of("--profile", profile)));
        command.addAll(List.of("config", "--format", "json"));
        Path out = Files.createTempFile("compose", ".out");
        Path error = Files.createTempFile("compose", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(error.toFile());
            builder.environment().keySet().retainAll(Set.of("PATH", "HOME"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            boolean accepted = process.exitValue() == 0;
            return new Answer(accepted, Files.readString(accepted ? out : error, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(error);
        }
    }
}
