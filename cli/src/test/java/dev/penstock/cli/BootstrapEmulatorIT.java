package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The control plane's template in an emulator of AWS that nobody here wrote: docs/emulators.md says what others make of it. */
@RequiresContainerEngine
@EnabledIfSystemProperty(
        named = "penstock.everyCell",
        matches = "true",
        disabledReason = "a container and three processes take half a minute; .ci/nightly has it")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BootstrapEmulatorIT {

    private static final String MINISTACK = "ministackorg/ministack:1.5.33";

    @TempDir
    private Path folder;

    @Test
    void isMadeBroughtUpToDateAndRemovedInMiniStack() throws Exception {
        ContainerTool.require(MINISTACK);
        try (var out = new ZipOutputStream(Files.newOutputStream(folder.resolve("penstock-lambda.zip")))) {
            out.putNextEntry(new ZipEntry("lib/penstock.jar"));
            out.write(1);
        }
        try (ContainerTool engine = new ContainerTool()) {
            // Without a container engine of its own, and without the MQTT listener that it opens to all otherwise.
            int port = engine.start(
                    4566, "--env", "IOT_MTLS_ENABLED=0", "--env", "DOCKER_HOST=unix:///nowhere/docker.sock", MINISTACK);
            URI endpoint = URI.create("http://127.0.0.1:" + port);
            awaitHealth(endpoint);

            assertThat(bootstrap(endpoint, "--code", "penstock-lambda.zip"))
                    .containsPattern(
                            "Journal +dynamodb://penstock-Table-\\w+\\?region=us-east-1&bucket=penstock-bucket-")
                    .containsPattern("Webhooks +https://\\w+\\.lambda-url\\.us-east-1\\.on\\.aws/github");
            assertThat(bootstrap(endpoint, "--code", "penstock-lambda.zip", "--parameter", "MemorySize=1024"))
                    .contains("1 stack would change", "updated");
            assertThat(bootstrap(endpoint, "--remove", "--delete-data")).contains("Deleted: the table penstock-Table-");
        }
    }

    private String bootstrap(URI endpoint, String... more) throws Exception {
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "us-east-1");
        String[] line = Stream.of(List.of("bootstrap", "--yes"), List.of(more))
                .flatMap(List::stream)
                .toArray(String[]::new);
        try (Child child = Child.start(folder, environment, line)) {
            assertThat(child.exitCode()).as(child.output()).isZero();
            return child.output();
        }
    }

    private static void awaitHealth(URI endpoint) throws InterruptedException {
        HttpRequest health =
                HttpRequest.newBuilder(endpoint.resolve("/_ministack/health")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (System.nanoTime() < end) {
                try {
                    if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not yet.
                }
                TimeUnit.MILLISECONDS.sleep(300);
            }
        }
        throw new AssertionError("MiniStack does not answer within 90 s");
    }
}
