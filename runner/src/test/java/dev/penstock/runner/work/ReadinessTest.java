package dev.penstock.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Worker;
import dev.penstock.library.WorkerOptions;
import dev.penstock.meter.Meters;
import dev.penstock.meter.PrometheusMeters;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code /health/ready} says of a worker whose journal cannot be reached for a while. */
@Timeout(60)
class ReadinessTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final AtomicBoolean away = new AtomicBoolean(true);

    /** One whose store is away now and then. */
    private Journal journal() {
        var there = new InMemoryJournal();
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    boolean look = method.getName().equals("takeDue")
                            || method.getName().equals("nextDue");
                    if (look && away.get()) {
                        throw new JournalException.Unavailable("the server is away", new IllegalStateException());
                    }
                    try {
                        return method.invoke(there, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aWorkerIsNotReadyBeforeItsJournalAnswersAndAfterHalfAMinuteOfSilence() throws Exception {
        try (VirtualClock clock = VirtualClock.steppedFrom(NOON);
                Worker worker = new Worker(
                        journal(),
                        clock,
                        new RunnerId("worker"),
                        WorkerOptions.defaults(),
                        Meters.NONE,
                        ExecutionListener.NONE,
                        (execution, equip) -> {
                            throw new AssertionError("there is nothing to drive");
                        });
                HealthServer server = HealthServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Readiness(worker, clock),
                        new PrometheusMeters())) {
            worker.start();
            clock.advance(Duration.ofSeconds(5));
            assertThat(ready(server)).isEqualTo("503 the journal has not answered yet");

            away.set(false);
            clock.advance(Duration.ofMinutes(1));
            assertThat(ready(server)).isEqualTo("200 ready");

            away.set(true);
            Instant answered = worker.lookedAt().orElseThrow();
            clock.advance(Duration.between(clock.instant(), answered.plus(Readiness.LONGEST_SILENCE)));
            assertThat(ready(server)).isEqualTo("200 ready");
            clock.advance(Duration.ofSeconds(1));
            assertThat(ready(server)).isEqualTo("503 the journal has not answered since " + answered);

            away.set(false);
            clock.advance(Duration.ofMinutes(1));
            assertThat(ready(server)).isEqualTo("200 ready");
            CompletableFuture<Void> stopped = worker.stop();
            assertThat(ready(server)).isEqualTo("503 stopping");
            stopped.get(30, TimeUnit.SECONDS);
        }
    }

    private static String ready(HealthServer server) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health/ready"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        }
    }
}
