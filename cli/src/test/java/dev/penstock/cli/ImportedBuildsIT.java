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
import java.util.regex.Pattern;
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

    /** The registry of a simulated AWS has a port of its own in each run. */
    private static final Pattern PUSHED = Pattern.compile("The push refers to repository \\[(127\\.0\\.0\\.1:[0-9]+)/");

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final ContainerTool docker = new ContainerTool();
    private Console console;

    @BeforeEach
    void project() throws IOException, InterruptedException {
        ContainerTool.require("busybox:1");
        folder = Files.createDirectory(temporary.resolve("shop"));
        ForeignProgram.find(folder, Map.of(), List.of("aws"), "--version");
        Files.createDirectories(folder.resolve("web"));
        Files.writeString(folder.resolve("web/Dockerfile"), """
                        FROM busybox:1
                        ARG WORD
                        RUN mkdir /www && echo "hello $WORD" > /www/index.html
                        EXPOSE 80
                        CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
                        """);
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

    @Test
    void aTravisFileThatPushesElsewhereLogsInThereByItsSecret() throws Exception {
        ContainerTool.require("registry:2");
        String registry = "127.0.0.1:" + docker.start(5000, "registry:2");
        docker.registry(registry);
        Files.writeString(folder.resolve("Dockerrun.aws.json"), """
                {"AWSEBDockerrunVersion": "1", "Image": {"Name": "%s/shop/web"}, "Ports": [{"ContainerPort": 80}]}
                """.formatted(registry));
        Files.delete(folder.resolve("docker-compose.yml"));
        Files.writeString(folder.resolve(".travis.yml"), """
                language: generic
                services: docker
                script: docker build -t %1$s/shop/web web
                after_success:
                  - echo "$DOCKER_PASSWORD" | docker login %1$s -u "$DOCKER_ID" --password-stdin
                  - docker push %1$s/shop/web
                deploy: {provider: elasticbeanstalk, app: shop, env: shop-live, on: {branch: main}}
                """.formatted(registry));
        assertThat(console.run("import", "travis", "--out", ".")).isZero();

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out().replaceAll("\\s+", " "))
                .contains("PEN-BUILD-008", "secret 'shop-build' with the keys DOCKER_PASSWORD, DOCKER_ID");

        console.environment("DOCKER_ID", "example").environment("DOCKER_PASSWORD", "hush-0815");
        assertThat(console.run("retry")).as(console.out()).isZero();
        assertThat(console.out()).contains("Made the secret shop-build");
        assertThat(console.run("logs")).isZero();
        assertThat(console.out())
                .contains("Login Succeeded")
                .containsPattern("Image of web: " + registry + "/shop/web" + DIGEST)
                .doesNotContain("hush-0815");
    }

    private void assertRunsTo(String repository) {
        int exitCode = console.run("run", "pipeline.yml", "--simulate", "--logs");
        PUSHED.matcher(console.out()).results().forEach(push -> docker.registry(push.group(1)));
        assertThat(exitCode).as(console.out()).isZero();
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
