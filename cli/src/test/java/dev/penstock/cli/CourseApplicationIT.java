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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An application that Travis CI built and deployed, brought here by {@code penstock import travis} and run as it is: its tests in
 * a container, four images to the simulated ECR, six containers behind the simulated load balancer.
 */
@RequiresContainerEngine
class CourseApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "hush-4711-key";
    private static final Pattern IMAGE =
            Pattern.compile("Image of (client|nginx|server|worker): (\\S+/example/course-\\1@sha256:[0-9a-f]{64})");

    @TempDir
    private Path folder;

    private final ContainerTool docker = new ContainerTool();
    private final HttpClient browser = HttpClient.newHttpClient();
    private SimulatedAws aws;
    private Console console;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        ContainerTool.require("nginx:1.27-alpine", "node:22-alpine", "redis:7-alpine", "postgres:16-alpine");
        ForeignProgram.find(folder, Map.of(), List.of("aws"), "--version");
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2026-05-04T10:00:00Z"), 60))
                .containers(DockerContainers.connect())
                .start();
        docker.registry(aws.endpoint().getAuthority());
        docker.remember("example/course-");
        console = new Console(folder).environment("HOME", System.getenv().getOrDefault("HOME", "/"));
        SampleProject.copy("course-application", folder);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        browser.close();
        if (aws != null) {
            aws.close();
        }
        docker.close();
    }

    @Test
    void isImportedFromTravisAndRunsToItsPage() throws Exception {
        assertThat(console.run("import", "travis", "--out", ".")).isZero();
        nameTheStores();

        assertThat(run()).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out().replaceAll("\\s+", " "))
                .contains("PEN-BUILD-008", "secret 'course-build' with the key SURVEY_KEY", "create-secret");

        console.environment("SURVEY_KEY", KEY);
        assertThat(console.run("retry")).as(console.out()).isZero();
        assertThat(console.run("logs")).isZero();
        Map<String, String> first = images();
        assertThat(first).containsOnlyKeys("client", "nginx", "server", "worker");
        assertThat(dockerrunOfTheVersion()).isEqualTo(pinned(first));
        assertThat(console.out()).contains("tests 2").doesNotContain(KEY);
        assertThat(get("/", page -> page.contains("<h1>"))).contains("<h1>Triangular numbers</h1>");
        post("/api/values", "{\"index\": 4}");
        assertThat(get("/api/values/current", values -> values.contains("10"))).isEqualTo("{\"4\":\"10\"}");

        Path page = folder.resolve("client/src/page.js");
        Files.writeString(page, Files.readString(page).replace("\"Triangular numbers\"", "\"Sums of numbers\""));
        assertThat(run()).as(console.out()).isZero();
        Map<String, String> second = images();
        assertThat(second.get("client")).isNotEqualTo(first.get("client"));
        assertThat(second.get("server")).isEqualTo(first.get("server"));
        assertThat(get("/", text -> text.contains("Sums"))).contains("<h1>Sums of numbers</h1>");
        assertThat(get("/api/values/all", text -> text.contains("4"))).isEqualTo("[4]");
    }

    private int run() {
        return console.run("run", "pipeline.yml", "--simulator", aws.endpoint().toString(), "--logs");
    }

    /** Where its data is, in place of what was set in the environment by hand. */
    private void nameTheStores() throws IOException, InterruptedException {
        int redis = docker.start(6379, "redis:7-alpine");
        int postgres = docker.start(5432, "--env", "POSTGRES_PASSWORD=local", "postgres:16-alpine");
        String gateway = ContainerTool.gateway();
        Path settings = folder.resolve("penstock.yml");
        String text = Files.readString(settings);
        assertThat(text).contains("    environment:\n");
        Files.writeString(settings, text.replace("    environment:\n", """
                    environment:
                      variables:
                        REDIS_HOST: %1$s
                        REDIS_PORT: "%2$d"
                        PGHOST: %1$s
                        PGPORT: "%3$d"
                        PGUSER: postgres
                        PGPASSWORD: local
                        PGDATABASE: postgres
                """.formatted(gateway, redis, postgres)));
    }

    /** What the run said of its images, by container. */
    private Map<String, String> images() {
        Map<String, String> images = new TreeMap<>();
        IMAGE.matcher(console.out())
                .results()
                .forEach((MatchResult found) -> images.put(found.group(1), found.group(2)));
        return images;
    }

    /** The user's own file, with nothing but its images exchanged. */
    private String pinned(Map<String, String> images) throws IOException {
        String text = Files.readString(folder.resolve("Dockerrun.aws.json"));
        for (Map.Entry<String, String> image : images.entrySet()) {
            text = text.replace("\"example/course-" + image.getKey() + "\"", "\"" + image.getValue() + "\"");
        }
        return text;
    }

    private String dockerrunOfTheVersion() throws IOException {
        S3Client s3 = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true));
        String bucket = "elasticbeanstalk-us-east-1-123456789012";
        String key = s3.listObjectsV2(list -> list.bucket(bucket).prefix("course/"))
                .contents()
                .getFirst()
                .key();
        try (var zip = new ZipInputStream(s3.getObject(get -> get.bucket(bucket).key(key)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("Dockerrun.aws.json")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("there is no Dockerrun.aws.json in " + key);
    }

    private String get(String path, Predicate<String> expected) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        new SimulatedBalancer(aws).address().resolve(path))
                .timeout(PATIENCE)
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        String body = "";
        while (System.nanoTime() < end && !expected.test(body)) {
            body = browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
        return body;
    }

    private void post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        new SimulatedBalancer(aws).address().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        int status = 0;
        while (System.nanoTime() < end && status != 201) {
            status = browser.send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
        assertThat(status).isEqualTo(201);
    }
}
