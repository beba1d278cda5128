package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code penstock import} writes for Compose files and manifests of Copilot is run as it is, by the engine of this machine. */
@RequiresContainerEngine
class ImportedBuildsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";
    private static final String DIGEST = "@sha256:[0-9a-f]{64}";

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final ContainerTool docker = new ContainerTool();
    private Console console;

    @BeforeEach
    void project() throws IOException, InterruptedException {
        ContainerTool.require("nginx:1.27-alpine");
        folder = Files.createDirectory(temporary.resolve("shop"));
        ForeignProgram.find(folder, Map.of(), List.of("aws"), "--version");
        Files.createDirectories(folder.resolve("web"));
        Files.writeString(
                folder.resolve("web/Dockerfile"),
                "FROM nginx:1.27-alpine\nARG WORD\nRUN echo \"hello $WORD\" > /usr/share/nginx/html/index.html\n");
        Files.writeString(folder.resolve("docker-compose.yml"), """
                services:
                  web:
                    build: {context: web, args: {WORD: compose}}
                    ports: ["80:80"]
                """);
        console = new Console(folder).environment("HOME", System.getenv().getOrDefault("HOME", "/"));
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        docker.close();
    }

    @Test
    void aComposeFileRunsOnElasticBeanstalkBehindTheLoadBalancer() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2026-05-04T10:00:00Z"), 60))
                .containers(DockerContainers.connect())
                .start()) {
            docker.registry(aws.endpoint().getAuthority());
            assertThat(console.run("import", "compose", "--to", "beanstalk:shop/shop-live", "--out", "."))
                    .as(console.err())
                    .isZero();
            assertThat(console.run(
                            "run", "pipeline.yml", "--simulator", aws.endpoint().toString(), "--logs"))
                    .as(console.out())
                    .isZero();
            assertThat(console.out()).containsPattern("Image of web: " + REGISTRY + "shop/web" + DIGEST);
            assertThat(page(aws)).isEqualTo("hello compose\n");
        }
    }

    @Test
    void aComposeFileIsBroughtToAServiceOfEcs() {
        assertThat(console.run("import", "compose", "--to", "ecs:main/web", "--out", "."))
                .as(console.err())
                .isZero();
        assertRunsTo("shop/web");
    }

    @Test
    void aServiceOfCopilotGetsItsImage() throws IOException {
        Path manifest = Files.createDirectories(folder.resolve("copilot/web")).resolve("manifest.yml");
        Files.writeString(manifest, """
                name: web
                type: Load Balanced Web Service
                image:
                  build: {dockerfile: web/Dockerfile, args: {WORD: copilot}}
                  port: 80
                """);
        assertThat(console.run("import", "copilot", "copilot/web/manifest.yml", "--to", "ecs:main/web", "--out", "."))
                .as(console.err())
                .isZero();
        assertRunsTo("web/web");
    }

    private void assertRunsTo(String repository) {
        docker.remember("127.0.0.1");
        assertThat(console.run("run", "pipeline.yml", "--simulate", "--logs"))
                .as(console.out())
                .isZero();
        assertThat(console.out())
                .contains("ECS service web in cluster main")
                .containsPattern(REGISTRY + repository + DIGEST);
    }

    private static String page(SimulatedAws aws) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(new SimulatedBalancer(aws).address())
                    .timeout(PATIENCE)
                    .build();
            long end = System.nanoTime() + PATIENCE.toNanos();
            String body = "";
            while (System.nanoTime() < end && !body.startsWith("hello")) {
                body = browser.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            }
            return body;
        }
    }
}
