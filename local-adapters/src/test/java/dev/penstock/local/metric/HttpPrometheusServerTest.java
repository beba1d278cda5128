package dev.penstock.local.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.metric.PrometheusServer.Answer;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Prometheus's documentation of its HTTP API has them. */
class HttpPrometheusServerTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.500Z");

    private final HttpServer server;
    private final SecretMasker masker = new SecretMasker();
    private final HttpPrometheusServer prometheus =
            new HttpPrometheusServer(Map.of("PROMETHEUS_TOKEN", "s3cr3t-t0ken"), masker);
    private final List<String> asked = new ArrayList<>();
    private int status = 200;
    private String body = "";

    HttpPrometheusServerTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/api/v1/query", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Answer query(Optional<String> variable) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return prometheus.query(address, variable, "sum(increase(a{v=\"1&2\"}[60s]))", AT);
    }

    private static String vector(String results) {
        return "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": [" + results + "]}}";
    }

    @Test
    void theQueryIsEvaluatedAtTheEndOfItsWindow() throws InterruptedException {
        body = vector("{\"metric\": {}, \"value\": [1435781451.781, \"41.6\"]}");
        assertThat(query(Optional.empty())).isEqualTo(new Answer.Value(41.6));
        assertThat(asked).containsExactly("query=sum(increase(a{v=\"1&2\"}[60s]))&time=1772359200.500", "null");
    }

    @Test
    void aTokenIsShownAndMasked() throws InterruptedException {
        body = "{\"status\": \"success\", \"data\": {\"resultType\": \"scalar\", \"result\": [1435781451.781, \"3\"]}}";
        assertThat(query(Optional.of("PROMETHEUS_TOKEN"))).isEqualTo(new Answer.Value(3));
        assertThat(asked).contains("Bearer s3cr3t-t0ken");
        assertThat(masker.mask("it is s3cr3t-t0ken")).doesNotContain("s3cr3t-t0ken");
        assertThatThrownBy(() -> query(Optional.of("NO_SUCH_TOKEN")))
                .isInstanceOfSatisfying(RemoteCallException.class, failure -> {
                    assertThat(failure).hasMessageContaining("'NO_SUCH_TOKEN'");
                    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
                });
    }

    @Test
    void noSeriesIsNothingAndNeverZero() throws InterruptedException {
        body = vector("");
        assertThat(query(Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Nothing.class,
                        nothing -> assertThat(nothing.reason()).contains("or vector(0)"));
    }

    @Test
    void severalSeriesAreNoNumber() throws InterruptedException {
        body = vector("{\"metric\": {}, \"value\": [1, \"1\"]}, {\"metric\": {}, \"value\": [1, \"2\"]}");
        assertThat(query(Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Nothing.class,
                        nothing -> assertThat(nothing.reason()).contains("sum("));
    }

    @Test
    void whatIsNoCountIsHandedOnAsItIs() throws InterruptedException {
        body = vector("{\"metric\": {}, \"value\": [1, \"NaN\"]}");
        assertThat(query(Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Value.class, value -> assertThat(value.value()).isNaN());
        body = vector("{\"metric\": {}, \"value\": [1, \"+Inf\"]}");
        assertThat(query(Optional.empty())).isEqualTo(new Answer.Value(Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @CsvSource({"400, INVALID", "422, INVALID", "503, TRANSIENT", "429, THROTTLED", "401, DENIED", "302, INVALID"})
    void aRefusalIsAReadThatFailedWithItsReason(int answered, Kind kind) {
        status = answered;
        body = "{\"status\": \"error\", \"errorType\": \"bad_data\", \"error\": \"parse error at char 5\"}";
        assertThatThrownBy(() -> query(Optional.empty())).isInstanceOfSatisfying(RemoteCallException.class, failure -> {
            assertThat(failure).hasMessageContaining("parse error at char 5");
            assertThat(failure.kind()).isEqualTo(kind);
        });
    }

    @Test
    void whatIsNoPrometheusIsTold() {
        body = "<html>";
        assertThatThrownBy(() -> query(Optional.empty())).hasMessageContaining("is it a Prometheus server?");
        server.stop(0);
        assertThatThrownBy(() -> query(Optional.empty()))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT));
    }
}
