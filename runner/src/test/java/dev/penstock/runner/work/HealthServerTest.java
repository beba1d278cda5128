package dev.penstock.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.meter.PrometheusMeters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
    private final PrometheusMeters meters = new PrometheusMeters();
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), notReady::get, meters);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aWorkerThatTakesNothingIsAliveAndSaysWhyItIsNotReady() throws Exception {
        assertThat(ask("GET", "/health/ready").statusCode()).isEqualTo(200);
        notReady.set(Optional.of("the journal has not answered yet"));

        HttpResponse<String> answer = ask("GET", "/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the journal has not answered yet\n");
        assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(ask("HEAD", "/health/ready").body()).isEmpty();
    }

    @Test
    void metersAreServedAsPrometheusReadsThem() throws Exception {
        meters.counter("penstock.steps", "Steps.").increment();

        HttpResponse<String> answer = ask("GET", "/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).contains(PrometheusMeters.MEDIA_TYPE);
        assertThat(answer.body()).contains("penstock_steps_total 1\n");
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(ask("POST", "/health/live").statusCode()).isEqualTo(405);
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void anAddressThatIsTakenIsRefused() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

        assertThatThrownBy(() -> HealthServer.start(taken, notReady::get, meters))
                .isInstanceOf(IOException.class);
    }
}
