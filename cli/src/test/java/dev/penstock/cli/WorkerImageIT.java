package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker's image: built, started as nobody in particular on a file system that cannot be written to, and stopped. */
@RequiresContainerEngine
class WorkerImageIT {

    private final String name = "penstock-worker-" + UUID.randomUUID();

    @TempDir
    Path context;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theImageIsHealthyAndEndsInGoodOrder() throws Exception {
        ContainerTool.require("eclipse-temurin:25-jre");
        Files.copy(Path.of("../samples/worker/Dockerfile"), context.resolve("Dockerfile"));
        Path lib = Files.createDirectory(context.resolve("lib"));
        int number = 0;
        for (String jar : classPath()) {
            Files.copy(Path.of(jar), lib.resolve(number++ + ".jar"));
        }
        docker("build", "--quiet", "--tag", name, context.toString());

        docker(
                "run",
                "--detach",
                "--name",
                name,
                "--read-only",
                "--tmpfs",
                "/tmp",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--env",
                "PENSTOCK_JOURNAL=/var/lib/penstock/journal.db",
                name);
        while (!docker("inspect", "--format", "{{.State.Health.Status}}", name).equals("healthy")) {
            assertThat(docker("inspect", "--format", "{{.State.Running}}", name))
                    .as(docker("logs", name))
                    .isEqualTo("true");
            TimeUnit.MILLISECONDS.sleep(500);
        }
        assertThat(docker("exec", name, "id", "-u")).isEqualTo("10001");
        docker("stop", name);

        assertThat(docker("logs", name)).contains("Everything was given back.");
        assertThat(docker("inspect", "--format", "{{.State.ExitCode}}", name)).isEqualTo("0");
    }

    @AfterEach
    void remove() throws Exception {
        run("rm", "--force", "--volumes", name);
        run("rmi", "--force", name);
    }

    /** Jars alone: those that other JVMs of these tests are started from. */
    private static List<String> classPath() {
        List<String> line = OwnJvm.command("none", List.of());
        return List.of(line.get(line.indexOf("-cp") + 1).split(File.pathSeparator, -1));
    }

    private static String docker(String... words) throws IOException, InterruptedException {
        Output output = run(words);
        assertThat(output.code())
                .as("docker %s: %s", List.of(words), output.text())
                .isZero();
        return output.text();
    }

    private record Output(int code, String text) {}

    private static Output run(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Output(process.waitFor(), text);
    }
}
