package dev.penstock.local.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.action.AwsScope;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.metric.Collected;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.MetricSource;
import dev.penstock.metric.Progress;
import dev.penstock.metric.PromQlTemplate;
import dev.penstock.metric.VerdictSources;
import dev.penstock.secret.SecretMasker;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Prometheus server that scrapes two versions of a program: the newer one's errors are found by a verdict. */
class RealPrometheusIT {

    private static final double PER_MILLI = 0.5;
    private static final Duration WINDOW = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final BlockingQueue<Instant> scrapes = new LinkedBlockingQueue<>();
    private final HttpServer exporter;
    private Optional<Process> prometheus = Optional.empty();
    private Instant begun = Instant.now();

    RealPrometheusIT() throws IOException {
        exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve("prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeEach
    void exportCounters() {
        exporter.createContext("/metrics", exchange -> {
            double millis = Duration.between(begun, Instant.now()).toNanos() / 1e6;
            byte[] text = counters(millis).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
            scrapes.add(Instant.now());
        });
        exporter.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        exporter.stop(0);
        if (prometheus.isPresent()) {
            prometheus.get().destroy();
            prometheus.get().waitFor(20, TimeUnit.SECONDS);
            prometheus.get().destroyForcibly();
        }
    }

    private static String counters(double millis) {
        return """
                # TYPE requests_total counter
                requests_total{version="web \\"8\\""} %.0f
                requests_total{version="web \\"7\\""} %.0f
                # TYPE failures_total counter
                failures_total{version="web \\"8\\""} %.0f
                failures_total{version="web \\"7\\""} %.0f
                """.formatted(
                millis * PER_MILLI, millis * PER_MILLI * 4, millis * PER_MILLI * 0.1, millis * PER_MILLI * 0.04);
    }

    private URI start(Path program) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yml"),
                "scrape_configs: [{job_name: web, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{targets: ['127.0.0.1:"
                        + exporter.getAddress().getPort() + "']}]}]\n");
        prometheus = Optional.of(new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start());
        begun = Instant.now();
        URI server = URI.create("http://127.0.0.1:" + port);
        // It answers queries as soon as it scrapes.
        assertThat(scrapes.poll(60, TimeUnit.SECONDS)).as("the first scrape").isNotNull();
        HttpRequest ready = HttpRequest.newBuilder(server.resolve("/-/ready")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(ready, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
        return server;
    }

    @Test
    void aCanaryWithMoreErrorsIsFoundByItsCountersAtARealServer() throws Exception {
        Optional<Path> program = program();
        String none = "there is no program 'prometheus' on the path";
        if ("true".equals(System.getenv("PENSTOCK_REQUIRE_PROMETHEUS"))) {
            assertThat(program).as(none).isPresent();
        }
        Assumptions.assumeTrue(program.isPresent(), none);
        URI server = start(program.get());
        VerdictSettings settings = VerdictSettings.of(Duration.ofMinutes(10), MetricSettings.of("errors"));
        VerdictSources sources = new VerdictSources(
                settings,
                Map.of(
                        "errors",
                        new MetricSource.Prometheus(
                                server.toString(),
                                new PromQlTemplate(
                                        "sum(increase(requests_total{version=~\"${versionLabel}\"}[${window}]))"),
                                new PromQlTemplate(
                                        "sum(increase(failures_total{version=\"${versionLabel}\"}[${window}]))"),
                                Optional.empty(),
                                WINDOW,
                                Duration.ofSeconds(1))),
                Map.of());
        Arms arms = new Arms(
                new Arm("web:8", Map.of(Arm.VERSION_LABEL, "web \"8\"")),
                new Arm("web:7", Map.of(Arm.VERSION_LABEL, "web \"7\"")));
        EvidencePorts others = FakeEvidence.nobody().ports();
        EvidenceCollector collector = new EvidenceCollector(new EvidencePorts(
                others.metrics(),
                others.facts(),
                others.environments(),
                new HttpPrometheusServer(Map.of(), new SecretMasker()),
                others.checks(),
                others.commands()));
        VerdictJudge judge = new VerdictJudge(settings);
        Progress progress = Progress.none();
        Decision decision = new Decision.Continue(begun);
        Instant deadline = Instant.now().plusSeconds(60);
        int counted = 0;
        while (!decision.isFinal() && Instant.now().isBefore(deadline)) {
            assertThat(scrapes.poll(30, TimeUnit.SECONDS)).as("another scrape").isNotNull();
            Collected collected = collector.collect(AwsScope.OWN, sources, arms, 0.2, progress, begun, Instant.now());
            assertThat(collected.troubles()).isEmpty();
            progress = progress.after(collected.look());
            for (MetricBatch batch : collected.look().batches()) {
                counted += batch instanceof MetricBatch.Counted ? 1 : 0;
            }
            decision = judge.look(collected.look()).decision();
        }
        assertThat(counted).isPositive();
        assertThat(decision).isEqualTo(new Decision.RollBack(new Decision.Cause.Evidence("errors")));
    }
}
