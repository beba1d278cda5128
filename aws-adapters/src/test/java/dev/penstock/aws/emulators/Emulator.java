package dev.penstock.aws.emulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** An emulator in a container: started once in a JVM, on a port of its own, and removed with the JVM by Testcontainers. */
final class Emulator {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final GenericContainer<?> container;
    private final String reset;

    private Emulator(GenericContainer<?> container, String reset) {
        this.container = container;
        this.reset = reset;
        container.start();
    }

    static Emulator localStack() {
        return LocalStack.STARTED;
    }

    static Emulator moto() {
        return Moto.STARTED;
    }

    static Emulator miniStack() {
        return MiniStack.STARTED;
    }

    URI endpoint() {
        return URI.create("http://" + container.getHost() + ":" + container.getFirstMappedPort());
    }

    /** Forgets everything, where the emulator can. */
    void reset() {
        if (reset.isEmpty()) {
            return;
        }
        var request = HttpRequest.newBuilder(endpoint().resolve(reset))
                .POST(BodyPublishers.noBody())
                .build();
        try {
            int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(reset + " answered " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Emulator start(
            String image, int port, String health, String reset, Map<String, String> environment) {
        @SuppressWarnings("resource") // lives as long as the JVM
        var container = new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(port)
                .withEnv(environment)
                .waitingFor(Wait.forHttp(health).forPort(port).withStartupTimeout(Duration.ofMinutes(2)));
        return new Emulator(container, reset);
    }

    // One holder each: it is started when it is first asked for.

    private static final class LocalStack {
        private static final Emulator STARTED = start(
                "localstack/localstack:4.14.0",
                4566,
                "/_localstack/health",
                "",
                Map.of("DISABLE_EVENTS", "1", "SKIP_SSL_CERT_DOWNLOAD", "1"));
    }

    private static final class Moto {
        private static final Emulator STARTED =
                start("motoserver/moto:5.2.5", 5000, "/moto-api/", "/moto-api/reset", Map.of());
    }

    private static final class MiniStack {
        // Without a container engine, and without the MQTT listener that it opens to all otherwise.
        private static final Emulator STARTED = start(
                "ministackorg/ministack:1.5.33",
                4566,
                "/_ministack/health",
                "/_ministack/reset",
                Map.of("IOT_MTLS_ENABLED", "0", "DOCKER_HOST", "unix:///nowhere/docker.sock"));
    }
}
